#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toofew {

/// The text broken at spaces into lines of at most `width` terminal columns, where a word is not wider by itself. The
/// first line is taken to begin at column `indent`; the others get as many spaces. No line break at the end.
std::string wrap(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace toofew
