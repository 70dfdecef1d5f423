#pragma once

#include <string>
#include <string_view>

namespace toofew {

/// The text as a terminal may have it: U+FFFD stands for control characters but tabs, line breaks included, and for bytes
/// that are no UTF-8. Names of files may hold both.
std::string printable(std::string_view text);

}  // namespace toofew
