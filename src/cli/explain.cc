#include <fmt/format.h>

#include <algorithm>

#include "base/embedded.h"
#include "base/suggest.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/rule_text.h"
#include "cli/setups.h"
#include "cli/terminal.h"
#include "policy/differences.h"
#include "policy/waiver.h"
#include "policy/yaml_source.h"
#include "report/wrap.h"

namespace toofew {
namespace {

std::string explain_kind(const std::string& name) {
  const YamlSource source("rules/defaults/kinds.yaml", std::string(embedded_file("defaults/kinds.yaml")));
  const YAML::Node kind = source.parse()[name];
  const auto text = [&](const char* key, std::size_t indent) {
    return wrap(source.text_of(kind[key], key), indent, terminal_style("never", false).width);
  };
  return fmt::format("{}\n\n{}\n\nExample:\n  {}\n\nWhy it matters:\n  {}\n\nWhat to do:\n  {}\n", name,
                     text("what", 0), text("example", 2), text("why", 2), text("do", 2));
}

std::string explain(const std::string& name) {
  const auto others = waiver_rules();
  const bool is_waiver_rule = std::find(others.begin(), others.end(), name) != others.end();
  if (kind_from_name(name) || is_waiver_rule) return explain_kind(name);
  const auto differences = difference_rules();
  if (std::find(differences.begin(), differences.end(), name) != differences.end()) return explain_kind("differencing");
  Setups setups({});
  const auto rules = setups.for_folder(".").checker().rules();
  std::vector<std::string> known = kind_names();
  known.insert(known.end(), others.begin(), others.end());
  known.insert(known.end(), differences.begin(), differences.end());
  for (const RuleInfo* rule : rules) {
    if (rule->id == name) return rule_text(*rule);
    known.push_back(rule->id);
  }
  const std::string near = nearest(name, known);
  throw Error(fmt::format("there is no kind or rule '{}'; {}", name,
                          near.empty() ? did_you_mean(name, kind_names()) : fmt::format("did you mean '{}'?", near)));
}

}  // namespace

void add_explain(CLI::App& app, int& status) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("explain", "Tell what a kind of finding means, or what a rule reads");
  command->add_option("KIND|RULE", *name, "As a report names it: small-count, small-count.group-did")->required();
  command->footer("Kinds: " + fmt::format("{}", fmt::join(kind_names(), ", ")));
  command->callback([name, &status] {
    fmt::print("{}", explain(*name));
    status = kClean;
  });
}

}  // namespace toofew
