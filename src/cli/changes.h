#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/repository.h"
#include "report/report.h"

namespace toofew {

/// Keeps a report to what changed.
class Changes {
 public:
  /// See Repository::changes(). Throws Error.
  Changes(const Repository& repository, const std::optional<std::string>& base, bool staged);

  /// Leaves of a file's findings only those on lines that are new: where the finding's own words stand, or the other
  /// figure that they are reckoned with. False where nothing of the file is to be reported, not even that it was
  /// checked: it did not change. What is wrong elsewhere, as in its configuration, is kept.
  bool narrow(CheckedFile& file) const;

  /// Whether the file changed.
  bool touch(const std::string& path) const { return find(path) != nullptr; }

  /// Submodules that changed at or below the paths, of which nothing is known; as paths from the current folder.
  std::vector<std::string> submodules(const std::vector<std::string>& paths) const;

 private:
  const ChangedFile* find(const std::string& path) const;
  bool is_new(const OtherStatement& other) const;

  const Repository& repository_;
  ChangedFiles changed_;
};

}  // namespace toofew
