#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "base/suggest.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/rule_text.h"
#include "cli/setups.h"
#include "cli/terminal.h"
#include "cli/write_file.h"
#include "policy/fact_rules.h"
#include "policy/kind_help.h"
#include "policy/policy.h"
#include "report/rule_pages.h"
#include "report/wrap.h"

namespace toofew {
namespace {

struct Options {
  std::string name;
  std::string folder;
  std::string config;
};

std::string wrapped(const std::string& text, std::size_t indent) {
  return wrap(text, indent, terminal_style("never", false).width);
}

std::string explain_kind(const std::string& name, const KindHelp& help) {
  return fmt::format("{}\n\n{}\n\nExample:\n  {}\n\nWhy it matters:\n  {}\n\nWhat to do:\n  {}\n", name,
                     wrapped(help.what, 0), wrapped(help.example, 2), wrapped(help.why, 2), wrapped(help.advice, 2));
}

std::string explain_fact_rule(const FactRule& rule) {
  return fmt::format("{}\n\n{}\n\nWhy it matters:\n  {}\n\nWhat to do:\n  {}\n\nKind: {} (toofew explain {})\n",
                     rule.info.id, rule.info.summary, wrapped(rule.why, 2), wrapped(rule.advice, 2), kFacts, kFacts);
}

/// All kinds, for those who have no name to ask for.
std::string explain_all() {
  std::size_t width = 0;
  for (const std::string& kind : help_kinds()) width = std::max(width, kind.size());
  std::string out = "Kinds of findings:\n";
  for (const std::string& kind : help_kinds()) {
    out += fmt::format("  {:{}}  {}\n", kind, width, wrapped(kind_help(kind).what, width + 4));
  }
  return out + "\n`toofew explain KIND` tells more, `toofew rules list` names the rules of each.\n";
}

std::string explain(const std::string& name, Setups& setups) {
  if (name.empty()) return explain_all();
  if (const KindHelp* help = find_kind_help(name)) return explain_kind(name, *help);
  const auto rules = setups.for_folder(".").checker().rules();
  std::vector<std::string> known = help_kinds();
  for (const RuleInfo* rule : rules) {
    if (rule->id == name) return rule->kind ? rule_text(*rule) : explain_fact_rule(fact_rule(name));
    known.push_back(rule->id);
  }
  const std::string near = nearest(name, known);
  throw Error(fmt::format("there is no kind or rule '{}'; {}", name,
                          near.empty() ? did_you_mean(name, help_kinds()) : fmt::format("did you mean '{}'?", near)));
}

void write_pages(const std::string& folder, Setups& setups) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(Error::Place{folder, 0, 0, {}}, fmt::format("cannot be made: {}", error.message()));
  const auto pages = rule_pages(setups.for_folder(".").checker().rules());
  for (const Page& page : pages) write_file((std::filesystem::path(folder) / page.name).native(), page.text);
  fmt::print("Wrote {} pages to {}.\n", pages.size(), folder);
}

constexpr const char* kFooter = R"(Examples:
  toofew explain                            the kinds of findings
  toofew explain small-count                what a kind means, and what to do
  toofew explain --markdown handbook/rules  all of it as pages, with rules of your own

)";

}  // namespace

void add_explain(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "Tell what a kind of finding means, or what a rule reads");
  CLI::Option* name = command->add_option(kKindOrRuleValue, options->name,
                                          "As a report names it: small-count, small-count.who; all kinds if not given");
  name->type_name("");
  command->add_option("--markdown", options->folder, "Write all of it into that folder: a page a kind, with its rules")
      ->type_name("FOLDER")
      ->excludes(name);
  add_config_option(*command, options->config);
  command->footer(kFooter + fmt::format("Kinds: {}", fmt::join(help_kinds(), ", ")));
  command->callback([options, &status] {
    Setups setups(options->config);
    if (options->folder.empty()) {
      fmt::print("{}", explain(options->name, setups));
    } else {
      write_pages(options->folder, setups);
    }
    status = kClean;
  });
}

}  // namespace toofew
