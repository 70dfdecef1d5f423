#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/kinds.h"

namespace toofew {

/// A class of units: a boolean combination of kinds, in disjunctive form. `{people & !staff | name}`.
struct Predicate {
  struct Term {
    std::vector<std::uint16_t> all;   ///< the unit has every one of these, sorted
    std::vector<std::uint16_t> none;  ///< and none of those
    friend auto operator<=>(const Term&, const Term&) = default;
  };
  std::vector<Term> terms;  ///< any of these

  bool holds(const KindSet& unit) const;
  friend auto operator<=>(const Predicate&, const Predicate&) = default;
};

/// The distinct predicates that the patterns of one stage use, by number.
class PredicateTable {
 public:
  std::uint16_t intern(Predicate predicate);
  const std::vector<Predicate>& predicates() const { return predicates_; }

 private:
  std::vector<Predicate> predicates_;
  std::map<Predicate, std::uint16_t> numbers_;
};

/// A pattern over units, translated up to the last step: the letters in which its predicates are spelled.
struct Pattern {
  struct Piece {
    std::string regex;   ///< copied as it is
    int predicate = -1;  ///< or: the letters for which this predicate of the stage holds
  };
  std::vector<Piece> pieces;
  std::vector<std::string> captures;      ///< names of <name: …>, in order of their groups (group 1 is the first)
  std::vector<std::uint16_t> predicates;  ///< those of the stage that it uses, sorted

  /// It matches only where, for each of these, at least one of the predicates holds for some unit.
  std::vector<std::vector<std::uint16_t>> needs;
};

/// Stands between the words of a kind that is one of several words: "=by\nwith".
inline constexpr char kBetweenWords = '\n';

/// Translates the pattern language of the rule files (docs/rules.md):
///   word "word" {kind} {a|b&!c}   one unit
///   ( … | … )  ?  *  +  [2-5]     grouping and repetition; `*?` and `??` prefer the shortest
///   <name: …>                     a part of the match that the rule refers to
///   @macro                        a named pattern of the pack
///   ^ $                           start and end of the sentence
/// Its predicates are added to `predicates`, those of the stage. Throws PatternError with the byte offset in `source`
/// of the first thing that could not be understood.
Pattern parse_pattern(std::string_view source, const std::map<std::string, std::string>& macros, KindTable& kinds,
                      PredicateTable& predicates, const std::function<bool(std::string_view)>& is_known_kind);

struct PatternError {
  std::size_t offset;  ///< bytes into the pattern as written in the rule
  std::string reason;
  std::string hint;
};

}  // namespace toofew
