#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace toofew {

/// Block text as a reader sees it, case kept: NFKC; invisible characters dropped; digits of all styles and scripts as
/// ASCII digits; quotes, dashes and spaces as their ASCII signs ("--" for the long dashes). Raised digits, vulgar
/// fractions and emoji stay what they are, for the tokenizer to tell from numbers.
struct CleanText {
  /// A stretch of `bytes`: it ends where the next piece begins.
  struct Piece {
    std::size_t begin = 0;  ///< byte of `bytes`
    ByteRange source;       ///< bytes of the block text
    bool verbatim = false;  ///< same number of bytes on both sides, one from one
  };

  std::string bytes;
  std::vector<Piece> pieces;
};

CleanText clean(std::string_view block_text);

/// Maps ranges of the clean text to the block text, in constant time on average when asked from left to right.
class CleanTextCursor {
 public:
  explicit CleanTextCursor(const CleanText& text) : text_(text) {}

  /// The bytes of the block text that `clean` was read from. Precondition: `clean` is not empty, and does not begin
  /// before the range asked for last.
  ByteRange to_source(ByteRange clean);

 private:
  std::size_t piece_end(std::size_t index) const;

  const CleanText& text_;
  std::size_t index_ = 0;
};

}  // namespace toofew
