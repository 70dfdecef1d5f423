#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bits.h"
#include "grammar/pattern_set.h"

namespace toofew {

/// Finds the patterns of a stage whose needs are met (see Pattern::needs). Those that ask for something rare are seldom
/// looked at, once it has learned what is rare. For one thread.
class NeedIndex {
 public:
  /// `patterns` must outlive it.
  explicit NeedIndex(const PatternSet& patterns);

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
  using Alternative = PatternSet::Alternative;

  template <typename MayMatch>
  void find_candidates_if(const Bits& met, const MayMatch& may_match, Bits& found) const;
  void sort_alternatives();

  const PatternSet& patterns_;
  std::vector<std::uint32_t> ends_;          // by need: where the alternatives end of which it is the rarest
  std::vector<const Alternative*> by_rarest_;  // by that of their needs which is met least often
  Bits rarest_;                              // needs by which there are some
  Bits needless_;
  std::size_t sentences_ = 0;                // that were counted
  std::vector<std::size_t> times_met_;       // of each need
};

}  // namespace toofew
