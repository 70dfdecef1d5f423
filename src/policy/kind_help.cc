#include "policy/kind_help.h"

#include "base/embedded.h"
#include "grammar/claim.h"
#include "policy/defaults.h"
#include "policy/policy.h"
#include "policy/yaml_source.h"

namespace toofew {

KindHelps read_kind_helps() {
  const YamlSource source("rules/defaults/kinds.yaml", std::string(embedded_file("defaults/kinds.yaml")));
  KindHelps out;
  for (const auto& kind : source.parse()) {
    const auto text = [&](const char* key) { return source.text_of(kind.second[key], key); };
    out[kind.first.Scalar()] = {text("what"), text("example"), text("why"), text("do")};
  }
  return out;
}

const KindHelp* find_kind_help(std::string_view name) {
  const KindHelps& kinds = defaults().kind_helps;
  const auto found = kinds.find(name);
  return found == kinds.end() ? nullptr : &found->second;
}

std::vector<std::string> help_kinds() {
  std::vector<std::string> kinds = kind_names();
  kinds.emplace_back(kFacts);
  kinds.emplace_back(kWaiver);
  return kinds;
}

const KindHelp& kind_help(std::string_view name) { return *find_kind_help(name); }

}  // namespace toofew
