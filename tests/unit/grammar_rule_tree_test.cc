#include <yaml-cpp/yaml.h>

#include <catch2/catch.hpp>

#include "grammar/rule_tree.h"

using namespace toofew;

namespace {

/// The value with all that it holds, on one line.
std::string shown(const RuleNode& node) {
  if (node.is_scalar()) return "'" + node.string() + "'";
  std::string out;
  if (node.is_list()) {
    for (const auto& item : node.items()) out += shown(item) + ",";
    return "[" + out + "]";
  }
  if (!node.is_map()) return "null";
  for (const auto& [key, value] : node.entries()) out += shown(key) + ":" + shown(value) + ",";
  return "{" + out + "}";
}

std::string shown(const std::string& yaml) {
  const RuleTree tree = parse_rule_tree(yaml);
  return shown(RuleNode(tree, 0));
}

}  // namespace

TEST_CASE("rule tree: values are what YAML means") {
  CHECK(shown("") == "null");
  CHECK(shown("a: [1, 'x y', {b: ~}]\nempty: []\nnone:\n") == "{'a':['1','x y',{'b':null,},],'empty':[],'none':null,}");
  CHECK(shown("long: >-\n  two\n  lines\n[k]: v\n") == "{'long':'two lines',['k',]:'v',}");
  CHECK(shown("a: &x [1]\nb: *x\n") == "{'a':['1',],'b':['1',],}");
  CHECK_THROWS_AS(parse_rule_tree("a: ["), YAML::Exception);
}

TEST_CASE("rule tree: keys of maps, and places") {
  const RuleTree tree = parse_rule_tree("one: {a: 1, two: 2}\ntwo:\n  - x\n  - y: z\n");
  const RuleNode root(tree, 0);
  CHECK(root["two"].items()[1]["y"].text() == "z");
  CHECK(root["two"].items()[1].line() == 3);
  CHECK(root["one"]["two"].column() == 17);
  CHECK_FALSE(root["a"]);
  CHECK_FALSE(root["two"]["x"]);
}

TEST_CASE("rule tree: no alias makes it endless") {
  CHECK_THROWS_AS(parse_rule_tree("&a [*a]"), YAML::Exception);
  std::string laughs = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
  }
  CHECK_THROWS_AS(parse_rule_tree(laughs), YAML::Exception);
}
