#include <fmt/format.h>

#include "base/suggest.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/rule_text.h"
#include "cli/setups.h"
#include "cli/terminal.h"
#include "policy/fact_rules.h"
#include "policy/kind_help.h"
#include "policy/policy.h"
#include "report/wrap.h"

namespace toofew {
namespace {

std::string explain_kind(const std::string& name, const KindHelp& help) {
  const auto wrapped = [](const std::string& text, std::size_t indent) {
    return wrap(text, indent, terminal_style("never", false).width);
  };
  return fmt::format("{}\n\n{}\n\nExample:\n  {}\n\nWhy it matters:\n  {}\n\nWhat to do:\n  {}\n", name,
                     wrapped(help.what, 0), wrapped(help.example, 2), wrapped(help.why, 2), wrapped(help.advice, 2));
}

std::string explain_fact_rule(const FactRule& rule) {
  const auto text = [](const std::string& words) { return wrap(words, 2, terminal_style("never", false).width); };
  return fmt::format("{}\n\n{}\n\nWhy it matters:\n  {}\n\nWhat to do:\n  {}\n\nKind: {} (toofew explain {})\n",
                     rule.info.id, rule.info.summary, text(rule.why), text(rule.advice), kFacts, kFacts);
}

std::string explain(const std::string& name) {
  if (const KindHelp* help = find_kind_help(name)) return explain_kind(name, *help);
  Setups setups({});
  const auto rules = setups.for_folder(".").checker().rules();
  std::vector<std::string> known = kind_names();
  for (const RuleInfo* rule : rules) {
    if (rule->id == name) return rule->kind ? rule_text(*rule) : explain_fact_rule(fact_rule(name));
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
