#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "document/encoding.h"

namespace toofew {

/// Reads comma-separated values (RFC 4180) row by row; each cell knows where in the text it stands. Rows may end in "\n",
/// "\r\n" or "\r", and quoted cells may hold line breaks.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool done() const { return at_ >= text_.size(); }
  /// Where the next row begins, in bytes of the text.
  std::size_t offset() const { return at_; }

  /// Takes the next row. Throws ReadFailure for quotation marks that do not close, or close too early.
  std::vector<Mapped> row();

 private:
  bool take_separator();
  Mapped cell();
  Mapped quoted_cell();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
};

}  // namespace toofew
