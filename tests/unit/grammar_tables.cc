#include "grammar_tables.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace toofew {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace

std::vector<TableRow> read_tables(const std::string& folder, std::size_t columns) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/" + folder)) {
    if (entry.path().extension() == ".tsv") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<TableRow> rows;
  for (const auto& path : paths) {
    std::ifstream file(path);
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      TableRow row{path.filename().string() + ":" + std::to_string(number), split(line, '\t'),
                   path.stem() == "known-failures"};
      INFO(row.place << ": " << line);
      REQUIRE(row.cells.size() == columns);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

Part part_of(const std::string& text) {
  Part part;
  part.content = text;
  part.map = SourceMap::identity(text.size());
  Block block;
  block.text = text;
  block.map = SourceMap::identity(text.size());
  part.blocks.push_back(std::move(block));
  return part;
}

const Grammar& english() {
  static const Grammar grammar = Grammar::load("en", {});
  return grammar;
}

std::vector<Reading> readings_of(const std::string& text, std::string_view stage) {
  std::vector<Reading> readings;
  Observer observer;
  observer.readings = &readings;
  english().read(part_of(text), observer);
  std::erase_if(readings, [&](const Reading& reading) { return reading.stage != stage; });
  return readings;
}

std::optional<Interval> interval_of_cells(const std::string& lo, const std::string& hi) {
  if (lo == "-") return std::nullopt;
  Interval interval;
  interval.lo = std::stoll(lo);
  if (!hi.empty()) interval.hi = std::stoll(hi);
  return interval;
}

std::string describe(const Reading& reading, const std::string& text) {
  return reading.what + (reading.interval ? ' ' + reading.interval->to_string() : "") + " “" +
         text.substr(reading.content.begin, reading.content.size()) + "”";
}

bool has_words(const std::string& list, const std::string& wanted) {
  const std::vector<std::string> words = split(list, ' ');
  const std::vector<std::string> all = split(wanted, ' ');
  return std::all_of(all.begin(), all.end(),
                     [&](const auto& word) { return std::find(words.begin(), words.end(), word) != words.end(); });
}

void check_rows(const std::vector<TableRow>& rows, std::string (*error_of)(const TableRow&)) {
  for (const TableRow& row : rows) {
    const std::string error = error_of(row);
    INFO(row.place << ": " << row.cells[0]);
    if (!row.known_failure) {
      INFO(error);
      CHECK(error.empty());
    } else if (error.empty()) {
      FAIL_CHECK("this known failure is met now: move the row to another table");
    } else {
      WARN(row.place << " (known failure): " << row.cells[0] << ": " << error);
    }
  }
}

}  // namespace toofew
