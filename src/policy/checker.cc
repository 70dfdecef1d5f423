#include "policy/checker.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "policy/judge.h"

namespace toofew {

Checker::Checker(Config config, const std::vector<RuleFile>& packs, Populations populations)
    : config_(std::move(config)), populations_(std::make_shared<const Populations>(std::move(populations))) {
  for (const auto& language : config_.languages.value) grammars_.push_back(Grammar::load(language.value, packs));
  if (!populations_->segments.empty()) {
    for (const auto& grammar : grammars_) segment_names_.emplace_back(populations_, grammar.text_options());
  }
  require_known_rules();
}

void Checker::require_known_rules() const {
  if (config_.disabled_rules.value.empty()) return;
  std::vector<std::string> ids;
  for (const RuleInfo* rule : rules()) ids.push_back(rule->id);
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

bool Checker::is_disabled(const std::string& rule) const {
  const auto& ids = config_.disabled_rules.value;
  return std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return id.value == rule; });
}

std::size_t Checker::language_of(const Part& part) const {
  const auto lang = part.metadata.find("lang");
  if (lang == part.metadata.end()) return 0;
  const std::string primary = lang->second.substr(0, lang->second.find_first_of("-_"));
  for (std::size_t i = 0; i < grammars_.size(); ++i) {
    if (config_.languages.value[i].value == primary) return i;
  }
  return 0;
}

std::vector<Claim> Checker::read(const Part& part, const Observer& observer, const Populations* populations) const {
  const std::size_t language = language_of(part);
  const Grammar& grammar = grammars_[language];
  if (populations != nullptr) {
    const SegmentNames names(std::make_shared<const Populations>(*populations), grammar.text_options());
    return grammar.read(part, observer, &names);
  }
  return grammar.read(part, observer, segment_names_.empty() ? nullptr : &segment_names_[language]);
}

std::vector<Finding> Checker::check(const Document& document, const std::string& path,
                                    std::vector<std::vector<TraceStep>>* steps, const Populations* populations) const {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < document.parts.size(); ++i) {
    const Part& part = document.parts[i];
    const Scope scope = config_.scope_of(part, path);
    Observer observer;
    if (steps) observer.steps = &steps->emplace_back();
    for (const Claim& claim : read(part, observer, populations)) {
      if (is_disabled(claim.rule)) continue;
      const Populations& known = populations ? *populations : *populations_;
      if (auto finding = judge(claim, part, i, config_.policy, scope, known)) findings.push_back(std::move(*finding));
    }
  }
  return findings;
}

}  // namespace toofew
