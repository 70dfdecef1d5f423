#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "document/source_map.h"

namespace toofew {

enum class TokenShape : std::uint8_t {
  word,         ///< letters: "don't" is two tokens, "do" and "n't"; hyphenated words are split at the hyphen
  number,       ///< digits with their separators: "1,204", "3.5", "12 000"
  alphanumeric, ///< letters and digits in one: "4B", "v2", "12k", "7am"
  punctuation,  ///< one sign: "," "." "(" "“" → normalised to ASCII where there is one (" ' -); "--" and "..." are one each
  symbol,       ///< %, ‰, currency, +, ~, #, @, emoji …: one each
  line_break,   ///< a line break that a reader sees as an end of line (see lines.h); form "\n"
};

struct Token {
  std::string_view form;  ///< what a reader reads, normalised and case folded; points into Text::normal
  ByteRange source;       ///< bytes of the block text that it was read from
  TokenShape shape = TokenShape::word;
  bool capitalised = false;   ///< first letter is upper case
  bool all_caps = false;      ///< two or more letters, all upper case
  bool space_before = false;  ///< white space, or the start of the text, before it
};

/// Token indices [begin, end).
struct Sentence {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// A block as it is read: tokens in order, grouped in sentences that cover all of them.
struct Text {
  std::string normal;
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;

  Text() = default;
  Text(Text&&) = default;             // token forms point into `normal`: moving a long string keeps its buffer,
  Text& operator=(Text&&) = default;  // and `normal` is always reserved beyond the small-string size
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
};

/// What depends on the language; data of the language pack.
struct TextOptions {
  std::string locale = "en";                   ///< ICU locale: break rules, digit grouping
  std::vector<std::string> abbreviations;      ///< folded, without the final dot: a dot after one ends no sentence ("st", "dr")
  std::vector<std::string> openers;            ///< folded; first in a sentence, one is a sentence of its own ("p.s.")
  std::vector<std::string> clitics;            ///< split off the end of a word: "'s", "n't", "'ve"
};

/// Reads block text: NFKC and case folding; invisible characters dropped; bold, full-width, keycap and non-Latin digits
/// read as digits; look-alike letters inside a word of another script read as that script; curly quotes and dashes as
/// their ASCII signs; no-break spaces as spaces. Every token keeps the bytes that it was read from.
Text read_text(std::string_view block_text, const TextOptions& options);

}  // namespace toofew
