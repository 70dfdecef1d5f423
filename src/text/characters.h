#pragma once

#include <unicode/umachine.h>

#include <cstddef>
#include <string>
#include <string_view>

/// What the text layer asks of single characters, answered from Unicode's own properties.
namespace toofew::characters {

constexpr UChar32 kFractionSlash = 0x2044;
constexpr UChar32 kEmojiStyle = 0xFE0F;  ///< variation selector 16
constexpr UChar32 kObject = 0xFFFC;      ///< stands for what is no prose: a code span, a URL
constexpr std::string_view kObjectForm = "\uFFFC";

struct Decoded {
  UChar32 code_point = 0;
  std::size_t size = 0;  ///< bytes that it takes, at least 1
};

/// The character that starts at byte `at`, which must lie inside `text`. Bytes that are no UTF-8 read as U+FFFD.
Decoded decode_beyond_ascii(std::string_view text, std::size_t at);
inline Decoded decode(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return lead < 0x80 ? Decoded{lead, 1} : decode_beyond_ascii(text, at);
}

void append(std::string& text, UChar32 code_point);

/// Number of code points.
std::size_t length(std::string_view text);

inline bool is_ascii_digit(char c) { return '0' <= c && c <= '9'; }
inline bool is_ascii_upper(char c) { return 'A' <= c && c <= 'Z'; }
inline bool is_ascii_letter(char c) { return is_ascii_upper(c) || ('a' <= c && c <= 'z'); }
inline char ascii_lower(char c) { return is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_ascii(std::string_view text);

bool is_letter_beyond_ascii(UChar32 c);
inline bool is_letter(UChar32 c) {
  return c < 0x80 ? is_ascii_letter(static_cast<char>(c)) : is_letter_beyond_ascii(c);
}
bool is_mark(UChar32 c);
bool is_upper(UChar32 c);
bool is_lower(UChar32 c);
/// Takes no place on the page: soft hyphens, joiners, bidi controls, tags, variation selectors …
bool is_invisible(UChar32 c);
/// Superscript or subscript digits: footnote marks, exponents.
bool is_raised_digit(UChar32 c);
/// ½, ⅔ …: one character that is a fraction.
bool is_vulgar_fraction(UChar32 c);
/// Of a script written without spaces (Han, kana, Thai, Khmer …), whose words only a dictionary can tell.
bool is_unspaced(UChar32 c);
bool is_pictograph(UChar32 c);
/// Ends a sentence: full stops, question and exclamation marks of all scripts.
bool ends_sentence(UChar32 c);
bool is_punctuation(UChar32 c);

/// Bytes of the emoji that starts at `at`: a flag, a pictograph with skin tone, joined pictographs …; 0 if none does.
std::size_t emoji_size(std::string_view text, std::size_t at);

}  // namespace toofew::characters
