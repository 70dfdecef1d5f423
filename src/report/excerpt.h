#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/byte_range.h"
#include "report/line_index.h"

namespace toofew {

/// A source line as a terminal shows it, and the line under it that marks the words.
struct Excerpt {
  std::string line;
  std::string marks;  ///< spaces, then one '^' for each column that the words take

  friend bool operator==(const Excerpt&, const Excerpt&) = default;
};

/// The line on which `words` (bytes of the file) begin, at most `width` terminal columns of it: what is too long is cut
/// around the words, with "…" where something is left out. Tabs become spaces; control characters and those that turn
/// the direction of writing are not let through to the terminal.
Excerpt excerpt(const LineIndex& index, ByteRange words, std::size_t width);

/// How many terminal columns the UTF-8 text takes.
std::size_t display_width(std::string_view text);

}  // namespace toofew
