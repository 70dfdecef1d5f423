#pragma once

#include <string>
#include <string_view>

namespace toofew {

/// The change of a file as a unified diff that `patch` and `git apply` read, with three lines around each change;
/// "" when there is none. Takes time that is linear in the size of the texts; where lines were added or taken away, all
/// from the first to the last changed one count as changed.
std::string unified_diff(const std::string& path, std::string_view before, std::string_view after);

}  // namespace toofew
