#include "report/rule_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/words.h"
#include "policy/fact_rules.h"
#include "policy/kind_help.h"
#include "policy/policy.h"
#include "report/escape.h"

namespace toofew {
namespace {

constexpr const char* kWrittenBy = "<!-- Written by `toofew explain --markdown`. Change the rules, not this page. -->";

std::string examples(std::string_view heading, const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  std::string out = fmt::format("\n{}:\n\n", heading);
  for (const std::string& text : texts) out += fmt::format("- {}\n", markdown_code(text));
  return out;
}

/// What only some rules have beside their kind's help: why it matters, and what to do.
std::string own_help(const RuleInfo& rule) {
  if (kind_of(rule) == kFacts) {
    const FactRule& fact = fact_rule(rule.id);
    return fmt::format("\n**Why it matters.** {}\n\n**What to do.** {}\n", one_line(fact.why), one_line(fact.advice));
  }
  const KindHelp* help = find_kind_help(rule.id);
  if (help == nullptr) return {};
  return fmt::format("\n**Example.** {}\n\n**Why it matters.** {}\n\n**What to do.** {}\n",
                     markdown_code(help->example), help->why, help->advice);
}

std::string rule_section(const RuleInfo& rule) {
  return fmt::format("\n### {}\n\n{}{}\n{}{}{}", rule.id, one_line(rule.summary),
                     rule.kind ? fmt::format(" Confidence: {}.", confidence_name(rule.confidence)) : "", own_help(rule),
                     examples("Flagged", rule.flag), examples("Let pass", rule.clear));
}

Page kind_page(const std::string& kind, const std::vector<const RuleInfo*>& rules) {
  const KindHelp& help = kind_help(kind);
  std::string text = fmt::format(
      "# {}\n\n{}\n\n{}\n\n**Example.** {}\n\n**Why it matters.** {}\n\n**What to do.** {}\n\n"
      "[What counts as a disclosure](../disclosures.md) tells where the limits are, [waivers](../waivers.md) how to "
      "let\n"
      "a finding pass. `toofew explain {}` tells the same at the terminal.\n\n"
      "## Rules\n\n{}.\n",
      kind, kWrittenBy, help.what, markdown_code(help.example), help.why, help.advice, kind,
      rules.size() == 1 ? "One rule finds this" : fmt::format("{} rules find this", rules.size()));
  for (const RuleInfo* rule : rules) text += rule_section(*rule);
  return {kind + ".md", std::move(text)};
}

}  // namespace

std::vector<Page> rule_pages(const std::vector<const RuleInfo*>& rules) {
  std::string contents;
  std::vector<Page> pages = {{"README.md", ""}};
  for (const std::string& kind : help_kinds()) {
    std::vector<const RuleInfo*> of_kind;
    for (const RuleInfo* rule : rules) {
      if (kind_of(*rule) == kind) of_kind.push_back(rule);
    }
    pages.push_back(kind_page(kind, of_kind));
    contents += fmt::format("| [{}]({}.md) | {} | {} |\n", kind, kind, kind_help(kind).what, of_kind.size());
  }
  pages.front().text = fmt::format(
      "# Kinds of findings, and the rules\n\n{}\n\n"
      "A finding is named by its rule, such as `small-count.many-of-us`: the kind before the dot tells what the copy "
      "does\n"
      "to the people it counts, the rest how it is said. An id keeps its meaning from version to version.\n\n"
      "| Kind | What it is | Rules |\n| --- | --- | --- |\n{}",
      kWrittenBy, contents);
  return pages;
}

std::string rule_link(const RuleInfo& rule) {
  std::string fragment = lower(rule.id);
  std::erase(fragment, '.');
  return fmt::format("{}.md#{}", kind_of(rule), fragment);
}

std::string_view docs_url() { return TOOFEW_DOCS_URL; }

std::string rule_url(const RuleInfo& rule, std::string_view docs) {
  if (docs.empty()) return {};
  return fmt::format("{}{}rules/{}", docs, docs.ends_with('/') ? "" : "/", rule_link(rule));
}

}  // namespace toofew
