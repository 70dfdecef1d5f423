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

bool PhraseRules::add_possible(const Bits& candidates, std::vector<Unit>& units, Sorts& sorts, Memory& memory) const {
  std::vector<Unit> phrases;
  bool are_all = true;
  candidates.for_each([&](std::size_t rule) {
    std::vector<const Sort*> possible{&sorts.of({})};
    for (const auto name : kHeads) {
      const std::vector<const Sort*> heads = possible_heads(rule, name, units, sorts, memory);
      const std::size_t without = possible.size();
      are_all &= without * (heads.size() + 1) <= kMostPossible;
      if (!are_all) return;
      for (const Sort* head : heads) {
        for (std::size_t i = 0; i < without; ++i) {
          possible.push_back(i == 0 ? head : &sorts.of(possible[i]->kinds | head->kinds));
        }
      }
    }
    for (const Sort* taken_over : possible) {
      const Sort*& phrase = memory.finished[(std::uint64_t{taken_over->number} << 32) | rule];
      if (phrase == nullptr) phrase = &sorts.of(finished(taken_over->kinds, rules_[rule]));
      phrases.push_back({phrase});
    }
  });
  units.insert(units.end(), phrases.begin(), phrases.end());
  return are_all;
}

// What may be taken over from the units that the capture may end with.
std::vector<const Sort*> PhraseRules::possible_heads(std::size_t rule, std::string_view name, const std::vector<Unit>& units,
                                                     Sorts& sorts, Memory& memory) const {
  static const Sort kNone;
  std::vector<const Sort*> heads;
  const Pattern& pattern = rules_[rule].pattern;
  for (std::size_t c = 0; c < pattern.captures.size(); ++c) {
    if (pattern.captures[c] != name) continue;
    for (const Unit& unit : units) {
      const Sort*& head = memory.heads[(std::uint64_t{unit.sort->number} << 32) | (rule << 8) | c];
      if (head == nullptr) {
        const auto holds = [&](std::uint16_t predicate) { return tables_.predicates[predicate].holds(unit.kinds()); };
        const auto& last = pattern.last_units[c];
        head = std::any_of(last.begin(), last.end(), holds) ? &sorts.of(unit.kinds() & inherited_) : &kNone;
      }
      if (head != &kNone && std::find(heads.begin(), heads.end(), head) == heads.end()) heads.push_back(head);
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
