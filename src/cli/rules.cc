#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/suggest.h"
#include "cli/commands.h"
#include "cli/corpus.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/rule_test.h"
#include "cli/rule_text.h"
#include "cli/setups.h"

namespace toofew {
namespace {

struct Options {
  std::string id;
  std::string file;
  std::string corpus;
  std::string config;
};

std::string list(const std::vector<const RuleInfo*>& rules) {
  std::size_t id_width = 0;
  std::size_t kind_width = 0;
  for (const RuleInfo* rule : rules) {
    id_width = std::max(id_width, rule->id.size());
    kind_width = std::max(kind_width, kind_of(*rule).size());
  }
  std::string out;
  for (const RuleInfo* rule : rules) {
    out += fmt::format("{:{}}  {:{}}  {:6}  {}\n", rule->id, id_width, kind_of(*rule), kind_width,
                       confidence_name(rule->confidence), rule->summary);
  }
  return out;
}

std::string show(const std::vector<const RuleInfo*>& rules, const std::string& id) {
  std::vector<std::string> ids;
  for (const RuleInfo* rule : rules) {
    if (rule->id == id) return rule_text(*rule);
    ids.push_back(rule->id);
  }
  const std::string near = nearest(id, ids);
  throw Error(fmt::format("there is no rule '{}'; {}", id,
                          near.empty() ? "`toofew rules list` lists them" : fmt::format("did you mean '{}'?", near)));
}

/// The rules under test, judged by the built-in policy so that a result does not hang on anybody's thresholds.
Checker checker_for_test(const Setup& setup, const std::string& file) {
  std::vector<RuleFile> packs = setup.packs();
  const auto is_it = [&](const RuleFile& pack) { return pack.name == file; };
  if (!file.empty() && std::none_of(packs.begin(), packs.end(), is_it)) packs.push_back({file, read_file(file)});
  return Checker(built_in_config(), packs);
}

int test(const Options& options) {
  Setups setups(options.config);
  const Setup& setup = setups.for_folder(".");
  if (!options.corpus.empty()) {
    const CorpusScore score(options.corpus, read_file(options.corpus), setup.checker());
    fmt::print("{}", score.text());
    return kClean;
  }
  const RuleTestResult result = test_rules(checker_for_test(setup, options.file), options.file);
  fmt::print("{}", result.text);
  return result.failures == 0 ? kClean : kFindings;
}

}  // namespace

void add_rules(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("rules", "List, show and test rules");
  command->require_subcommand(1);
  const auto setups = std::make_shared<std::optional<Setups>>();  // owns the rules that are shown
  const auto rules = [options, setups] { return setups->emplace(options->config).for_folder(".").checker().rules(); };

  CLI::App* list_command = command->add_subcommand("list", "All rules: id, kind, confidence, what it reads");
  add_config_option(*list_command, options->config);
  list_command->callback([rules, &status] {
    fmt::print("{}", list(rules()));
    status = kClean;
  });

  CLI::App* show_command = command->add_subcommand("show", "A rule with its pattern and its examples");
  show_command->add_option(kRuleValue, options->id, "The rule's id")->required()->type_name("");
  add_config_option(*show_command, options->config);
  show_command->callback([options, rules, &status] {
    fmt::print("{}", show(rules(), options->id));
    status = kClean;
  });

  CLI::App* test_command =
      command->add_subcommand("test", "Run the examples that stand in the rules, or a labelled corpus");
  CLI::Option* file =
      test_command->add_option("FILE", options->file, "A rule file of your own; all rules if none is given")
          ->type_name("");
  test_command->add_option("--corpus", options->corpus, "Score the rules on labelled posts (JSON Lines)")
      ->type_name(kFileValue)
      ->excludes(file);
  add_config_option(*test_command, options->config);
  test_command->footer(
      "Exit status: 0 all examples are as they should be, 1 some are not, 2 the rules cannot be read.");
  test_command->callback([options, &status] { status = test(*options); });
}

}  // namespace toofew
