#include "grammar/phrases.h"

#include <algorithm>
#include <array>

namespace toofew {
namespace {

// What a phrase takes kinds over from.
constexpr std::array<std::string_view, 3> kHeads{"head", "q", "n"};
// Sorts that the phrases of a rule may be of; more are not told apart.
constexpr std::size_t kMostPossible = 64;

}  // namespace

UnitRange capture(const Pattern& pattern, const Stage::Match& match, std::string_view name) {
  for (std::size_t i = 0; i < pattern.captures.size(); ++i) {
    if (pattern.captures[i] == name && match.captures[i].matched() && match.captures[i].end > match.captures[i].begin) {
      return match.captures[i];
    }
  }
  return {};
}

PhraseRules::PhraseRules(const std::vector<StageRule>& rules, const PatternTables& tables, const KindSet& inherited,
                         std::uint16_t any)
    : rules_(rules), inherited_(inherited), any_(any) {
  for (const StageRule& rule : rules) {
    auto& of_rule = last_units_.emplace_back();
    for (const auto name : kHeads) {
      Bits predicates(tables.predicates.size());
      for (std::size_t c = 0; c < rule.pattern.captures.size(); ++c) {
        if (rule.pattern.captures[c] != name) continue;
        for (const auto predicate : rule.pattern.last_units[c]) predicates.set(predicate);
      }
      if (predicates.any()) of_rule.push_back(std::move(predicates));
    }
  }
}

KindSet PhraseRules::kinds_of(const Stage::Match& match, const std::vector<Unit>& units) const {
  const StageRule& rule = rules_[static_cast<std::size_t>(match.rule)];
  KindSet kinds;
  for (const auto name : kHeads) {
    const UnitRange range = capture(rule.pattern, match, name);
    if (range.matched()) kinds |= units[static_cast<std::size_t>(range.end) - 1].kinds().among(inherited_).set();
  }
  return finished(kinds, rule);
}

bool PhraseRules::add_possible(const Bits& candidates, const std::vector<const Bits*>& truths, std::vector<Unit>& units,
                               Sorts& sorts, Memory& memory) const {
  bool are_all = true;
  candidates.for_each([&](std::size_t rule) { are_all = are_all && add_possible(rule, truths, units, sorts, memory); });
  return are_all;
}

bool PhraseRules::add_possible(std::size_t rule, const std::vector<const Bits*>& truths, std::vector<Unit>& units,
                               Sorts& sorts, Memory& memory) const {
  std::vector<const Sort*>& heads = memory.heads;
  std::vector<const Sort*>& taken_over = memory.taken_over;
  taken_over.assign(1, &sorts.of(KindList()));
  for (const Bits& last_units : last_units_[rule]) {
    heads.clear();
    for (std::size_t u = 0; u < truths.size(); ++u) {
      if (!truths[u]->meets(last_units)) continue;
      const Sort* head = &inherited(*units[u].sort, sorts, memory);
      if (std::find(heads.begin(), heads.end(), head) == heads.end()) heads.push_back(head);
    }
    const std::size_t without = taken_over.size();
    if (without * (heads.size() + 1) > kMostPossible) return false;
    for (const Sort* head : heads) {
      for (std::size_t i = 0; i < without; ++i) {
        taken_over.push_back(i == 0 ? head : &sorts.of(taken_over[i]->kinds.set() | head->kinds.set()));
      }
    }
  }
  for (const Sort* taken : taken_over) {
    const Sort*& phrase = memory.finished[(std::uint64_t{taken->number} << 32) | rule];
    if (phrase == nullptr) phrase = &sorts.of(finished(taken->kinds.set(), rules_[rule]));
    units.push_back({phrase});
  }
  return true;
}

const Sort& PhraseRules::inherited(const Sort& sort, Sorts& sorts, Memory& memory) const {
  if (sort.number >= memory.inherited.size()) memory.inherited.resize(sorts.size());
  const Sort*& known = memory.inherited[sort.number];
  if (known == nullptr) known = &sorts.of(sort.kinds.among(inherited_));
  return *known;
}

KindSet PhraseRules::finished(KindSet kinds, const StageRule& rule) const {
  kinds |= rule.makes;
  kinds.set(any_);
  return kinds & ~rule.takes;
}

}  // namespace toofew
