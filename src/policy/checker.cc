#include "policy/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/profile.h"
#include "base/suggest.h"
#include "policy/fact_rules.h"
#include "policy/judge.h"
#include "policy/waiver.h"

namespace toofew {

Checker::Checker(Config config, const std::vector<RuleFile>& packs, Populations populations,
                 std::vector<Fact> facts, Date today)
    : config_(std::move(config)),
      populations_(std::make_shared<const Populations>(std::move(populations))),
      facts_(std::move(facts)),
      today_(today) {
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
  for (const auto& rule : difference_rules()) all.push_back(&rule);
  for (const auto& rule : fact_rules()) all.push_back(&rule.info);
  for (const auto& rule : waiver_rules()) all.push_back(&rule);
  return all;
}

std::vector<const CutPhrase*> Checker::cut_phrases() const {
  std::vector<const CutPhrase*> all;
  for (const auto& grammar : grammars_) {
    for (const auto& phrase : grammar.cut_phrases()) all.push_back(&phrase);
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

namespace {

/// The day that a post's metadata names.
std::optional<Date> date_of(const Part& part) {
  const auto date = part.metadata.find("date");
  return date == part.metadata.end() ? std::nullopt : parse_date(std::string_view(date->second).substr(0, 10));
}

}  // namespace

std::vector<Finding> Checker::check(const Document& document, const std::string& path,
                                    std::vector<std::vector<TraceStep>>* steps, const Populations* populations,
                                    std::vector<Statement>* statements) const {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < document.parts.size(); ++i) {
    const Part& part = document.parts[i];
    const Scope scope = config_.scope_of(part, path);
    Observer observer;
    if (steps) observer.steps = &steps->emplace_back();
    const std::vector<Claim> claims = read(part, observer, populations);
    Stopwatch watch;
    for (const Claim& claim : claims) {
      if (is_disabled(claim.rule)) continue;
      const Populations& known = populations ? *populations : *populations_;
      if (auto finding = judge(claim, part, i, config_.policy, scope, known)) findings.push_back(std::move(*finding));
      if (!statements || claim.telling.words.empty()) continue;
      statements->push_back({claim, place_of(claim, part, i, scope), date_of(part)});
    }
    watch.lap("judging");
  }
  Stopwatch watch;
  add_facts(document, path, findings);
  watch.lap("facts");
  return findings;
}

std::vector<const Fact*> Checker::facts_for(const Document& document, const std::string& path,
                                            std::vector<Fact>& in_draft) const {
  const std::vector<std::string> categories = config_.policy.categories();
  for (const Part& part : document.parts) {
    for (auto& fact : facts_of(part, categories)) in_draft.push_back(std::move(fact));
  }
  std::vector<const Fact*> facts;
  for (const Fact& fact : facts_) {
    if (!path.empty() && fact.is_for(path)) facts.push_back(&fact);
  }
  for (const Fact& fact : in_draft) facts.push_back(&fact);
  return facts;
}

FactDraft Checker::fact_draft(const Document& document, const std::string& path,
                              const std::vector<Finding>& findings) const {
  return {document, [this, path](const Part& part) { return config_.scope_of(part, path); },
          [this](const Part& part) -> const TextOptions& { return grammars_[language_of(part)].text_options(); },
          [this](const Part& part) {
            std::vector<Figure> figures;
            Observer observer;
            observer.figures = &figures;
            read(part, observer);
            return figures;
          },
          findings};
}

std::vector<UsedFact> Checker::facts_in(const Document& document, const std::string& path) const {
  std::vector<Fact> in_draft;
  const std::vector<const Fact*> facts = facts_for(document, path, in_draft);
  const auto places = facts.empty() ? std::vector<std::vector<FactPlace>>()
                                    : find_facts(facts, fact_draft(document, path, {}));
  std::vector<UsedFact> used;
  used.reserve(facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) used.push_back({*facts[i], places[i]});
  return used;
}

void Checker::add_facts(const Document& document, const std::string& path, std::vector<Finding>& findings) const {
  std::vector<Fact> in_draft;
  const std::vector<const Fact*> facts = facts_for(document, path, in_draft);
  if (facts.empty()) return;
  require_agreement(facts);

  std::vector<Finding> found = check_facts(facts, fact_draft(document, path, findings), config_.policy, today_);
  std::erase_if(found, [&](const Finding& finding) { return is_disabled(finding.rule); });
  findings.insert(findings.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::pair(a.part, a.source.begin) < std::pair(b.part, b.source.begin);
  });
}

}  // namespace toofew
