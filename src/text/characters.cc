#include "text/characters.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace toofew::characters {
namespace {

constexpr UChar32 kZeroWidthJoiner = 0x200D;
constexpr UChar32 kKeycap = 0x20E3;

bool is_regional_indicator(UChar32 c) { return 0x1F1E6 <= c && c <= 0x1F1FF; }
bool is_skin_tone(UChar32 c) { return 0x1F3FB <= c && c <= 0x1F3FF; }
bool is_tag(UChar32 c) { return 0xE0020 <= c && c <= 0xE007F; }
bool is_style_selector(UChar32 c) { return c == kEmojiStyle || c == 0xFE0E; }

// How many bytes at `at` continue an emoji: 0 when it ends there.
std::size_t emoji_continuation(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const Decoded next = decode(text, at);
  if (is_skin_tone(next.code_point) || is_tag(next.code_point) || is_style_selector(next.code_point) ||
      next.code_point == kKeycap) {
    return next.size;
  }
  if (next.code_point != kZeroWidthJoiner || at + next.size >= text.size()) return 0;
  const Decoded joined = decode(text, at + next.size);
  return is_pictograph(joined.code_point) ? next.size + joined.size : 0;
}

}  // namespace

Decoded decode_beyond_ascii(std::string_view text, std::size_t at) {
  const char* bytes = text.data() + at;
  const auto available = static_cast<std::int32_t>(std::min<std::size_t>(text.size() - at, 4));
  std::int32_t used = 0;
  UChar32 code_point = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  U8_NEXT_OR_FFFD(bytes, used, available, code_point);
#pragma GCC diagnostic pop
  return {code_point, static_cast<std::size_t>(used)};
}

void append(std::string& text, UChar32 code_point) {
  char bytes[4];
  std::int32_t size = 0;
  UBool failed = false;
  U8_APPEND(bytes, size, 4, code_point, failed);
  if (!failed) text.append(bytes, static_cast<std::size_t>(size));
}

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !U8_IS_TRAIL(c); }));
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_letter_beyond_ascii(UChar32 c) { return u_isalpha(c); }
bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }
bool is_upper(UChar32 c) { return u_isupper(c) || u_istitle(c); }
bool is_lower(UChar32 c) { return u_islower(c); }
bool is_invisible(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT); }

bool is_raised_digit(UChar32 c) {
  return c == 0xB2 || c == 0xB3 || c == 0xB9 || c == 0x2070 || (0x2074 <= c && c <= 0x2079) ||
         (0x2080 <= c && c <= 0x2089);
}

bool is_vulgar_fraction(UChar32 c) {
  constexpr UChar32 kFractionNumeratorOne = 0x215F;  // "1/" that waits for its denominator
  return c != kFractionNumeratorOne && u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE) == U_DT_FRACTION;
}

bool is_unspaced(UChar32 c) {
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return true;
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
  return (0x3040 <= c && c <= 0x30FF) || (0x31F0 <= c && c <= 0x31FF);  // hiragana, katakana
}

bool is_pictograph(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC); }
bool ends_sentence(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_S_TERM); }
bool is_punctuation(UChar32 c) { return u_ispunct(c); }

std::size_t emoji_size(std::string_view text, std::size_t at) {
  const Decoded first = decode(text, at);
  std::size_t size = first.size;
  if (is_regional_indicator(first.code_point)) {
    if (at + size >= text.size()) return size;
    const Decoded second = decode(text, at + size);
    return is_regional_indicator(second.code_point) ? size + second.size : size;
  }
  if (!is_pictograph(first.code_point) && !is_skin_tone(first.code_point)) return 0;
  while (const std::size_t more = emoji_continuation(text, at + size)) size += more;
  return size;
}

}  // namespace toofew::characters
