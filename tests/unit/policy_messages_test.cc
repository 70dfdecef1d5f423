#include <catch2/catch.hpp>

#include "base/embedded.h"
#include "base/error.h"
#include "policy/messages.h"

using namespace toofew;

TEST_CASE("A cohort is worded by what is known of its size") {
  struct Row {
    Interval cohort;
    std::string unit;
    std::string expected;
  };
  const Row row = GENERATE(values<Row>({
      {{53, 53}, "people", "53 people"},
      {{53, 53}, "", "53 people"},
      {{1, 1}, "", "1 person"},
      {{1, 1}, "listener", "1 listener"},
      {{1, 1}, "hosts", "1 host"},
      {{12, 12}, "household", "12 households"},
      {{1, 1}, "glaziers", "1 person"},
      {{4, 4}, "glaziers", "4 glaziers"},
      {{2, 2}, "you", "2 people"},
      {{51, {}}, "people", "at least 51 people"},
      {{1, {}}, "", "at least 1 person"},
      {{40, 60}, "Members", "between 40 and 60 members"},
      {{0, 9}, "", "up to 9 people"},
      {{0, 1}, "", "up to 1 person"},
      {{0, 0}, "", "no people"},
      {{1204, 1204}, "", "1,204 people"},
      {{1234567, 1234567}, "", "1,234,567 people"},
  }));
  CAPTURE(row.cohort.to_string(), row.unit);
  CHECK(Messages::built_in().cohort(row.cohort, row.unit) == row.expected);
}

namespace {

Finding described(const Claim& claim, std::int64_t k) {
  Threshold threshold;
  threshold.k = k;
  threshold.error_below = k;
  Finding finding;
  Messages::built_in().describe(claim, threshold, {}, finding);
  return finding;
}

Claim counted_claim(Kind kind, Interval cohort) {
  Claim claim;
  claim.kind = kind;
  claim.cohort = cohort;
  claim.category = "ordinary";
  return claim;
}

}  // namespace

TEST_CASE("A message holds the size against the threshold") {
  CHECK(described(counted_claim(Kind::small_count, {53, 53}), 100).message ==
        "53 people are counted here, fewer than the 100 that the policy asks for ordinary usage data.");
  CHECK(described(counted_claim(Kind::singling_out, {1, 1}), 100).message ==
        "1 person is singled out here, fewer than the 100 that the policy asks for ordinary usage data.");
  CHECK(described(counted_claim(Kind::small_count, {40, 199}), 100).message ==
        "Between 40 and 199 people are counted here, which may be fewer than the 100 that the policy asks for ordinary "
        "usage data.");
  CHECK(described(counted_claim(Kind::small_count, {51, {}}), 100).message ==
        "At least 51 people are counted here, which may be fewer than the 100 that the policy asks for ordinary usage "
        "data.");
}

TEST_CASE("A message names what is sensitive, and the arithmetic") {
  Claim claim = counted_claim(Kind::small_share, {12, 12});
  claim.category = "health";
  claim.topic = "dialysis";
  claim.arithmetic = "3% of 400 = 12";
  claim.unit = "patients";
  CHECK(
      described(claim, 1000).message ==
      "This share stands for 12 patients (3% of 400 = 12), fewer than the 1,000 that the policy asks for health data: "
      "“dialysis”.");
}

TEST_CASE("Words of the draft cannot steer the terminal") {
  Claim claim = counted_claim(Kind::small_count, {5, 5});
  claim.topic = "in\n\x1B[31mdebt";
  const std::string message = described(claim, 100).message;
  CHECK(message.find('\n') == std::string::npos);
  CHECK(message.find('\x1B') == std::string::npos);
}

TEST_CASE("Braces in the draft are words, not placeholders") {
  Claim claim = counted_claim(Kind::small_count, {5, 5});
  claim.topic = "{name} {0}";
  CHECK(described(claim, 100).message.find("{name} {0}") != std::string::npos);
}

TEST_CASE("A wrong placeholder is told when the templates are read") {
  std::string yaml(embedded_file("defaults/messages.yaml"));
  const auto at = yaml.find("{comparison}");
  REQUIRE(at != std::string::npos);
  yaml.replace(at, 12, "{comparision}");
  CHECK_THROWS_AS(Messages("messages.yaml", yaml), Error);
}
