#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/setups.h"
#include "policy/waiver.h"
#include "report/report.h"

namespace toofew {

/// What is wrong with the waivers of a file, as a file of the report; nullopt where nothing is.
std::optional<CheckedFile> checked_file(const WaiverFile& waivers);

/// The files of waivers of one run.
class WaiverFiles {
 public:
  explicit WaiverFiles(Date today) : today_(today) {}

  /// Reads those that the setup names, once. Throws Error for one that cannot be read.
  void load(const Setup& setup);

  /// The waivers for a draft by the name that it is shown by, in order of file and position. Marks the draft as
  /// checked.
  std::vector<WaiverRecord*> for_draft(const Setup& setup, const std::string& name);

  /// When all drafts are checked: the files by path, without the waivers for drafts that were not. Those for drafts
  /// that do not exist are malformed.
  std::vector<WaiverFile> take();

 private:
  Date today_;
  std::map<const Setup*, std::vector<WaiverFile>> files_;
  std::map<const Setup*, std::multimap<std::filesystem::path, WaiverRecord*>> by_draft_;
  std::map<const Setup*, std::set<std::filesystem::path>> checked_;
};

}  // namespace toofew
