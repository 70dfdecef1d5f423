#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toofew {

/// U+FFFD, which stands for what is no text.
inline constexpr char32_t kReplacement = 0xFFFD;

/// A code point and the bytes that it takes; U+FFFD for bytes that belong to none.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;
};

/// The code point at a byte of UTF-8 text. Precondition: offset < text.size().
CodePoint code_point_at(std::string_view text, std::size_t offset);

/// Appends a code point. Precondition: it is no surrogate, and not above U+10FFFF.
void append_utf8(std::string& out, char32_t value);

}  // namespace toofew
