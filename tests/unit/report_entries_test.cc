#include <catch2/catch.hpp>
#include <set>

#include "report/entries.h"
#include "report/formats.h"

using namespace toofew;

namespace {

Finding finding_of(const std::string& bytes, const std::string& words, std::size_t from = 0) {
  Finding finding;
  const std::size_t at = bytes.find(words, from);
  REQUIRE(at != std::string::npos);
  finding.source = {at, at + words.size()};
  finding.text = words;
  finding.rule = "small-count.who";
  return finding;
}

CheckedFile file_of(const std::string& path, const std::string& bytes, const std::vector<std::string>& words) {
  CheckedFile file;
  file.path = path;
  file.bytes = bytes;
  std::size_t from = 0;
  for (const auto& each : words) {
    file.findings.push_back(finding_of(bytes, each, from));
    from = file.findings.back().source.end;
  }
  return file;
}

}  // namespace

TEST_CASE("A fingerprint does not depend on lines, spaces and what else is found") {
  const auto before = fingerprints(file_of("a.md", "the 53 people", {"the 53 people"}));
  const auto after =
      fingerprints(file_of("a.md", "\n\nthe 12 of you, the 53\n  people", {"the 12", "the 53\n  people"}));
  CHECK(before.at(0) == after.at(1));
  CHECK(before.at(0) != after.at(0));
}

TEST_CASE("A fingerprint depends on path, rule and words") {
  const auto print = [](const std::string& path, const std::string& rule, const std::string& words) {
    CheckedFile file = file_of(path, words, {words});
    file.findings[0].rule = rule;
    return fingerprints(file).at(0);
  };
  const std::set<std::string> prints = {print("a.md", "r", "53 people"), print("b.md", "r", "53 people"),
                                        print("a.md", "s", "53 people"), print("a.md", "r", "54 people")};
  CHECK(prints.size() == 4);
}

TEST_CASE("The same words twice have two fingerprints") {
  const auto prints = fingerprints(file_of("a.md", "53 people, 53 people", {"53 people", "53 people"}));
  CHECK(prints.at(0) != prints.at(1));
}

TEST_CASE("A failure that holds back several files is one row") {
  Report report;
  const Error broken(Error::Place{"toofew.yaml", 3, 2, "bad: key"}, "unknown key 'bad'", "did you mean 'rules'?");
  for (const char* path : {"a.md", "b.md"}) {
    CheckedFile file;
    file.path = path;
    file.failure = broken;
    report.files.push_back(file);
  }
  report.failures.emplace_back(Error::Place{"empty", 0, 0, {}}, "there is nothing");
  const auto rows = entries(report);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].path == "empty");
  CHECK(rows[0].begin == Position{1, 1});
  CHECK(rows[1].path == "toofew.yaml");
  CHECK(rows[1].begin == Position{3, 2});
  CHECK(rows[1].message == "This could not be checked: unknown key 'bad'; did you mean 'rules'?");
  CHECK(rows[1].rule == kNotChecked);
}

TEST_CASE("What does not reach fail_on does not fail") {
  CheckedFile file = file_of("a.md", "53 people, 54 people", {"53 people", "54 people"});
  file.findings[1].severity = Severity::warning;
  CHECK_FALSE(entries(file)[0].fails);
  file.fail_on = Severity::error;
  CHECK(entries(file)[0].fails);
  CHECK_FALSE(entries(file)[1].fails);
}

TEST_CASE("Every format takes every report") {
  Report nothing;
  Report strange;
  strange.files.push_back(file_of("a\n\xFF|\".md", "\xFF\xC3 53 p\n\"<\0]]>", {"\xFF\xC3 53 p\n\"<"}));
  strange.files.push_back({});
  strange.files.back().failure = Error("no place");
  strange.files[0].document.parts.resize(1);
  for (const ReportFormat& format : report_formats()) {
    CAPTURE(format.name);
    CHECK_NOTHROW(format.write(nothing));
    const std::string text = format.write(strange);
    CHECK(text.ends_with('\n'));
    CHECK(text.find('\0') == std::string::npos);
  }
}
