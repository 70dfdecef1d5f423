// Sentences that nothing may come of are not read by all stages, unless somebody asks for what each stage reads. Either way the
// claims are the same, wherever a sentence stands.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "grammar_tables.h"

using namespace toofew;

namespace {

std::string claims_in(const Part& part, const Observer& observer) {
  std::string out;
  for (const Claim& claim : english().read(part, observer)) {
    out += fmt::format("{}-{} {} {} {} {}\n", claim.content.begin, claim.content.end, claim.rule, claim.cohort.to_string(),
                       claim.category, claim.telling.words.size());
  }
  return out;
}

void check(const Part& part) {
  std::vector<Reading> readings;
  std::vector<TraceStep> steps_of_all;
  std::vector<TraceStep> steps;
  const std::string claims = claims_in(part, {.readings = &readings, .steps = &steps_of_all});
  CHECK(claims_in(part, {}) == claims);
  CHECK(claims_in(part, {.steps = &steps}) == claims);
  REQUIRE(steps.size() == steps_of_all.size());
  for (std::size_t i = 0; i < steps.size(); ++i) CHECK(steps[i].words == steps_of_all[i].words);
}

/// The examples of the rule in one paragraph, `beside` before and after each.
Part paragraph(const RuleInfo& rule, const std::string& beside) {
  std::string text = beside;
  for (const auto* examples : {&rule.flag, &rule.clear}) {
    for (const auto& example : *examples) text += example + ' ' + beside;
  }
  return part_of(text);
}

}  // namespace

TEST_CASE("skipped sentences: what is claimed does not depend on them") {
  for (const RuleInfo& rule : english().rules()) {
    INFO(rule.id);
    check(paragraph(rule, ""));
    check(paragraph(rule, "The weather was fine. "));
    check(paragraph(rule, "400 hours. What a week? Our longest ride of the year? "));
  }
}

TEST_CASE("skipped sentences: blocks that follow one another") {
  Part part;
  for (const RuleInfo& rule : english().rules()) {
    for (const auto* examples : {&rule.flag, &rule.clear}) {
      for (const auto& example : *examples) {
        Part one = part_of(example);
        for (Block& block : one.blocks) part.blocks.push_back(std::move(block));
      }
    }
  }
  check(part);
}
