#pragma once

#include <cstddef>
#include <vector>

#include "base/bits.h"
#include "grammar/kinds.h"
#include "grammar/pattern.h"

namespace toofew {

/// Finds out which of a stage's predicates hold for a set of kinds, and which needs these meet. Few are asked: each term
/// waits at one of the kinds that it wants.
class PredicateIndex {
 public:
  /// `tables` must outlive it.
  explicit PredicateIndex(const PatternTables& tables);

  /// Kinds that some predicate asks for; no others make a difference.
  const KindSet& mentioned() const { return mentioned_; }

  /// The numbers of those that hold.
  Bits true_for(const KindSet& kinds) const;

  /// The needs that one unit meets, by the predicates that hold for it.
  Bits met_by(const Bits& predicates) const;

 private:
  struct Asked {
    std::size_t predicate;
    const Predicate::Term* term;
  };

  const PatternTables& tables_;
  KindSet mentioned_;
  std::vector<std::vector<Asked>> by_kind_;
  std::vector<Asked> others_;                      // that want no kind
  std::vector<std::vector<std::uint16_t>> needs_;  // by the predicate that meets them
};

/// Finds the patterns of a stage whose needs are met (see Pattern::needs). Those that ask for something rare are seldom
/// looked at, once it has learned what is rare. For one thread.
class NeedIndex {
 public:
  /// `patterns` must outlive it; `needs` is how many the stage has.
  NeedIndex(std::size_t needs, const std::vector<const Pattern*>& patterns);

  /// Patterns that need nothing. No others match where no unit is telling.
  const Bits& needless() const { return needless_; }
  bool is_telling(const Bits& met_by_unit) const { return met_by_unit.meets(rarest_); }

  /// Counts the needs that a sentence meets. Returns true when it has learned from them, so that other units are telling.
  bool learn(const Bits& met);

  /// Puts into `found` the patterns that may match where these needs are met.
  void find_candidates(const Bits& met, Bits& found) const;

  /// Of those, the patterns that may match units of which each meets these needs.
  void find_candidates(const Bits& met, const std::vector<const Bits*>& met_by_units, Bits& found) const;

 private:
  /// One of a pattern's, with what it cannot do without.
  struct Alternative {
    std::size_t pattern;
    const Pattern::Needs* needs;
  };

  template <typename MayMatch>
  void find_candidates_if(const Bits& met, const MayMatch& may_match, Bits& found) const;
  void sort_alternatives();

  const std::vector<const Pattern*>& patterns_;
  std::vector<std::vector<Alternative>> by_rarest_;  // by that of their needs which is met least often
  Bits rarest_;                                      // needs by which there are some
  Bits needless_;
  std::size_t sentences_ = 0;                        // that were counted
  std::vector<std::size_t> times_met_;               // of each need
};

}  // namespace toofew
