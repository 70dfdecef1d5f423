#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/bits.h"

namespace toofew {

/// A step of a pattern, as it is run over the units of a sentence. Where nothing else is said, the next one follows.
struct Instruction {
  enum class Op : std::uint16_t {
    unit,      ///< the next unit is of the class `operand`, a predicate of the stage
    fork,      ///< goes on at `operand`; where that leads nowhere, at `otherwise`
    jump,      ///< goes on at `operand`
    bound,     ///< here is bound `operand` of a capture: capture n begins at bound 2n and ends at bound 2n + 1
    sentence,  ///< here the sentence begins
    end,       ///< here the sentence ends
    match,     ///< the pattern matches
  };
  Op op;
  std::uint16_t operand = 0;
  std::uint16_t otherwise = 0;
};

using Program = std::vector<Instruction>;

/// Where a match of a program may begin.
struct Start {
  Bits units;                ///< predicates, of which one holds for the first unit
  bool is_anywhere = false;  ///< whatever the unit is: a match may have none
  bool is_first = false;     ///< only where the sentence begins
};

/// `predicates` is how many the stage has.
Start start_of(std::span<const Instruction> program, std::size_t predicates);

/// Runs programs over a sentence. It backtracks, but never twice from the same instruction at the same unit, so that
/// its time is at most linear in the length of the program and of the sentence.
class Search {
 public:
  /// The sentence: of each unit, the predicates that hold. They must live as long as it is searched.
  void read(std::vector<const Bits*> units) { units_ = std::move(units); }

  /// Looks for the first match that begins at unit `from` or later; of those that begin there, the one that the forks
  /// prefer. `start` is the program's; `captures` is how many it has, the whole match not counted.
  bool find(std::span<const Instruction> program, const Start& start, std::size_t captures, std::size_t from);

  /// Where captures of the match that was found begin and end, in units, by number of the bound; -1 for one that took
  /// no part in it. Capture 0 is the whole match.
  const std::vector<int>& bounds() const { return bounds_; }

 private:
  /// Left for later: to go on at an instruction, or to take back a bound.
  struct Left {
    std::uint16_t instruction;
    bool is_bound;  // then `instruction` is its number, and `at` what it was before
    int at;
  };

  bool matches_at(std::span<const Instruction> program, int begin);
  bool follow(std::span<const Instruction> program, std::size_t instruction, int at);

  std::vector<const Bits*> units_;
  std::vector<int> bounds_;
  std::vector<Left> left_;
  Bits seen_;  // instructions at units
};

}  // namespace toofew
