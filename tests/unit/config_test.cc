#include "policy/config.h"

#include <catch2/catch.hpp>

#include "base/embedded.h"

using namespace toofew;

namespace {

std::string without_origins(const Config& config) {
  std::string out;
  const std::string text = to_yaml(config);
  for (std::string_view yaml = text; !yaml.empty();) {
    const auto end = yaml.find('\n');
    const auto line = yaml.substr(0, end);
    out += std::string(line.substr(0, line.find("  #"))) + "\n";
    yaml.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

TEST_CASE("The effective configuration reads back as itself") {
  const Config config = read_config("toofew.yaml",
                                    "thresholds: {ordinary: 50, health: {error_below: 7}, union: ordinary, crime: 3}\n"
                                    "severity: {capped: off}\n"
                                    "ignore: ['*.csv', '# no comment', \"a: b\"]\n"
                                    "fail_on: never\n");
  const std::string once = to_yaml(config);
  const Config again = read_config("again.yaml", once);
  CHECK(without_origins(again) == without_origins(config));
  CHECK(again.ignore.value[1].value == "# no comment");
  CHECK(again.policy.threshold_for("health").error_below == 7);
  CHECK(again.policy.threshold_for("union").k == 50);
  CHECK_FALSE(again.fail_on.value);
  CHECK_FALSE(again.policy.find_severity("capped")->ceiling.value.has_value());
}

TEST_CASE("The template that init writes changes nothing") {
  const Config config = read_config("toofew.yaml", std::string(embedded_file("defaults/toofew.yaml")));
  CHECK(without_origins(config) == without_origins(built_in_config()));
}

TEST_CASE("A list replaces the list that was there") {
  const Config config = read_config("toofew.yaml", "fields: {prose: [blurb]}");
  CHECK(config.fields().prose == std::vector<std::string>{"blurb"});
  CHECK(config.fields().id == built_in_config().fields().id);
}

TEST_CASE("An error names the place, in characters, and what was meant") {
  try {
    read_config("a/toofew.yaml", "ignore: [é, ö]\nrules: {'packs': [é], disabel: []}\n");
    FAIL("read without an error");
  } catch (const Error& error) {
    CHECK(error.place().file == "a/toofew.yaml");
    CHECK(error.place().line == 2);
    CHECK(error.place().column == 23);
    CHECK(error.hint() == "did you mean 'disable'?");
  }
}
