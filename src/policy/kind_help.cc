#include "policy/kind_help.h"

#include <map>

#include "base/embedded.h"
#include "policy/yaml_source.h"

namespace toofew {
namespace {

using Helps = std::map<std::string, KindHelp, std::less<>>;

Helps read_helps() {
  const YamlSource source("rules/defaults/kinds.yaml", std::string(embedded_file("defaults/kinds.yaml")));
  const YAML::Node root = source.parse();
  Helps out;
  for (const auto& entry : root) {
    const auto text = [&](const char* key) { return source.text_of(entry.second[key], key); };
    out[entry.first.Scalar()] = {text("what"), text("example"), text("why"), text("do")};
  }
  return out;
}

/// By the name of a kind, or the id of a rule that tells of no cohort.
const Helps& helps() {
  static const Helps all = read_helps();
  return all;
}

}  // namespace

const KindHelp& kind_help(Kind kind) { return helps().find(kind_name(kind))->second; }

const KindHelp& finding_help(const Finding& finding) {
  return finding.kind ? kind_help(*finding.kind) : *rule_help(finding.rule);
}

const KindHelp* rule_help(std::string_view rule) {
  const auto found = kind_from_name(rule) ? helps().end() : helps().find(rule);
  return found == helps().end() ? nullptr : &found->second;
}

}  // namespace toofew
