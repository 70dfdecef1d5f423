#include "policy/fact_rules.h"

#include <algorithm>

#include "base/embedded.h"
#include "policy/defaults.h"
#include "policy/yaml_source.h"

namespace toofew {
namespace {

constexpr const char* kFile = "rules/defaults/facts.yaml";

}  // namespace

std::vector<FactRule> read_fact_rules() {
  const YamlSource source(kFile, std::string(embedded_file("defaults/facts.yaml")));
  std::vector<FactRule> rules;
  for (const auto& node : source.parse()) {
    const auto text = [&](const char* key) { return source.text_of(node[key], key); };
    FactRule rule;
    rule.info.id = text("id");
    rule.info.kind.reset();
    rule.info.confidence = Confidence::high;
    rule.info.summary = text("summary");
    rule.info.file = kFile;
    rule.info.line = source.place(node.Mark()).line;
    rule.message = text("message");
    rule.why = text("why");
    rule.advice = text("advice");
    rules.push_back(std::move(rule));
  }
  return rules;
}

const std::vector<FactRule>& fact_rules() { return defaults().fact_rules; }

const FactRule& fact_rule(std::string_view id) {
  const auto& rules = fact_rules();
  return *std::find_if(rules.begin(), rules.end(), [&](const FactRule& rule) { return rule.info.id == id; });
}

}  // namespace toofew
