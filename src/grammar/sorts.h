#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "grammar/kinds.h"

namespace toofew {

/// The kinds of some units, and the number by which it is remembered what was found out of such units.
struct Sort {
  KindList kinds;
  std::uint32_t number = 0;
};

/// What was asked of sorts, each once. Of one Sorts.
class KnownOfSorts {
 public:
  /// What ask() says, or once said, of the sort.
  template <typename Ask>
  bool get(const Sort& sort, const Ask& ask) {
    if (sort.number >= answers_.size()) answers_.resize(sort.number + 1);
    auto& answer = answers_[sort.number];
    if (!answer) answer = ask();
    return *answer;
  }

 private:
  std::vector<std::optional<bool>> answers_;  // by number
};

/// The sorts of units that one thread has met, one for each set of kinds.
class Sorts {
 public:
  /// That of units of these kinds; it stays where it is while this lives.
  const Sort& of(KindList kinds);
  const Sort& of(const KindSet& kinds) { return of(KindList(kinds)); }
  /// That of units of the kinds of `sort`, which is one of these, and of `kind`.
  const Sort* with(const Sort* sort, std::uint16_t kind);
  /// Their numbers are those below.
  std::size_t size() const { return sorts_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const KindList& kinds) const { return hash(kinds); }
    std::size_t operator()(const Sort& sort) const { return hash(sort.kinds); }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const Sort& a, const Sort& b) const { return a.kinds == b.kinds; }
    bool operator()(const KindList& a, const Sort& b) const { return a == b.kinds; }
    bool operator()(const Sort& a, const KindList& b) const { return a.kinds == b; }
  };

  static std::size_t hash(const KindList& kinds);

  std::unordered_set<Sort, Hash, Equal> sorts_;
  std::vector<std::vector<std::pair<std::uint16_t, const Sort*>>> with_;  // by number: kinds, and the sorts with them
};

}  // namespace toofew
