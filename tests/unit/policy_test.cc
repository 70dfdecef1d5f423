#include "policy/policy.h"

#include <catch2/catch.hpp>

#include "policy/config.h"
#include "policy/judge.h"

using namespace toofew;

namespace {

Claim claim_of(Interval cohort, std::string category = "ordinary", Kind kind = Kind::small_count) {
  Claim claim;
  claim.kind = kind;
  claim.cohort = cohort;
  claim.confidence = Confidence::high;
  claim.category = std::move(category);
  return claim;
}

std::string grade(const Claim& claim, const std::string& yaml = "") {
  const auto severity = read_config("toofew.yaml", yaml).policy.grade(claim);
  return severity ? std::string(severity_name(*severity)) : "pass";
}

}  // namespace

TEST_CASE("A cohort is graded by its lower bound") {
  struct Row {
    Interval cohort;
    std::string category;
    std::string expected;
  };
  const Row row = GENERATE(values<Row>({
      {{53, 53}, "ordinary", "error"},
      {{99, 99}, "ordinary", "error"},
      {{100, 100}, "ordinary", "pass"},
      {{40, 199}, "ordinary", "error"},
      {{0, 9}, "ordinary", "error"},
      {{51, {}}, "ordinary", "error"},
      {{100, {}}, "ordinary", "pass"},
      {{53, 53}, "health", "error"},
      {{100, 100}, "health", "warning"},
      {{999, {}}, "finance", "warning"},
      {{200, 1999}, "religion", "warning"},
      {{1000, 1000}, "health", "pass"},
      {{53, 53}, "", "error"},
      {{212, 212}, "a category of a user's pack", "warning"},
  }));
  CAPTURE(row.cohort.to_string(), row.category);
  CHECK(grade(claim_of(row.cohort, row.category)) == row.expected);
}

TEST_CASE("The kind, bare records, capped figures and low confidence lower the grade") {
  CHECK(grade(claim_of({3, 9}, "health", Kind::vague_small)) == "warning");

  Claim record = claim_of({1, 1}, "ordinary", Kind::extreme);
  CHECK(grade(record) == "error");
  record.bare = true;
  CHECK(grade(record) == "warning");
  CHECK(grade(record, "severity: {bare-extreme: off}") == "pass");

  Claim calls = claim_of({1, 29}, "finance");
  calls.capped = true;
  CHECK(grade(calls) == "warning");

  Claim guess = claim_of({5, 5});
  guess.confidence = Confidence::low;
  CHECK(grade(guess) == "note");
  CHECK(grade(guess, "min_confidence: medium") == "pass");
}

TEST_CASE("The user's severities are ceilings") {
  CHECK(grade(claim_of({5, 5}), "severity: {small-count: note}") == "note");
  CHECK(grade(claim_of({5, 5}), "severity: {small-count: off}") == "pass");
  CHECK(grade(claim_of({500, 500}, "health"), "severity: {small-count: error}") == "warning");
}

TEST_CASE("A threshold says where it was set") {
  const Policy policy = read_config("toofew.yaml", "thresholds:\n  health: 500\n  location: ordinary\n").policy;
  const auto shown = [&](const char* category) {
    const Threshold threshold = policy.threshold_for(category);
    return std::to_string(threshold.k) + "/" + std::to_string(threshold.error_below) + " " + threshold.source;
  };
  CHECK(shown("ordinary") == "100/100 built-in policy: thresholds.ordinary");
  CHECK(shown("finance") == "1000/100 built-in policy: thresholds.sensitive");
  CHECK(shown("health") == "500/100 toofew.yaml:2 thresholds.health");
  CHECK(shown("location") == "100/100 built-in policy: thresholds.ordinary");
}

TEST_CASE("A finding carries the words, and where they stand in the file") {
  Part part;
  part.content = "To the 53 people who watched it";
  part.map.append(part.content.size(), {10, 10 + part.content.size()}, true);
  part.record = "launch-3";
  Claim claim = claim_of({53, 53});
  claim.content = {7, 31};
  claim.rule = "small-count.group-did";

  const auto finding = judge(claim, part, 2, built_in_config().policy, {});
  REQUIRE(finding);
  CHECK(finding->text == "53 people who watched it");
  CHECK(finding->source == ByteRange{17, 41});
  CHECK(finding->part == 2);
  CHECK(finding->record == "launch-3");
  CHECK(finding->threshold.k == 100);
}
