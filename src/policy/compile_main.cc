// Run while toofew is built: reads and checks what the files of rules say, and writes it as the program carries it.
//   toofew_packc LANGUAGE FILE    the rules of a language
//   toofew_packc LANGUAGE-trees FILE    the same as they are written, for those who have rule files of their own
//   toofew_packc defaults FILE    rules/defaults

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/pack.h"
#include "grammar/pack_file.h"
#include "grammar/rule_tree.h"
#include "policy/defaults.h"

namespace {

std::string compiled(std::string_view what) {
  if (what == "defaults") return toofew::write_defaults(toofew::read_defaults());
  constexpr std::string_view kTrees = "-trees";
  if (what.ends_with(kTrees)) {
    what.remove_suffix(kTrees.size());
    std::vector<toofew::RuleTree> trees;
    for (const auto& file : toofew::built_in_rules(what)) trees.push_back(toofew::parse_rule_tree(file.text));
    return toofew::write_rule_trees(trees);
  }
  return toofew::write_pack(*toofew::load_pack(what, toofew::built_in_rules(what)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: toofew_packc LANGUAGE|LANGUAGE-trees|defaults FILE\n", stderr);
    return 2;
  }
  try {
    std::ofstream file(argv[2], std::ios::binary);
    file << compiled(argv[1]);
    if (!file.flush()) throw toofew::Error(std::string("cannot write ") + argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
