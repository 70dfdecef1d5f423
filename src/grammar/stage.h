#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

#include "grammar/kinds.h"
#include "grammar/pattern.h"

namespace toofew {

/// What a stage reads: a token, or a phrase that an earlier stage made of tokens.
struct Unit {
  KindSet kinds;
  std::uint32_t token_begin = 0;  ///< tokens of the Text
  std::uint32_t token_end = 0;
  int number = -1;    ///< index into the sentence's numbers, quantities and groups; -1: it is none
  int quantity = -1;
  int group = -1;
};

/// Unit indices [begin, end); begin is -1 for a capture that took no part in the match.
struct UnitRange {
  int begin = -1;
  int end = -1;
  bool matched() const { return begin >= 0; }
};

/// Spells units as characters, so that a pattern over units is a regular expression over characters. Units that no
/// predicate of the stage tells apart share a character. Up to 255 characters are one byte each (RE2's Latin-1 mode, the
/// fast one); beyond that each is one UTF-8 sequence of two or of three bytes.
class Alphabet {
 public:
  /// `sets`: every kind set that a unit can have, but for the kinds of its shape, of which `shapes` lists the
  /// combinations.
  Alphabet(std::vector<Predicate> predicates, const std::vector<KindSet>& sets, const std::vector<KindSet>& shapes);

  std::string spell(const std::vector<Unit>& units) const;
  std::string character_class(std::size_t predicate) const;
  std::size_t bytes_per_unit() const { return width_; }
  std::size_t size() const { return truths_.size(); }
  const std::vector<Predicate>& predicates() const { return predicates_; }

 private:
  using Truth = std::vector<bool>;
  Truth truth_of(const KindSet& set) const;
  std::size_t symbol_of(const KindSet& set) const;

  std::vector<Predicate> predicates_;
  KindSet mentioned_;  ///< kinds that some predicate asks for; no other tells units apart
  std::vector<Truth> truths_;
  std::unordered_map<Truth, std::size_t> symbol_by_truth_;
  std::unordered_map<KindSet, std::size_t> symbol_by_set_;
  std::size_t width_ = 1;
};

/// The patterns of one stage, compiled at first use. Thread-safe.
class Stage {
 public:
  struct Match {
    int rule = -1;  ///< index of the pattern
    UnitRange span;
    std::vector<UnitRange> captures;  ///< by index into Pattern::captures
  };

  /// For `sets` and `shapes` see Alphabet.
  Stage(std::vector<Pattern> patterns, std::vector<KindSet> sets, std::vector<KindSet> shapes);

  /// All matches of all patterns, ordered by begin, then longest first, then pattern. Matches of one pattern start after
  /// the first capture (or, if there is none, after the whole) of the one before.
  std::vector<Match> find_all(const std::vector<Unit>& units) const;

  /// Of find_all(), those that do not overlap an earlier one.
  std::vector<Match> find_disjoint(const std::vector<Unit>& units) const;

  const Pattern& pattern(int rule) const { return patterns_[static_cast<std::size_t>(rule)]; }
  /// The number of distinct characters that the stage's units are spelled in.
  std::size_t alphabet_size() const;

 private:
  struct Compiled;
  const Compiled& compiled() const;

  std::vector<Pattern> patterns_;
  std::vector<KindSet> sets_;
  std::vector<KindSet> shapes_;
  mutable std::unique_ptr<std::once_flag> once_ = std::make_unique<std::once_flag>();
  mutable std::shared_ptr<Compiled> compiled_;
};

}  // namespace toofew
