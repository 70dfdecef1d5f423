#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace toofew {

/// What rules/defaults/kinds.yaml tells of a kind of finding, or of what stands in its place, for people. It never depends
/// on a draft.
struct KindHelp {
  std::string what;     ///< what the copy does
  std::string example;  ///< copy that does it
  std::string why;      ///< why it matters
  std::string advice;   ///< what to do
};

using KindHelps = std::map<std::string, KindHelp, std::less<>>;

/// Reads them from the file, while toofew is built.
KindHelps read_kind_helps();

/// By the name that kind_of() tells of findings and rules; nullptr for another name.
const KindHelp* find_kind_help(std::string_view name);
/// All that kind_of() can tell, in the order in which people are told of them.
std::vector<std::string> help_kinds();
/// Precondition: it is such a name.
const KindHelp& kind_help(std::string_view name);

}  // namespace toofew
