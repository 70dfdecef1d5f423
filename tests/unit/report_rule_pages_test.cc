#include <catch2/catch.hpp>

#include "report/rule_pages.h"

namespace toofew {
namespace {

RuleInfo rule(const std::string& id) {
  RuleInfo info;
  info.id = id;
  info.kind = kind_from_name(id.substr(0, id.find('.')));
  return info;
}

TEST_CASE("a rule is linked to where its page shows it") {
  CHECK(rule_link(rule("small-count.many-of-us")) == "small-count.md#small-countmany-of-us");
  CHECK(rule_link(rule("facts.p-percent")) == "facts.md#factsp-percent");
  CHECK(rule_url(rule("extreme.person"), "https://example.org/docs") ==
        "https://example.org/docs/rules/extreme.md#extremeperson");
  CHECK(rule_url(rule("extreme.person"), "https://example.org/docs/") ==
        "https://example.org/docs/rules/extreme.md#extremeperson");
  CHECK(rule_url(rule("extreme.person"), "").empty());
}

}  // namespace
}  // namespace toofew
