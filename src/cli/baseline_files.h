#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/drafts.h"
#include "policy/baseline.h"

namespace toofew {

/// A baseline of one run, or the place for one that is to be begun.
struct BaselineFile {
  std::string path;                  ///< as it is shown
  std::filesystem::path folder;      ///< absolute; its entries name drafts from there
  std::optional<Baseline> baseline;  ///< absent where it does not exist yet, or cannot be read
  std::optional<Error> error;        ///< why it cannot be read
  std::set<std::string> checked;     ///< the drafts that it was held against, as its entries name them
  bool is_whole = false;             ///< whether that was all below its folder

  /// The draft's name in the entries.
  std::string name_of(const std::string& draft) const;
  /// Whether there is no draft of that name any more.
  bool is_gone(const std::string& name) const;
  /// Of what is left after a run, whether the findings of an entry are surely not there any more.
  bool is_stale(const BaselineEntry& left) const;
};

/// The baselines of one run: for each draft the nearest `.toofew-baseline`, in its folder or above.
class BaselineFiles {
 public:
  /// With `file`, that one holds for all drafts. Where `may_begin`, a draft without a baseline gets a new one, in the
  /// current folder or where `file` says. Throws Error for a `file` that does not exist otherwise.
  explicit BaselineFiles(const std::string& file, bool may_begin = false);

  /// Puts what the baselines hold apart: from the findings of a draft to what is waived. `paths` are those that were
  /// asked for. A baseline that cannot be read fails the drafts that it is for.
  void apply(std::vector<CheckedDraft>& drafts, const std::vector<std::string>& paths);

  /// The draft's baseline; nullptr for none.
  BaselineFile* of(const std::string& draft);

  /// Those that were asked for, by path.
  std::vector<BaselineFile*> all();

 private:
  std::filesystem::path nearest_to(const std::filesystem::path& folder) const;
  BaselineFile& load(const std::filesystem::path& path);

  std::filesystem::path file_;  // "" for the nearest one
  bool may_begin_;
  std::map<std::filesystem::path, BaselineFile> by_path_;
  std::map<std::filesystem::path, BaselineFile*> by_folder_;
};

/// How many findings of the baseline are not there any more.
std::size_t stale_count(const BaselineFile& file);

/// A line for each baseline that has such entries, with what to do.
std::string stale_text(BaselineFiles& files);

}  // namespace toofew
