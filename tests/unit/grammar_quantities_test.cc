// tests/data/quantities: text, kinds of the quantity that is read in it, its interval of people.

#include <algorithm>
#include <array>

#include <catch2/catch.hpp>

#include "grammar_tables.h"

using namespace toofew;

namespace {

// The quantities of the text, without those that were built into larger ones ("50" of "about 50").
std::vector<Reading> outermost(const std::vector<Reading>& readings) {
  std::vector<Reading> kept;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const ByteRange inner = readings[i].content;
    const bool is_inside = std::any_of(readings.begin() + static_cast<std::ptrdiff_t>(i) + 1, readings.end(), [&](const Reading& other) {
      return other.content.begin <= inner.begin && inner.end <= other.content.end;
    });
    if (!is_inside) kept.push_back(readings[i]);
  }
  return kept;
}

// Whether it is a number of people or a share of them, known or not.
bool counts(const Reading& reading) {
  constexpr std::array kinds{"count", "vague", "share", "bounded", "only", "all-but", "both-count"};
  return std::any_of(kinds.begin(), kinds.end(), [&](const char* kind) { return has_words(reading.what, kind); });
}

std::string quantity_error(const TableRow& row) {
  const std::string& text = row.cells[0];
  const std::string& what = row.cells[1];
  const auto wanted = interval_of_cells(row.cells[2], row.cells[3]);
  std::vector<Reading> counting;
  std::vector<Reading> others;
  std::string read;
  for (const Reading& reading : outermost(readings_of(text, "quantity"))) {
    (counts(reading) ? counting : others).push_back(reading);
    read += "; " + describe(reading, text);
  }
  const std::string but = ", but read" + (read.empty() ? " nothing" : read.substr(1));
  Reading kind;
  kind.what = what;
  if (what == "none" || !counts(kind)) {
    if (!counting.empty()) return "nothing here counts people" + but;
    const bool is_read = what == "none" || std::any_of(others.begin(), others.end(), [&](const Reading& reading) {
                           return has_words(reading.what, what);
                         });
    return is_read ? "" : "no " + what + but;
  }
  if (counting.size() != 1) return "there is one quantity of people here" + but;
  if (!has_words(counting[0].what, what)) return "it is: " + what + but;
  if (counting[0].interval != wanted) return "it is " + (wanted ? wanted->to_string() : "no number") + but;
  return "";
}

}  // namespace

TEST_CASE("grammar: quantities are read as the tables say") {
  const auto rows = read_tables("quantities", 4);
  REQUIRE(rows.size() >= 150);
  check_rows(rows, quantity_error);
}
