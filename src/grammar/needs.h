#pragma once

#include <cstddef>
#include <vector>

#include "base/bits.h"
#include "grammar/kinds.h"
#include "grammar/pattern.h"

namespace toofew {

/// Finds out which of a stage's predicates hold for a set of kinds. Few are asked: each term waits at one of the kinds that
/// it wants.
class PredicateIndex {
 public:
  /// `predicates` must outlive it.
  explicit PredicateIndex(const std::vector<Predicate>& predicates);

  /// Kinds that some predicate asks for; no others make a difference.
  const KindSet& mentioned() const { return mentioned_; }

  /// The numbers of those that hold.
  Bits true_for(const KindSet& kinds) const;

 private:
  struct Asked {
    std::size_t predicate;
    const Predicate::Term* term;
  };

  std::size_t predicates_;
  KindSet mentioned_;
  std::vector<std::vector<Asked>> by_kind_;
  std::vector<Asked> others_;  // that want no kind
};

/// Finds the patterns of a stage whose needs are met (see Pattern::needs).
class NeedIndex {
 public:
  NeedIndex(const PatternTables& tables, const std::vector<const Pattern*>& patterns);

  /// The stage's needs that one unit meets, by the predicates that hold for it.
  Bits met_by(const Bits& predicates) const;

  /// The patterns that may match where these needs are met.
  Bits candidates(const Bits& met) const;

  /// Of those, the patterns that may match units of which each meets these needs.
  Bits candidates(const Bits& met, const std::vector<const Bits*>& met_by_units) const;

 private:
  /// One of a pattern's, with what it cannot do without.
  struct Alternative {
    std::size_t pattern;
    const Pattern::Needs* needs;
  };

  template <typename MayMatch>
  Bits candidates_if(const Bits& met, const MayMatch& may_match) const;

  std::size_t patterns_;
  std::vector<std::vector<std::size_t>> by_predicate_;  // needs, by what meets them
  std::vector<std::vector<Alternative>> by_first_;      // by their first need, which is their narrowest
  std::vector<Alternative> without_;
};

}  // namespace toofew
