#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "grammar/pack.h"
#include "text/text.h"

namespace toofew {

/// The value of a number and what its last word multiplied by: 100 in "three hundred", 1000 in "15k", 1 in "305". In
/// "two to three hundred" the scale is meant for the two as well.
struct NumberValue {
  double value = 0;
  double scale = 1;
};

/// A number as it is written, in figures or words, and the tokens that it takes.
struct WrittenNumber {
  NumberValue value;
  std::uint32_t token_end = 0;
  bool has_digits = false;
};

/// Reads numbers: "1,204", "12½", "2.3 k", "three hundred and five", "4 thousand 3 hundred and 21", "half a million".
/// Which words are numbers, and what they are worth, is said by the pack.
class NumberReader {
 public:
  explicit NumberReader(const Pack& pack);

  /// The number that begins at `token` and goes as far as it makes sense; nullopt when there is none. `entries` are
  /// those of `text` from the token `first` on.
  std::optional<WrittenNumber> read(const Text& text, std::span<const LexicalEntry* const> entries, std::uint32_t first,
                                    std::uint32_t token) const;

  /// Whether a number may begin with the token.
  bool may_begin(const Token& token, const LexicalEntry& entry) const;

 private:
  class Reading;

  const Lexicon* lexicon_;
  int additive_, scale_, multiplier_, joiner_, article_, suffix_, fraction_, ordinal_word_, percent_;
};

/// The value of "1,204", "3.5", "1/2" or "5,13,733"; nullopt when it is no number.
std::optional<double> digits_value(std::string_view form);

/// How many bytes of "31kg" or "0.9k" are figures: 2 and 3.
std::size_t digits_length(std::string_view form);

}  // namespace toofew
