// Runs tests/data/policy: what policies say of texts, and which policies are refused.

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "document/reader.h"
#include "policy/checker.h"
#include "policy/populations.h"
#include "policy/presets.h"
#include "policy/waiver.h"

using namespace toofew;

namespace {

YAML::Node load(const std::string& name) { return YAML::LoadFile(TOOFEW_TEST_DATA "/policy/" + name); }

ConfigLoader loader_of(const YAML::Node& files) {
  std::map<std::string, std::string> texts;
  for (const auto& file : files) texts[file.first.Scalar()] = file.second.Scalar();
  return [texts](const std::string& path, const std::string&) -> ConfigFile {
    if (!texts.contains(path)) throw Error("is not there");
    return {path, texts.at(path)};
  };
}

Config config_of(const YAML::Node& entry) {
  const YAML::Node files = entry["files"] ? entry["files"] : YAML::Node(YAML::NodeType::Map);
  return read_config("toofew.yaml", entry["policy"].Scalar(), loader_of(files));
}

constexpr Date kToday{std::chrono::year(2026), std::chrono::June, std::chrono::day(15)};

/// The files that the policy names, out of `files`.
std::vector<DataFile> data_files(const YAML::Node& entry, const NameList& names) {
  std::vector<DataFile> files;
  for (const auto& name : names.value) files.push_back({name.value, entry["files"][name.value].Scalar()});
  return files;
}

Checker checker_of(const YAML::Node& entry) {
  Config config = config_of(entry);
  Populations populations = read_populations(data_files(entry, config.populations));
  std::vector<Fact> facts = read_facts(data_files(entry, config.facts), config.policy.categories());
  return Checker(std::move(config), {}, std::move(populations), std::move(facts), kToday);
}

struct Result {
  std::string severity = "passes";
  std::string by;
};

Document document_of(const YAML::Node& test, const std::string& file, const Config& config) {
  std::string text = test["text"].Scalar() + "\n";
  if (const auto front = test["front"]) {
    YAML::Emitter yaml;
    yaml << front;
    text = fmt::format("---\n{}\n---\n{}", yaml.c_str(), text);
  }
  return read_document(text, *format_from_path(file), config.fields(), file);
}

/// The findings in the draft, without what its waivers, and those in files, let pass; `waived` tells who answers for that.
std::vector<Finding> findings_in(const Document& document, const std::string& file, const YAML::Node& entry,
                                 const Checker& checker, std::string& waived) {
  const WaiverTerms terms{checker, kToday};
  std::vector<Finding> findings = checker.check(document, file);
  std::vector<WaiverRecord> in_draft = read_waivers(document, file, terms);
  std::vector<WaiverRecord> in_files;
  for (const DataFile& of : data_files(entry, checker.config().waivers.files)) {
    for (auto& record : read_waiver_file(of.name, of.text, terms)) in_files.push_back(std::move(record));
  }
  std::vector<WaiverRecord*> for_draft;
  for (WaiverRecord& record : in_files) {
    if (record.path == file) for_draft.push_back(&record);
  }
  apply_waivers(in_draft, for_draft, terms, findings);
  for (const Finding& finding : findings) {
    if (finding.waiver) waived = "waiver of " + finding.waiver->owner;
  }
  std::erase_if(findings, [](const Finding& finding) { return finding.waiver.has_value(); });
  return findings;
}

/// What is most severe; where nothing is found, the entry that let pass what was read.
Result judge_text(const YAML::Node& entry, const YAML::Node& test, const Checker& checker) {
  const std::string file = test["file"] ? test["file"].Scalar() : "post.md";
  const Document document = document_of(test, file, checker.config());
  Result result;
  const std::vector<Finding> findings = findings_in(document, file, entry, checker, result.by);
  const auto milder = [](const Finding& a, const Finding& b) { return a.severity < b.severity; };
  const auto worst = std::max_element(findings.begin(), findings.end(), milder);
  if (worst != findings.end()) {
    const std::string words = fmt::format("{} [{}] {}", worst->threshold.source, worst->rule, worst->message);
    return {std::string(severity_name(worst->severity)), words};
  }
  if (!result.by.empty()) return result;
  for (const Part& part : document.parts) {
    const Scope scope = checker.config().scope_of(part, file);
    for (const Claim& claim : checker.read(part)) {
      if (result.by.empty()) result.by = checker.config().policy.verdict(claim, scope).threshold.source;
    }
  }
  return result;
}

}  // namespace

TEST_CASE("policy: texts are judged as the table says") {
  std::size_t cases = 0;
  for (const auto& entry : load("cases.yaml")) {
    const Checker checker = checker_of(entry);
    for (const auto& test : entry["cases"]) {
      ++cases;
      CAPTURE(entry["about"].Scalar(), test["text"].Scalar());
      const Result result = judge_text(entry, test, checker);
      CHECK(result.severity == test["is"].Scalar());
      if (const auto by = test["by"]) {
        CHECK_THAT(result.by, Catch::Contains(by.Scalar()));
      } else {
        CHECK(result.by.empty());
      }
    }
  }
  CHECK(cases >= 80);
}

TEST_CASE("policy: bad ones are refused, with the place and the reason") {
  for (const auto& entry : load("refusals.yaml")) {
    CAPTURE(entry["policy"].Scalar());
    try {
      config_of(entry);
      FAIL_CHECK("read without an error");
    } catch (const Error& error) {
      const auto& place = error.place();
      CHECK(fmt::format("{}:{}:{}", place.file, place.line, place.column) == entry["at"].Scalar());
      CHECK_THAT(error.reason(), Catch::Contains(entry["says"].Scalar()));
      if (const auto hint = entry["hint"]) CHECK_THAT(error.hint(), Catch::Contains(hint.Scalar()));
    }
  }
}

TEST_CASE("policy: every preset has its figure in the name, and says where it comes from") {
  for (const auto& name : preset_names()) {
    CAPTURE(name);
    const auto preset = find_preset(name);
    REQUIRE(preset);
    CHECK_THAT(name, Catch::EndsWith(fmt::format("-{}", preset->threshold.k->value)));
    CHECK_THAT(preset->url, Catch::StartsWith("http"));
    CHECK_FALSE(preset->title.empty());
    CHECK_FALSE(preset->source.empty());
    CHECK_FALSE(preset->made_for.empty());
    CHECK_FALSE(preset->note.empty());
  }
}

TEST_CASE("policy: what config show prints reads back as the same") {
  for (const auto& entry : load("cases.yaml")) {
    CAPTURE(entry["about"].Scalar());
    const Config config = config_of(entry);
    const Config again = read_config("toofew.yaml", to_yaml(config));
    for (const auto& row : config.policy.thresholds) {
      for (const char* path : {"a.md", "a.tweet", "posts/a.md", "posts/press/a.md", "press/a.md"}) {
        for (const char* region : {"", "uk", "us"}) {
          CAPTURE(row.category, path, region);
          const Scope scope{path, "", region, "", ""};
          const Threshold one = config.policy.threshold_for(row.category, scope);
          const Threshold other = again.policy.threshold_for(row.category, scope);
          CHECK(one.k == other.k);
          CHECK(one.error_below == other.error_below);
          CHECK(one.flags_zero == other.flags_zero);
          CHECK(one.approximate == other.approximate);
          CHECK(one.ceiling == other.ceiling);
          CHECK(one.open_ended == other.open_ended);
        }
      }
    }
  }
}
