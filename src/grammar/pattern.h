#pragma once

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
    KindSet all;   ///< the unit has every one of these
    KindSet none;  ///< and none of those
    friend bool operator==(const Term&, const Term&) = default;
  };
  std::vector<Term> terms;  ///< any of these

  bool holds(const KindSet& unit) const;
  /// The kinds that it asks for or rules out.
  KindSet mentioned() const;
  friend bool operator==(const Predicate&, const Predicate&) = default;
};

/// A pattern over units, translated up to the last step: the alphabet that its predicates are spelled in.
struct Pattern {
  struct Piece {
    std::string regex;   ///< copied as it is
    int predicate = -1;  ///< or: the characters for which this predicate holds
  };
  std::vector<Piece> pieces;
  std::vector<Predicate> predicates;
  std::vector<std::string> captures;  ///< names of <name: …>, in order of their groups (group 1 is the first)
};

/// The kinds that the patterns' predicates ask for or rule out: no others tell units apart.
KindSet mentioned_kinds(const std::vector<Pattern>& patterns);

/// Translates the pattern language of the rule files (docs/rules.md):
///   word "word" {kind} {a|b&!c}   one unit
///   ( … | … )  ?  *  +  [2-5]     grouping and repetition; `*?` and `??` prefer the shortest
///   <name: …>                     a part of the match that the rule refers to
///   @macro                        a named pattern of the pack
///   ^ $                           start and end of the sentence
/// Throws PatternError with the byte offset in `source` of the first thing that could not be understood.
Pattern parse_pattern(std::string_view source, const std::map<std::string, std::string>& macros, KindTable& kinds,
                      const std::function<bool(std::string_view)>& is_known_kind);

struct PatternError {
  std::size_t offset;  ///< bytes into the pattern as written in the rule
  std::string reason;
  std::string hint;
};

}  // namespace toofew
