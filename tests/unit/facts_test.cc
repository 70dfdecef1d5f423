// tests/data/facts: posts, the facts that are declared for them, and what must be found.

#include "policy/facts.h"

#include <algorithm>
#include <filesystem>

#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>

#include "document/reader.h"
#include "grammar_tables.h"
#include "policy/checker.h"
#include "policy/fact_rules.h"

using namespace toofew;

namespace {

const Date kToday = *parse_date("2026-06-01");

std::string joined(const YAML::Node& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : ", ") + item.Scalar();
  return out;
}

/// The facts of a case as a fact file for "post.md".
std::vector<Fact> facts_for(const YAML::Node& facts, bool approve) {
  YAML::Node file;
  for (const auto& it : facts) {
    YAML::Node fact = YAML::Clone(it);
    fact["post"] = "post.md";
    if (approve) fact["approved_by"] = "Dana";
    if (approve) fact["approved_on"] = "2026-05-01";
    file["facts"].push_back(fact);
  }
  return read_facts({{"facts.yaml", YAML::Dump(file)}}, built_in_config().policy.categories());
}

/// The checks of facts, and the kinds of other findings.
std::string found(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    const bool is_fact = finding.rule.starts_with("facts.");
    out += (out.empty() ? "" : ", ") + (is_fact ? finding.rule : std::string(kind_of(finding)));
  }
  return out;
}

std::vector<Finding> check(const std::string& markdown, std::vector<Fact> facts, const Config& config = built_in_config()) {
  const Checker checker(config, {}, {}, std::move(facts), kToday);
  return checker.check(read_document(markdown, Format::markdown, config.fields(), "post.md"), "post.md");
}

}  // namespace

TEST_CASE("posts are checked against their facts", "[facts]") {
  for (const auto& entry : std::filesystem::directory_iterator(TOOFEW_TEST_DATA "/facts")) {
    if (entry.path().extension() != ".yaml") continue;
    const YAML::Node data = YAML::LoadFile(entry.path().string());
    if (!data["cases"]) continue;
    const Config config = data["config"] ? read_config("toofew.yaml", data["config"].Scalar()) : built_in_config();
    const bool approve = !data["approve"];
    for (const auto& it : data["cases"]) {
      INFO(entry.path().filename().string() << ":" << it.Mark().line + 1 << ": " << it["text"].Scalar());
      CHECK(found(check(it["text"].Scalar(), facts_for(it["facts"], approve), config)) == joined(it["finds"]));
    }
  }
}

TEST_CASE("bad facts are refused with their place", "[facts]") {
  for (const auto& it : YAML::LoadFile(TOOFEW_TEST_DATA "/facts/bad.yaml")["bad"]) {
    INFO("bad.yaml:" << it.Mark().line + 1 << ": " << it["yaml"].Scalar());
    std::string message = "it is taken";
    try {
      read_facts({{"facts.yaml", it["yaml"].Scalar()}}, built_in_config().policy.categories());
    } catch (const Error& error) {
      message = error.what();
    }
    INFO(message);
    CHECK(message.find(it["says"].Scalar()) != std::string::npos);
  }
}

TEST_CASE("facts stand in front matter too", "[facts]") {
  const std::string post =
      "---\ntitle: Spring\nfacts:\n  - {says: 900 of you, people: 903, approved_by: Dana, approved_on: 2026-05-01}\n"
      "---\n\n900 of you came.\n";
  const auto findings = check(post, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == "facts.differs");
  CHECK(findings[0].text == "900");
  CHECK(post.substr(findings[0].source.begin, findings[0].source.size()) == "900");
  CHECK(findings[0].message == "“900” stands here, but 903 was measured (line 4).");
  CHECK_FALSE(findings[0].kind.has_value());
}

TEST_CASE("a broken fact in front matter is told at its line", "[facts]") {
  const std::string post = "---\ntitle: Spring\nfacts:\n  - {says: 900 of you}\n---\n\n900 of you came.\n";
  try {
    check(post, {});
    FAIL("it is taken");
  } catch (const Error& error) {
    CHECK(error.place().line == 4);
    CHECK(error.reason() == "the fact says nothing that was measured");
  }
}

TEST_CASE("a fact in front matter may not contradict one of a file", "[facts]") {
  const auto facts = [] {
    return read_facts({{"facts.yaml", "facts: [{post: '*.md', says: 900 of you, people: 900}]"}}, {});
  };
  CHECK_THROWS_WITH(check("---\nfacts: [{says: 900 of you, people: 901}]\n---\n900 of you came.\n", facts()),
                    Catch::Contains("'900 of you' is 901 people here, and 900 people at facts.yaml:1"));
}

TEST_CASE("a fact for many posts need not match in each", "[facts]") {
  const auto facts = read_facts({{"facts.yaml", "facts: [{post: '*.md', says: 900 of you, people: 900}]"}}, {});
  CHECK(check("Nobody came.", facts).empty());
  CHECK(found(check("900 of you came.", facts)) == "facts.unapproved");
}

TEST_CASE("facts are for the posts that they name", "[facts]") {
  const auto fact = [](const std::string& post) {
    return read_facts({{"facts.yaml", "facts: [{post: '" + post + "', says: 4, people: 4}]"}}, {}).front();
  };
  CHECK(fact("posts/a.md").is_for("posts/a.md"));
  CHECK(fact("./posts/a.md").is_for("posts/a.md"));
  CHECK_FALSE(fact("a.md").is_for("posts/a.md"));
  CHECK(fact("posts/*.md").is_for("posts/a.md"));
  CHECK_FALSE(fact("posts/*.md").is_for("a.md"));
  CHECK(fact("*.md").is_for("posts/a.md"));
}

TEST_CASE("every check of facts has its texts", "[facts]") {
  CHECK(fact_rules().size() == 9);
  for (const FactRule& rule : fact_rules()) {
    INFO(rule.info.id);
    CHECK(kind_of(rule.info) == "facts");
    CHECK(rule.advice.find('{') == std::string::npos);
  }
}
