#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "grammar/pack.h"
#include "grammar/sorts.h"
#include "grammar/stage.h"

namespace toofew {

/// The units of a named capture; unmatched when the match's pattern has none of that name or it took no part.
UnitRange capture(const PatternSet& patterns, const Stage::Match& match, std::string_view name);

/// The units that a rule makes something of: those of the capture `on`, else the whole match.
UnitRange made_of(const PatternSet& patterns, const Stage::Match& match);

/// The rules of a stage that makes phrases of units.
class PhraseRules {
 public:
  /// `patterns` are those of the rules. Of a phrase's head word and of its numbers, what is in `inherited` is taken over.
  /// `any` is the kind of every unit. All else must outlive it.
  PhraseRules(const std::vector<StageRule>& rules, const PatternSet& patterns, const KindSet& inherited, std::uint16_t any)
      : rules_(rules), patterns_(patterns), inherited_(inherited), any_(any) {}

  /// What the phrase is taken for: what its rule makes, and what it takes over.
  KindSet kinds_of(const Stage::Match& match, const std::vector<Unit>& units) const;

  /// What one thread has found out of what phrases may be made. Of one Sorts.
  class Memory {
   private:
    friend class PhraseRules;
    std::vector<std::optional<std::vector<Bits>>> last_units;  // of rules, what a phrase takes kinds over from: the predicates for it
    std::vector<const Sort*> inherited;                       // by number of the sort that it is taken over from
    std::unordered_map<std::uint64_t, const Sort*> finished;  // by rule and sort of all that is taken over
    std::vector<const Sort*> heads;                           // that some capture of the rule at hand may end with
    std::vector<const Sort*> taken_over;                      // by the phrases of that rule
  };

  /// Adds to `units` one of each sort that a phrase may be of which the rules `candidates` make of them, and perhaps
  /// others. `truths` are, of each unit, the stage's predicates that hold. Returns false where these are too many to tell.
  bool add_possible(const Bits& candidates, const std::vector<const Bits*>& truths, std::vector<Unit>& units, Sorts& sorts,
                    Memory& memory) const;

 private:
  bool add_possible(std::size_t rule, const std::vector<const Bits*>& truths, std::vector<Unit>& units, Sorts& sorts,
                    Memory& memory) const;
  const Sort& inherited(const Sort& sort, Sorts& sorts, Memory& memory) const;
  KindSet finished(KindSet kinds, const StageRule& rule) const;
  const std::vector<Bits>& last_units(std::size_t rule, Memory& memory) const;

  const std::vector<StageRule>& rules_;
  const PatternSet& patterns_;
  const KindSet& inherited_;
  std::uint16_t any_;
};

}  // namespace toofew
