#include "policy/checker.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "policy/judge.h"

namespace toofew {

Checker::Checker(Config config, const std::vector<RuleFile>& packs) : config_(std::move(config)) {
  for (const auto& language : config_.languages.value) grammars_.push_back(Grammar::load(language.value, packs));
  require_known_rules();
}

void Checker::require_known_rules() const {
  if (config_.disabled_rules.value.empty()) return;
  const std::vector<std::string> ids = rule_ids();
  for (const auto& id : config_.disabled_rules.value) {
    if (std::find(ids.begin(), ids.end(), id.value) != ids.end()) continue;
    const std::string near = nearest(id.value, ids);
    throw Error(id.origin, fmt::format("there is no rule '{}'", id.value),
                near.empty() ? "`toofew rules list` lists them" : fmt::format("did you mean '{}'?", near));
  }
}

std::vector<const RuleInfo*> Checker::rules() const {
  std::vector<const RuleInfo*> all;
  for (const auto& grammar : grammars_) {
    for (const auto& rule : grammar.rules()) all.push_back(&rule);
  }
  return all;
}

std::vector<std::string> Checker::rule_ids() const {
  std::vector<std::string> ids;
  for (const RuleInfo& rule : difference_rules()) ids.push_back(rule.id);
  for (const RuleInfo* rule : rules()) ids.push_back(rule->id);
  return ids;
}

bool Checker::is_disabled(const std::string& rule) const {
  const auto& ids = config_.disabled_rules.value;
  return std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return id.value == rule; });
}

const Grammar& Checker::grammar_for(const Part& part) const {
  const auto lang = part.metadata.find("lang");
  if (lang == part.metadata.end()) return grammars_.front();
  const std::string primary = lang->second.substr(0, lang->second.find_first_of("-_"));
  for (std::size_t i = 0; i < grammars_.size(); ++i) {
    if (config_.languages.value[i].value == primary) return grammars_[i];
  }
  return grammars_.front();
}

namespace {

/// The day that a post's metadata names.
std::optional<Date> date_of(const Part& part) {
  const auto date = part.metadata.find("date");
  return date == part.metadata.end() ? std::nullopt : parse_date(std::string_view(date->second).substr(0, 10));
}

}  // namespace

std::vector<Finding> Checker::check(const Document& document, const std::string& path,
                                    std::vector<std::vector<TraceStep>>* steps,
                                    std::vector<Statement>* statements) const {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < document.parts.size(); ++i) {
    const Part& part = document.parts[i];
    const Scope scope = config_.scope_of(part, path);
    Observer observer;
    if (steps) observer.steps = &steps->emplace_back();
    for (const Claim& claim : grammar_for(part).read(part, observer)) {
      if (is_disabled(claim.rule)) continue;
      if (auto finding = judge(claim, part, i, config_.policy, scope)) findings.push_back(std::move(*finding));
      if (!statements || claim.telling.words.empty()) continue;
      statements->push_back({claim, place_of(claim, part, i, scope), date_of(part)});
    }
  }
  return findings;
}

}  // namespace toofew
