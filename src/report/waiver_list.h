#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "policy/waiver.h"

namespace toofew {

/// The waivers that stand in one file, a draft or a file of waivers.
struct FileWaivers {
  std::string path;        ///< as it is shown
  std::string_view bytes;  ///< of the file, as it stands on disk
  std::vector<WaiverRecord> waivers;
};

/// What an entry of a file of waivers is for: "posts/a.md, record b, “53 people”"; "" for one that stands in a draft.
std::string waiver_target(const WaiverRecord& record);

/// For people: place, state, rule, days, owner and reason of each, and how many there are of each state.
std::string waiver_list(const std::vector<FileWaivers>& files, Date today);

/// For programs: one JSON object a line and waiver, as docs/waivers.md describes it.
std::string waiver_list_json(const std::vector<FileWaivers>& files, Date today);

}  // namespace toofew
