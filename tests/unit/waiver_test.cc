// Runs the cases of tests/data/waivers, which README.md there describes.

#include "policy/waiver.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "document/reader.h"
#include "replace_all.h"

using namespace toofew;

namespace {

const Date kToday = *parse_date("2026-06-15");

std::string text_of(const YAML::Node& node) {
  std::string text = node.as<std::string>("");
  replace_all(text, "{ok}", "until=2026-09-30 owner=Jo reason='as agreed'");
  return text;
}

/// "small-count", "waived small-count" or "waiver.expired" for each finding, in order.
std::vector<std::string> described(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) {
    const std::string name = finding.kind ? std::string(kind_of(finding)) : finding.rule;
    out.push_back((finding.waiver ? "waived " : "") + name);
  }
  return out;
}

std::vector<std::string> list_of(const YAML::Node& node) {
  return node ? node.as<std::vector<std::string>>() : std::vector<std::string>();
}

std::vector<Finding> check(const Checker& checker, const Document& document, std::vector<WaiverRecord>& in_file) {
  const WaiverTerms terms{checker, kToday};
  auto findings = checker.check(document);
  auto in_draft = read_waivers(document, "", terms);
  std::vector<WaiverRecord*> for_draft;
  for (WaiverRecord& record : in_file) {
    if (record.path == "draft") for_draft.push_back(&record);
  }
  apply_waivers(in_draft, for_draft, terms, findings);
  return findings;
}

void run(const YAML::Node& test) {
  Checker checker(read_config("toofew.yaml", text_of(test["policy"])), {});
  const auto format = format_from_name(test["format"].as<std::string>("markdown"));
  REQUIRE(format);
  const std::string text = text_of(test["text"]);
  const Document document = read_document(text, *format, checker.config().fields(), "draft");
  auto in_file = read_waiver_file("waivers.yaml", text_of(test["file"]), {checker, kToday});
  const auto findings = check(checker, document, in_file);
  CHECK(described(findings) == list_of(test["findings"]));

  std::vector<std::string> states;
  std::string messages;
  for (const WaiverRecord& record : in_file) {
    states.emplace_back(waiver_state_name(record.state));
    messages += record.problem + " " + record.advice + "\n";
  }
  CHECK(states == list_of(test["states"]));
  for (const Finding& finding : findings) {
    CHECK_FALSE(finding.source.end > text.size());
    if (finding.kind) continue;
    messages += finding.message + " " + finding.advice + "\n";
    if (!finding.source.empty() && test["at"]) {
      CHECK(text.substr(finding.source.begin, finding.source.size()) == text_of(test["at"]));
    }
  }
  for (const std::string& words : list_of(test["says"])) {
    INFO(messages);
    CHECK(messages.find(words) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("waivers let pass what they are for, and nothing else") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/waivers")) {
    if (entry.path().extension() != ".yaml") continue;
    for (const auto& test : YAML::LoadFile(entry.path().native())) {
      INFO(entry.path().filename().native() << ": " << test["name"].as<std::string>());
      run(test);
      ++count;
    }
  }
  CHECK(count >= 40);
}

TEST_CASE("a file of waivers that is no list is refused, with its place") {
  const Checker checker(built_in_config(), {});
  const auto message = [&](const std::string& yaml) -> std::string {
    try {
      read_waiver_file("waivers.yaml", yaml, {checker, kToday});
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  };
  CHECK(message("").empty());
  CHECK(message("waivers:\n").empty());
  CHECK(message("- path: a.md\n").starts_with("waivers.yaml:1:1: the file must be a mapping"));
  CHECK(message("\nwaiver: []\n").starts_with("waivers.yaml:2:1: unknown key 'waiver'; did you mean 'waivers'?"));
  CHECK(message("waivers: {path: a.md}\n").starts_with("waivers.yaml:1:10: 'waivers' must be a list"));
  CHECK(message("waivers: [\n").starts_with("waivers.yaml:2:"));
}

TEST_CASE("a draft full of waivers takes time in proportion to its size") {
  const Checker checker(built_in_config(), {});
  std::string text = "| a | b |\n| --- | --- |\n";
  for (int i = 0; i < 2000; ++i) text += "| <!-- toofew: allow --> x | <!-- toofew: --> y |\n";
  const Document document = read_document(text, Format::markdown, default_field_names(), "draft");
  CHECK(document.notes.size() == 4000);
  CHECK(read_waivers(document, "", {checker, kToday}).size() == 4000);
}
