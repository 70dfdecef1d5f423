#pragma once

#include <string_view>
#include <vector>

namespace toofew {

/// A file of the rules/ folder, carried in the binary, by its path in that folder ("en/claims.yaml").
/// Returns nullptr data when there is none.
std::string_view embedded_file(std::string_view path);

/// Paths of all embedded files that start with `prefix`, sorted.
std::vector<std::string_view> embedded_files(std::string_view prefix);

}  // namespace toofew
