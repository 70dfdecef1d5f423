#include "document/csv.h"

#include <algorithm>
#include <string>

#include "document/block_builder.h"

namespace toofew {

std::vector<Mapped> CsvScanner::row() {
  std::vector<Mapped> cells;
  do {
    cells.push_back(cell());
  } while (take_separator());
  at_ = line_at(text_, at_).next;
  return cells;
}

bool CsvScanner::take_separator() {
  if (at_ >= text_.size() || text_[at_] != separator_) return false;
  ++at_;
  return true;
}

Mapped CsvScanner::cell() {
  if (at_ < text_.size() && text_[at_] == '"') return quoted_cell();
  const std::size_t end = std::min(text_.find_first_of(std::string{separator_, '\r', '\n'}, at_), text_.size());
  Mapped out;
  if (end > at_) out.verbatim(text_.substr(at_, end - at_), at_);
  at_ = end;
  return out;
}

Mapped CsvScanner::quoted_cell() {
  const std::size_t open = at_++;
  Mapped out;
  for (;;) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos) throw ReadFailure{open, "a quoted field is not closed"};
    if (quote > at_) out.verbatim(text_.substr(at_, quote - at_), at_);
    const bool doubled = text_.substr(quote).starts_with("\"\"");
    at_ = quote + (doubled ? 2 : 1);
    if (!doubled) break;
    out.piece("\"", {quote, quote + 2});
  }
  const bool ended = done() || text_[at_] == separator_ || text_[at_] == '\r' || text_[at_] == '\n';
  if (!ended) throw ReadFailure{at_, "text after the closing quote of a field"};
  return out;
}

}  // namespace toofew
