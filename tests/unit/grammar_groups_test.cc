// tests/data/groups: a sentence, the words of a group in it, how many people it is, and kinds that it is taken for.

#include <algorithm>

#include <catch2/catch.hpp>

#include "grammar_tables.h"

using namespace toofew;

namespace {

std::string group_error(const TableRow& row) {
  const std::string& text = row.cells[0];
  const std::string& words = row.cells[1];
  if (text.find(words) == std::string::npos) return "the sentence does not hold the words: " + words;
  const auto wanted = interval_of_cells(row.cells[2], row.cells[3]);
  const std::string& kinds = row.cells[4];
  const auto readings = readings_of(text, "group");
  std::string read;
  for (const Reading& reading : readings) read += "; " + describe(reading, text);
  const std::string but = ", but read" + (read.empty() ? " nothing" : read.substr(1));
  const auto found = std::find_if(readings.begin(), readings.end(), [&](const Reading& reading) {
    return text.substr(reading.content.begin, reading.content.size()) == words;
  });
  if (found == readings.end()) return kinds == "none" ? "" : "“" + words + "” is a group" + but;
  if (kinds == "none") return "“" + words + "” is no group" + but;
  if (!has_words(found->what, kinds)) return "it is: " + kinds + but;
  if (found->interval != wanted) return "it is " + (wanted ? wanted->to_string() : "no number") + but;
  return "";
}

}  // namespace

TEST_CASE("grammar: groups of people are read as the tables say") {
  const auto rows = read_tables("groups", 5);
  REQUIRE(rows.size() >= 60);
  check_rows(rows, group_error);
}
