#include "report/rule_help.h"

#include <fmt/format.h>

#include "base/words.h"
#include "policy/kind_help.h"
#include "report/escape.h"

namespace toofew {
namespace {

std::string example_of(const RuleInfo& rule) {
  return one_line(rule.flag.empty() ? kind_help(kind_of(rule)).example : rule.flag.front());
}

}  // namespace

std::string rule_help_text(const RuleInfo& rule) {
  const KindHelp& kind = kind_help(kind_of(rule));
  const std::string summary = rule.summary.empty() ? "" : fmt::format("What this rule reads: {}\n\n", rule.summary);
  return fmt::format(
      "{}\n\n{}Example: {}\n\nWhy it matters: {}\n\nWhat to do: {}\n\n`toofew explain {}` and `toofew explain {}` tell "
      "more.",
      kind.what, summary, example_of(rule), kind.why, kind.advice, kind_of(rule), rule.id);
}

std::string rule_help_markdown(const RuleInfo& rule) {
  const KindHelp& kind = kind_help(kind_of(rule));
  const auto text = [](const std::string& words) { return escape_markdown(words); };
  const std::string summary =
      rule.summary.empty() ? "" : fmt::format("**What this rule reads:** {}\n\n", text(rule.summary));
  return fmt::format(
      "{}\n\n{}**Example:** {}\n\n**Why it matters:** {}\n\n**What to do:** {}\n\n`toofew explain {}` and "
      "`toofew explain {}` tell more.",
      text(kind.what), summary, text(example_of(rule)), text(kind.why), text(kind.advice), kind_of(rule),
      rule.id);
}

}  // namespace toofew
