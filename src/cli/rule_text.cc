#include "cli/rule_text.h"

#include <fmt/format.h>

namespace toofew {
namespace {

std::string examples(std::string_view heading, const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  std::string out = fmt::format("\n{}:\n", heading);
  for (const auto& text : texts) {
    out += "  - ";
    for (const char c : text) out += c == '\n' ? std::string("\n    ") : std::string(1, c);
    out += "\n";
  }
  return out;
}

}  // namespace

std::string rule_text(const RuleInfo& rule) {
  std::string out = fmt::format("{}\n", rule.id);
  if (!rule.summary.empty()) out += fmt::format("\n{}\n", rule.summary);
  out += fmt::format("\nKind:        {} (toofew explain {})\nConfidence:  {}\n", kind_of(rule),
                     kind_of(rule), confidence_name(rule.confidence));
  if (!rule.match.empty()) out += fmt::format("Match:       {}\n", rule.match);
  if (!rule.unless.empty()) out += fmt::format("Unless:      {}\n", fmt::join(rule.unless, ", "));
  out += fmt::format("Written in:  {}:{}\n", rule.file, rule.line);
  return out + examples("Flagged", rule.flag) + examples("Let pass", rule.clear);
}

}  // namespace toofew
