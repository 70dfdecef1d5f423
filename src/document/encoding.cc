#include "document/encoding.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "base/utf8.h"

namespace toofew {
namespace {

constexpr std::string_view kUtf8Bom = "\xEF\xBB\xBF";
constexpr std::size_t kShownLine = 160;  // bytes of the source line that an error shows

[[noreturn]] void fail(std::string_view text_so_far, std::string_view path, const std::string& reason) {
  throw Error(place_of(text_so_far, text_so_far.size(), path), reason);
}

Mapped decode_utf8(std::string_view bytes, std::string_view path) {
  const std::size_t start = bytes.starts_with(kUtf8Bom) ? kUtf8Bom.size() : 0;
  const std::string_view body = bytes.substr(start);
  const auto is_plain = [](unsigned char c) { return c > 0 && c < 0x80; };
  for (std::size_t i = 0; i < body.size();) {
    if (is_plain(static_cast<unsigned char>(body[i]))) {
      ++i;
      continue;
    }
    const std::size_t length = utf8_length(body, i);
    if (length == 0) {
      fail(body.substr(0, i), path,
           fmt::format("not valid UTF-8 at byte 0x{:02X}; save the file as UTF-8", static_cast<unsigned char>(body[i])));
    }
    if (body[i] == '\0') fail(body.substr(0, i), path, "holds a NUL byte, so it is not a text file");
    i += length;
  }
  Mapped out;
  out.verbatim(body, start);
  return out;
}

Mapped decode_utf16(std::string_view bytes, bool big_endian, std::string_view path) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char16_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  Mapped out;
  for (std::size_t i = 2; i < bytes.size();) {
    if (i + 1 == bytes.size()) fail(out.text, path, "UTF-16 text ends in the middle of a character");
    const char16_t first = unit(i);
    std::size_t length = 2;
    char32_t code_point = first;
    if (U16_IS_SURROGATE(first)) {
      const bool paired = U16_IS_LEAD(first) && i + 3 < bytes.size() && U16_IS_TRAIL(unit(i + 2));
      if (!paired) fail(out.text, path, "not valid UTF-16: a surrogate without its pair; save the file as UTF-8");
      code_point = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(first, unit(i + 2)));
      length = 4;
    }
    if (code_point == 0) fail(out.text, path, "holds a NUL character, so it is not a text file");
    std::string encoded;
    append_utf8(encoded, code_point);
    out.piece(encoded, {i, i + length});
    i += length;
  }
  return out;
}

}  // namespace

void Mapped::verbatim(std::string_view bytes, std::size_t source_begin) {
  text += bytes;
  map.append(bytes.size(), {source_begin, source_begin + bytes.size()}, true);
}

void Mapped::piece(std::string_view made, ByteRange source) {
  text += made;
  map.append(made.size(), source, false);
}

Mapped decode_file(std::string_view bytes, std::string_view path) {
  const bool utf32 = bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4)) ||
                     bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4));
  if (utf32) fail({}, path, "UTF-32 is not read; save the file as UTF-8");
  if (bytes.starts_with("\xFF\xFE")) return decode_utf16(bytes, false, path);
  if (bytes.starts_with("\xFE\xFF")) return decode_utf16(bytes, true, path);
  return decode_utf8(bytes, path);
}

Error::Place place_of(std::string_view text, std::size_t offset, std::string_view path) {
  offset = std::min(offset, text.size());
  int line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    const bool lone_cr = text[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n');
    if (text[i] != '\n' && !lone_cr) continue;
    ++line;
    line_begin = i + 1;
  }
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  const std::string_view before = text.substr(line_begin, offset - line_begin);
  const auto column = before.size() - static_cast<std::size_t>(std::count_if(before.begin(), before.end(), continues)) + 1;
  std::string_view shown = text.substr(line_begin, std::min(text.find_first_of("\r\n", line_begin), text.size()) - line_begin);
  if (shown.size() > kShownLine) shown = {};  // a caret far to the right helps nobody
  return {std::string(path), line, static_cast<int>(column), std::string(shown)};
}

std::size_t utf8_length(std::string_view text, std::size_t offset) {
  // ICU's macros index with int32_t; a window of four bytes is all that a sequence can need.
  const auto* window = reinterpret_cast<const std::uint8_t*>(text.data()) + offset;
  UChar32 code_point = 0;
  std::int32_t i = 0;
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(4, text.size() - offset));
  U8_NEXT(window, i, length, code_point);
  return code_point < 0 ? 0 : static_cast<std::size_t>(i);
}

}  // namespace toofew
