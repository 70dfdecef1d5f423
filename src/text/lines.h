#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace toofew {

/// Byte offsets of the '\n' in `text` that a reader sees as an end of a line; of several in a row, the first. The
/// others only wrap a paragraph at some width and read as spaces. Breaks before the first and after the last line with
/// anything on it are left out.
std::vector<std::size_t> visible_line_ends(std::string_view text);

}  // namespace toofew
