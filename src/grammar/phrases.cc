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

UnitRange capture(const PatternSet& patterns, const Stage::Match& match, std::string_view name) {
  for (std::size_t i = 0; i < match.captures.size(); ++i) {
    const UnitRange range = match.captures[i];
    if (range.matched() && range.end > range.begin && patterns.is_named(static_cast<std::size_t>(match.rule), i, name)) {
      return range;
    }
  }
  return {};
}

UnitRange made_of(const PatternSet& patterns, const Stage::Match& match) {
  const UnitRange range = capture(patterns, match, "on");
  return range.matched() ? range : match.span;
}

const std::vector<Bits>& PhraseRules::last_units(std::size_t rule, Memory& memory) const {
  memory.last_units.resize(rules_.size());
  auto& known = memory.last_units[rule];
  if (known) return *known;
  known.emplace();
  for (const auto name : kHeads) {
    Bits predicates(patterns_.predicates);
    for (std::size_t c = 0; c < patterns_.captures[rule].size(); ++c) {
      if (!patterns_.is_named(rule, c, name)) continue;
      for (const auto predicate : patterns_.last_units(rule, c)) predicates.set(predicate);
    }
    if (predicates.any()) known->push_back(std::move(predicates));
  }
  return *known;
}

KindSet PhraseRules::kinds_of(const Stage::Match& match, const std::vector<Unit>& units) const {
  const StageRule& rule = rules_[static_cast<std::size_t>(match.rule)];
  KindSet kinds;
  for (const auto name : kHeads) {
    const UnitRange range = capture(patterns_, match, name);
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
  for (const Bits& last_units : this->last_units(rule, memory)) {
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
  kinds |= rule.makes.set();
  kinds.set(any_);
  return kinds & ~rule.takes.set();
}

}  // namespace toofew
