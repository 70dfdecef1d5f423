#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "base/embedded.h"
#include "grammar/pack_file.h"
#include "grammar/rule_tree.h"
#include "policy/defaults.h"

using namespace toofew;

TEST_CASE("pack file: a pack comes back as it was written") {
  const std::string bytes = write_pack(*load_pack("en", built_in_rules("en")));
  CHECK(bytes == embedded_file("compiled/en.pack"));
  const auto pack = read_pack(bytes);
  pack->infos = read_rule_infos(bytes);
  REQUIRE(pack->infos.size() == pack->claims.size());
  for (std::size_t i = 0; i < pack->claims.size(); ++i) CHECK(pack->claims[i].id == pack->infos[i].id);
  CHECK(write_pack(*pack) == bytes);
}

TEST_CASE("pack file: the trees of rule files say what their text says") {
  const std::string bytes(embedded_file("compiled/en.trees"));
  const std::vector<RuleTree> trees = read_rule_trees(bytes);
  CHECK(write_rule_trees(trees) == bytes);
  CHECK_THROWS_AS(read_rule_trees(bytes + "x"), Error);
  auto files = built_in_rules("en");
  REQUIRE(files.size() == trees.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i].tree = &trees[i];
    files[i].text = "{";
  }
  CHECK(write_pack(*load_pack("en", files)) == embedded_file("compiled/en.pack"));
}

TEST_CASE("pack file: other bytes are refused") {
  const std::string bytes(embedded_file("compiled/en.pack"));
  CHECK_THROWS_AS(read_pack(""), Error);
  CHECK_THROWS_AS(read_pack("toofew pack 1\n" + bytes.substr(14)), Error);
  CHECK_THROWS_AS(read_pack(bytes + "x"), Error);
  for (std::size_t size = 0; size < bytes.size(); size = size * 2 + 7) {
    CHECK_THROWS_AS(read_pack(std::string_view(bytes).substr(0, size)), Error);
  }
}

TEST_CASE("pack file: so do the defaults") {
  const std::string bytes = write_defaults(read_defaults());
  CHECK(bytes == embedded_file("compiled/defaults"));
  CHECK(write_defaults(read_compiled_defaults(bytes)) == bytes);
  CHECK_THROWS_AS(read_compiled_defaults(""), Error);
  CHECK_THROWS_AS(read_compiled_defaults(bytes + "x"), Error);
  CHECK_THROWS_AS(read_compiled_defaults(std::string_view(bytes).substr(0, bytes.size() - 1)), Error);
}

TEST_CASE("pack file: there is room for a pack of one's own that names hundreds of words") {
  std::string ours = "claims:\n";
  for (char first = 'a'; first <= 't'; ++first) {
    for (char second = 'a'; second <= 'y'; ++second) {
      ours += fmt::format("  - {{id: small-count.of-{0}{1}, kind: small-count, match: 'word{0}{1} <group: {{counted}}>', summary: s}}\n",
                          first, second);
    }
  }
  auto files = built_in_rules("en");
  files.push_back({"ours.yaml", ours});
  CHECK_NOTHROW(load_pack("en", files));
}
