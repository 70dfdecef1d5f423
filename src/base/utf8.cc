#include "base/utf8.h"

#include <unicode/utf8.h>

#include <algorithm>

namespace toofew {

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  const std::size_t length = std::min<std::size_t>(text.size() - offset, U8_MAX_LENGTH);
  int32_t size = 0;
  UChar32 value = 0;
  U8_NEXT_OR_FFFD(data + offset, size, static_cast<int32_t>(length), value);
  return {static_cast<char32_t>(value), static_cast<std::size_t>(size)};
}

void append_utf8(std::string& out, char32_t value) {
  char buffer[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(buffer, size, static_cast<UChar32>(value));
  out.append(buffer, static_cast<std::size_t>(size));
}

}  // namespace toofew
