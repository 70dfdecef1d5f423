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

KindSet PhraseRules::kinds_of(const Stage::Match& match, const std::vector<Unit>& units) const {
  const StageRule& rule = rules_[static_cast<std::size_t>(match.rule)];
  KindSet kinds;
  for (const auto name : kHeads) {
    const UnitRange range = capture(rule.pattern, match, name);
    if (range.matched()) kinds |= units[static_cast<std::size_t>(range.end) - 1].kinds() & inherited_;
  }
  return finished(kinds, rule);
}

bool PhraseRules::add_possible(const Bits& candidates, std::vector<Unit>& units, Sorts& sorts) const {
  std::vector<Unit> phrases;
  bool are_all = true;
  candidates.for_each([&](std::size_t number) {
    const StageRule& rule = rules_[number];
    std::vector<KindSet> possible(1);
    for (const auto name : kHeads) {
      const std::vector<KindSet> heads = possible_heads(rule.pattern, name, units);
      const std::size_t without = possible.size();
      are_all &= without * (heads.size() + 1) <= kMostPossible;
      if (!are_all) return;
      for (const auto& head : heads) {
        for (std::size_t i = 0; i < without; ++i) possible.push_back(possible[i] | head);
      }
    }
    for (const auto& kinds : possible) phrases.push_back({&sorts.of(finished(kinds, rule))});
  });
  units.insert(units.end(), phrases.begin(), phrases.end());
  return are_all;
}

// What may be taken over from the units that the capture may end with.
std::vector<KindSet> PhraseRules::possible_heads(const Pattern& pattern, std::string_view name,
                                                 const std::vector<Unit>& units) const {
  std::vector<KindSet> heads;
  for (std::size_t c = 0; c < pattern.captures.size(); ++c) {
    if (pattern.captures[c] != name) continue;
    const auto& last = pattern.last_units[c];
    for (const Unit& unit : units) {
      const auto holds = [&](std::uint16_t predicate) { return tables_.predicates[predicate].holds(unit.kinds()); };
      if (std::none_of(last.begin(), last.end(), holds)) continue;
      const KindSet kinds = unit.kinds() & inherited_;
      if (std::find(heads.begin(), heads.end(), kinds) == heads.end()) heads.push_back(kinds);
    }
  }
  return heads;
}

KindSet PhraseRules::finished(KindSet kinds, const StageRule& rule) const {
  kinds |= rule.makes;
  kinds.set(any_);
  return kinds & ~rule.takes;
}

}  // namespace toofew
