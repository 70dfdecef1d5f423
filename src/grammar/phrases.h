#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "grammar/pack.h"
#include "grammar/sorts.h"
#include "grammar/stage.h"

namespace toofew {

/// The units of a named capture; unmatched when the pattern has none of that name or it took no part.
UnitRange capture(const Pattern& pattern, const Stage::Match& match, std::string_view name);

/// The rules of a stage that makes phrases of units.
class PhraseRules {
 public:
  /// `tables` are those of the rules' patterns; of a phrase's head word and of its numbers, what is in `inherited` is
  /// taken over. All must outlive it. `any` is the kind of every unit.
  PhraseRules(const std::vector<StageRule>& rules, const PatternTables& tables, const KindSet& inherited, std::uint16_t any)
      : rules_(rules), tables_(tables), inherited_(inherited), any_(any) {}

  /// What the phrase is taken for: what its rule makes, and what it takes over.
  KindSet kinds_of(const Stage::Match& match, const std::vector<Unit>& units) const;

  /// What one thread has found out of what phrases may be made. Of one Sorts.
  class Memory {
   private:
    friend class PhraseRules;
    std::unordered_map<std::uint64_t, const Sort*> heads;     // what is taken over, by capture and sort of its last unit
    std::unordered_map<std::uint64_t, const Sort*> finished;  // by rule and sort of all that is taken over
  };

  /// Adds to `units` one of each sort that a phrase may be of which the rules `candidates` make of them, and perhaps
  /// others. Returns false where these are too many to tell.
  bool add_possible(const Bits& candidates, std::vector<Unit>& units, Sorts& sorts, Memory& memory) const;

 private:
  std::vector<const Sort*> possible_heads(std::size_t rule, std::string_view name, const std::vector<Unit>& units,
                                          Sorts& sorts, Memory& memory) const;
  KindSet finished(KindSet kinds, const StageRule& rule) const;

  const std::vector<StageRule>& rules_;
  const PatternTables& tables_;
  const KindSet& inherited_;
  std::uint16_t any_;
};

}  // namespace toofew
