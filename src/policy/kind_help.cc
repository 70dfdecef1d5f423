#include "policy/kind_help.h"

#include <map>

#include "base/embedded.h"
#include "policy/yaml_source.h"

namespace toofew {
namespace {

std::map<Kind, KindHelp> read_kinds() {
  const YamlSource source("rules/defaults/kinds.yaml", std::string(embedded_file("defaults/kinds.yaml")));
  const YAML::Node root = source.parse();
  std::map<Kind, KindHelp> out;
  for (const auto& name : kind_names()) {
    const YAML::Node kind = root[name];
    const auto text = [&](const char* key) { return source.text_of(kind[key], key); };
    out[*kind_from_name(name)] = {text("what"), text("example"), text("why"), text("do")};
  }
  return out;
}

}  // namespace

const KindHelp& kind_help(Kind kind) {
  static const std::map<Kind, KindHelp> kinds = read_kinds();
  return kinds.at(kind);
}

}  // namespace toofew
