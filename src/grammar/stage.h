#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/bits.h"
#include "grammar/pattern_set.h"
#include "grammar/sorts.h"

namespace toofew {

/// What a stage reads: a token, or a phrase that an earlier stage made of tokens.
struct Unit {
  const Sort* sort = nullptr;
  std::uint32_t token_begin = 0;  ///< tokens of the Text
  std::uint32_t token_end = 0;
  int number = -1;  ///< index into the sentence's numbers, quantities and groups; -1: it is none
  int quantity = -1;
  int group = -1;

  const KindList& kinds() const { return sort->kinds; }
};

/// Unit indices [begin, end); begin is -1 for a capture that took no part in the match.
struct UnitRange {
  int begin = -1;
  int end = -1;
  bool matched() const { return begin >= 0; }
};

/// Finds the patterns of one stage. Thread-safe.
class Stage {
 public:
  struct Match {
    int rule = -1;  ///< index of the pattern
    UnitRange span;
    std::vector<UnitRange> captures;  ///< by index, as the pattern has them
  };

  /// What one thread has found out so far; it saves asking each predicate of each unit again. Of one stage and one Sorts.
  class Memory {
   public:
    Memory();
    Memory(Memory&&) noexcept;
    Memory& operator=(Memory&&) noexcept;
    ~Memory();

    /// For when there are other Sorts.
    void forget_sorts();

   private:
    friend class Stage;
    struct Found;
    std::unique_ptr<Found> found_;
  };

  /// `ids` name the patterns' rules for a Profile. All must outlive it.
  explicit Stage(const PatternSet& patterns, std::vector<std::string_view> ids = {});
  Stage(Stage&&) noexcept;
  Stage& operator=(Stage&&) noexcept;
  ~Stage();

  /// All matches of all patterns, ordered by begin, then longest first, then pattern. Matches of one pattern start
  /// after the first capture (or, if there is none, after the whole) of the one before.
  std::vector<Match> find_all(const std::vector<Unit>& units, Memory& memory) const;

  /// The same, of these patterns alone.
  std::vector<Match> find_some(const Bits& patterns, const std::vector<Unit>& units, Memory& memory) const;

  /// Of find_all(), those that do not overlap an earlier one.
  std::vector<Match> find_disjoint(const std::vector<Unit>& units, Memory& memory) const;

  // What these return is to be read before `memory` is used again.

  /// Of each unit that was asked for last, the predicates that hold for it.
  std::vector<const Bits*> truths(const Memory& memory) const;

  /// The patterns that may match the units; all others do not.
  const Bits& candidates(const std::vector<Unit>& units, Memory& memory) const;

  /// The patterns that may match units of these sorts, in whatever order.
  const Bits& candidates_in_any_order(const std::vector<Unit>& units, Memory& memory) const;

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace toofew
