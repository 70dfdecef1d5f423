#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/kinds.h"
#include "grammar/program.h"

namespace toofew {

/// A class of units: a boolean combination of kinds, in disjunctive form. `{people & !staff | name}`.
struct Predicate {
  struct Term {
    std::vector<std::uint16_t> all;   ///< the unit has every one of these, sorted
    std::vector<std::uint16_t> none;  ///< and none of those

    /// `unit` is a KindSet or a KindList.
    template <typename Kinds>
    bool holds(const Kinds& unit) const {
      const auto has = [&](std::uint16_t kind) { return unit[kind]; };
      return std::all_of(all.begin(), all.end(), has) && std::none_of(none.begin(), none.end(), has);
    }
    friend auto operator<=>(const Term&, const Term&) = default;
  };
  std::vector<Term> terms;  ///< any of these

  template <typename Kinds>
  bool holds(const Kinds& unit) const {
    return std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return term.holds(unit); });
  }
  friend auto operator<=>(const Predicate&, const Predicate&) = default;
};

/// One of these predicates must hold for some unit; numbers of the stage's predicates, sorted.
using Need = std::vector<std::uint16_t>;

/// What the patterns of one stage refer to by number.
struct PatternTables {
  std::vector<Predicate> predicates;
  std::vector<Need> needs;
};

/// Collects the distinct predicates and needs of a stage's patterns.
class PatternTablesBuilder {
 public:
  std::uint16_t intern(Predicate predicate);
  std::uint16_t intern_need(Need need);
  const PatternTables& tables() const { return tables_; }

 private:
  PatternTables tables_;
  std::map<Predicate, std::uint16_t> numbers_;
  std::map<Need, std::uint16_t> need_numbers_;
};

/// A pattern over units.
struct Pattern {
  Program program;                    ///< its operands are predicates of the stage
  std::vector<std::string> captures;  ///< names of <name: …>, in order; the program numbers them from 1 on
  /// Of each capture, predicates of the stage: its last unit is of one of these classes.
  std::vector<std::vector<std::uint16_t>> last_units;
  /// What one alternative of the pattern cannot do without; numbers of the stage's needs.
  struct Needs {
    std::vector<std::uint16_t> all;    ///< the narrowest first
    std::vector<std::uint16_t> steps;  ///< those that units meet one after another, in this order
  };
  std::vector<Needs> needs;  ///< it matches only where those of one alternative are met
};

/// Translates the pattern language of the rule files (docs/rules.md):
///   word "word" {kind} {a|b&!c}   one unit
///   ( … | … )  ?  *  +  [2-5]     grouping and repetition; `*?` and `??` prefer the shortest
///   <name: …>                     a part of the match that the rule refers to
///   @macro                        a named pattern of the pack
///   ^ $                           start and end of the sentence
/// Its predicates and needs are added to `tables`, those of the stage. Throws PatternError with the byte offset in `source`
/// of the first thing that could not be understood.
Pattern parse_pattern(std::string_view source, const std::map<std::string, std::string>& macros, KindTable& kinds,
                      PatternTablesBuilder& tables, const std::function<bool(std::string_view)>& is_known_kind);

struct PatternError {
  std::size_t offset;  ///< bytes into the pattern as written in the rule
  std::string reason;
  std::string hint;
};

}  // namespace toofew
