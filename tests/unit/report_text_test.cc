#include <catch2/catch.hpp>

#include "report/excerpt.h"
#include "report/report.h"
#include "report/wrap.h"

using namespace toofew;

namespace {

Excerpt excerpt_of(const std::string& text, const std::string& words, std::size_t width = 80) {
  const std::size_t at = text.find(words);
  REQUIRE(at != std::string::npos);
  return excerpt(LineIndex(text), {at, at + words.size()}, width);
}

std::string marks(std::size_t before, std::size_t marked) {
  return std::string(before, ' ') + std::string(marked, '^');
}

}  // namespace

TEST_CASE("The words are underlined, column for column") {
  CHECK(excerpt_of("a\nto the 53 people\nb", "53 people") == Excerpt{"to the 53 people", marks(7, 9)});
  CHECK(excerpt_of("日本 53", "53") == Excerpt{"日本 53", marks(5, 2)});
  CHECK(excerpt_of("e\u0301e\u0301 53", "53") == Excerpt{"e\u0301e\u0301 53", marks(3, 2)});
  CHECK(excerpt_of("\t53", "53") == Excerpt{"    53", marks(4, 2)});
  CHECK(excerpt_of("👩‍👩‍👧 53", "53") == Excerpt{"👩‍👩‍👧 53", marks(3, 2)});
  CHECK(excerpt_of("❤️ 53", "53") == Excerpt{"❤️ 53", marks(3, 2)});
}

TEST_CASE("What could steer a terminal is not let through") {
  CHECK(excerpt_of("\x1B[2J\u202E53", "53") == Excerpt{"\uFFFD[2J53", marks(4, 2)});
}

TEST_CASE("A long line is cut around the words") {
  const std::string text = std::string(500, 'a') + " 53 people " + std::string(500, 'b');
  const Excerpt cut = excerpt_of(text, "53 people", 40);
  CHECK(display_width(cut.line) == 40);
  CHECK(cut.line.starts_with("…aaa"));
  CHECK(cut.line.ends_with("bbb…"));
  const std::size_t columns = cut.marks.find('^');
  CHECK(cut.line.find("53 people") == columns + std::string("…").size() - 1);
  CHECK(cut.marks.size() == columns + 9);
}

TEST_CASE("Words that end the line are shown with more of what stands before them") {
  const Excerpt cut = excerpt_of(std::string(500, 'a') + " 53", "53", 40);
  CHECK(display_width(cut.line) == 39);
  CHECK(cut.line.ends_with("a 53"));
  CHECK(cut.marks == marks(37, 2));
}

TEST_CASE("Words over several lines are underlined on the first") {
  CHECK(excerpt_of("of the 53\npeople here", "53\npeople") == Excerpt{"of the 53", marks(7, 2)});
}

TEST_CASE("Text is broken at spaces") {
  CHECK(wrap("one two three", 4, 12) == "one two\n    three");
  CHECK(wrap("unbreakable", 4, 6) == "unbreakable");
  CHECK(wrap("日本 日本", 0, 8) == "日本\n日本");
}

TEST_CASE("The summary counts what there is") {
  Tally counts;
  counts.files_checked = 3;
  CHECK(summary(counts) == "No small cohorts found in 3 files.\n");
  counts.files_failed = 1;
  CHECK(summary(counts) == "No small cohorts found in 3 files; 1 file could not be checked.\n");

  Finding error;
  Finding warning;
  warning.severity = Severity::warning;
  Report report;
  report.files.resize(4);
  report.files[0].findings = {error, error, warning};
  report.files[0].waived = {error};
  report.files[2].failure = Error("cannot be read");
  report.files[3].waived = {error};
  report.files[3].holds_waivers = true;
  CHECK(summary(tally(report)) ==
        "2 errors, 1 warning in 1 file (2 checked; 2 waived; 1 file could not be checked)\n");
}

TEST_CASE("Colour is asked for, never assumed") {
  Finding finding;
  finding.source = {0, 9};
  finding.message = "M.";
  finding.rule = "rule";
  Report report;
  report.files.resize(1);
  report.files[0].path = "a.md";
  report.files[0].bytes = "53 people";
  report.files[0].findings = {finding};
  TextStyle style;
  style.brief = true;
  CHECK(text_report(report, style) == "a.md:1:1: error: M. [rule]\n");
  style.colour = true;
  CHECK(text_report(report, style).find("\x1B[") != std::string::npos);
}
