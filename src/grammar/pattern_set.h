#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/array.h"
#include "base/bits.h"
#include "grammar/kinds.h"
#include "grammar/pattern.h"

namespace toofew {

/// The patterns of one stage with all that they refer to, laid out so that compiled ones are run where they lie.
struct PatternSet {
  /// One of a predicate's; `kinds` holds, from `begin` on, those that a unit has and then those that it has not.
  struct Term {
    std::uint32_t predicate;
    std::uint32_t begin;
    std::uint16_t all;
    std::uint16_t none;
  };

  /// One of a pattern's, with what it cannot do without (see Pattern::Needs); `alternative_needs` holds, from `begin` on, all
  /// of its needs and then the steps.
  struct Alternative {
    std::uint32_t pattern;
    std::uint32_t begin;
    std::uint16_t all;
    std::uint16_t steps;
  };

  PatternSet() = default;
  PatternSet(const std::vector<const Pattern*>& patterns, const PatternTables& tables);

  std::size_t size() const { return programs.size(); }

  /// The numbers of the predicates that hold for such a unit.
  Bits true_for(const KindSet& unit) const;
  /// The needs that one unit meets, by the predicates that hold for it.
  Bits met_by(const Bits& predicates) const;

  std::span<const std::uint16_t> all_of(const Alternative& it) const { return alternative_needs.from(it.begin, it.all); }
  std::span<const std::uint16_t> steps_of(const Alternative& it) const {
    return alternative_needs.from(it.begin + it.all, it.steps);
  }

  /// Whether the pattern's capture of that number has the name.
  bool is_named(std::size_t pattern, std::size_t capture, std::string_view name) const;
  /// Predicates, of which the capture's last unit meets one.
  std::span<const std::uint16_t> last_units(std::size_t pattern, std::size_t capture) const {
    return last_units_of[captures.begin_of(pattern) + capture];
  }

  std::uint32_t predicates = 0;  ///< how many there are
  std::uint32_t needs = 0;
  KindSet mentioned;             ///< kinds that some predicate asks for; no others make a difference
  Lists<Term> terms;             ///< by one of the kinds that they want, the rarest; the last ones want none
  Array<std::uint16_t> kinds;
  Lists<std::uint16_t> needs_of;  ///< of each predicate, those that it meets
  Lists<Instruction> programs;
  Lists<std::uint16_t> captures;  ///< of each pattern, the numbers of their names
  Lists<char> names;
  Lists<std::uint16_t> last_units_of;  ///< by capture, of all patterns in order
  Array<Alternative> alternatives;
  Array<std::uint16_t> alternative_needs;
};

}  // namespace toofew
