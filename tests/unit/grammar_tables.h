#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "document/document.h"
#include "grammar/grammar.h"

// Tables of expectations that anyone can extend: a case a line, cells between TABs, "#" starts a comment line. Rows of a
// file named known-failures.tsv are right but not yet met: a test must fail when such a row is met, so that it is moved.

namespace toofew {

struct TableRow {
  std::string place;  ///< "digits.tsv:12"
  std::vector<std::string> cells;
  bool known_failure = false;
};

/// The rows of all *.tsv files of a folder under tests/data, by name of file; each is checked to have `columns` cells.
std::vector<TableRow> read_tables(const std::string& folder, std::size_t columns);

/// A part that holds one paragraph of that text.
Part part_of(const std::string& text);

/// The built-in English rules.
const Grammar& english();

/// What is read in the text by one stage.
std::vector<Reading> readings_of(const std::string& text, std::string_view stage);

/// "[lo, hi]" as the cells write it: hi may be empty; a lo of "-" is no interval.
std::optional<Interval> interval_of_cells(const std::string& lo, const std::string& hi);

/// "bounded [40, 60] “about 50”": for messages.
std::string describe(const Reading& reading, const std::string& text);

/// Whether all words of `wanted` are among those of `list`, both separated by spaces.
bool has_words(const std::string& list, const std::string& wanted);

/// Checks each row with `error_of`, which says what is wrong with it ("" for nothing); of known failures, demands that
/// something is.
void check_rows(const std::vector<TableRow>& rows, std::string (*error_of)(const TableRow&));

}  // namespace toofew
