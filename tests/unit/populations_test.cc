// tests/data/populations: population files, posts, and what must be found in them.

#include "policy/populations.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>

#include "grammar_tables.h"
#include "policy/checker.h"

using namespace toofew;

namespace {

std::vector<std::filesystem::path> files_of(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/" + folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// "narrow-segment 61", "small-share 32 39", in order.
std::string found_in(const Checker& checker, const std::string& text) {
  Document document;
  document.parts.push_back(part_of(text));
  std::string found;
  for (const Finding& finding : checker.check(document)) {
    if (!found.empty()) found += ", ";
    found += std::string(kind_of(finding)) + " " + std::to_string(finding.cohort.lo);
    if (!finding.cohort.is_exact()) found += " " + std::to_string(finding.cohort.judged());
  }
  return found;
}

std::string joined(const YAML::Node& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : ", ") + item.Scalar();
  return out;
}

}  // namespace

TEST_CASE("what is told of segments is found by the size that is known of them", "[populations]") {
  for (const auto& path : files_of("populations")) {
    const YAML::Node data = YAML::LoadFile(path.string());
    if (!data["cases"]) continue;
    std::vector<DataFile> files;
    for (const auto& file : data["files"]) files.push_back({file.first.Scalar(), file.second.Scalar()});
    const Checker checker(built_in_config(), {}, read_populations(files));
    for (const auto& it : data["cases"]) {
      const std::string text = it["text"].Scalar();
      INFO(path.filename().string() << ":" << it.Mark().line + 1 << ": " << text);
      CHECK(found_in(checker, text) == joined(it["finds"]));
    }
  }
}

TEST_CASE("bad populations are refused with their place", "[populations]") {
  for (const auto& it : YAML::LoadFile(TOOFEW_TEST_DATA "/populations/bad.yaml")["bad"]) {
    const bool is_csv = static_cast<bool>(it["csv"]);
    const DataFile file{is_csv ? "populations.csv" : "populations.yaml", it[is_csv ? "csv" : "yaml"].Scalar()};
    INFO("bad.yaml:" << it.Mark().line + 1 << ": " << file.text);
    std::string message = "it is taken";
    try {
      Checker(built_in_config(), {}, read_populations({file}));
    } catch (const Error& error) {
      message = error.what();
    }
    INFO(message);
    CHECK(message.find(it["says"].Scalar()) != std::string::npos);
  }
}

TEST_CASE("a finding tells where the size of its segment comes from", "[populations]") {
  const DataFile file{"populations.yaml",
                      "as_of: 2026-01-31\nsegments:\n  - {key: place, name: Tromsø, users: 61}\n"};
  const Checker checker(built_in_config(), {}, read_populations({file}));
  Document document;
  document.parts.push_back(part_of("Our subscribers in Tromsø skip every intro."));
  const auto findings = checker.check(document);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text == "Our subscribers in Tromsø skip every intro");
  CHECK(findings[0].message.find("61 subscribers, fewer than the 100") != std::string::npos);
  CHECK(findings[0].why.find("populations.yaml:3 counts 61 users in “Tromsø” (place), as of 2026-01-31.") !=
        std::string::npos);
}

TEST_CASE("thousands of segments are found in time", "[populations]") {
  Populations populations;
  std::string text = "Our subscribers in ";
  for (int i = 0; i < 10000; ++i) {
    Segment segment;
    segment.key = "place";
    segment.name = "Ward" + std::string(1, static_cast<char>('a' + i % 26)) + " " + std::to_string(i);
    segment.users = Interval::exactly(1);
    populations.segments.push_back(segment);
    text += "ward" + std::string(1, static_cast<char>('a' + i % 26)) + " ";
  }
  const Checker checker(built_in_config(), {}, std::move(populations));
  CHECK(found_in(checker, text).empty());
}
