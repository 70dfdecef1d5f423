#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstdint>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/array.h"
#include "grammar/string_table.h"

namespace toofew {

/// What a token or a phrase may be taken for: bits numbered by KindTable.
using KindSet = std::bitset<3712>;

/// The bits of a KindSet, 64 a word.
using KindWords = std::array<std::uint64_t, sizeof(KindSet) / sizeof(std::uint64_t)>;

/// Calls work(kind) for each kind of the set, in order.
template <typename Work>
void for_each_kind(const KindSet& set, const Work& work) {
  const auto words = std::bit_cast<KindWords>(set);
  for (std::size_t w = 0; w < words.size(); ++w) {
    for (std::uint64_t left = words[w]; left != 0; left &= left - 1) {
      work(static_cast<std::uint16_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(left))));
    }
  }
}

/// The kinds of the set, in order.
inline std::vector<std::uint16_t> listed(const KindSet& set) {
  std::size_t size = 0;
  for_each_kind(set, [&](std::uint16_t) { ++size; });
  std::vector<std::uint16_t> kinds;
  kinds.reserve(size);
  for_each_kind(set, [&](std::uint16_t kind) { kinds.push_back(kind); });
  return kinds;
}

/// A set of kinds for keeping: units have few each, so they are listed, in order. `Numbers` holds them.
template <typename Numbers>
class ListedKinds {
 public:
  ListedKinds() = default;
  explicit ListedKinds(Numbers kinds) : kinds_(std::move(kinds)) {}
  explicit ListedKinds(const KindSet& set) : kinds_(listed(set)) {}

  bool operator[](std::size_t kind) const {
    const auto at = std::find_if(kinds_.begin(), kinds_.end(), [&](std::uint16_t one) { return one >= kind; });
    return at != kinds_.end() && *at == kind;
  }
  bool meets(const KindSet& set) const {
    return std::any_of(kinds_.begin(), kinds_.end(), [&](std::uint16_t kind) { return set[kind]; });
  }
  /// Those that are in the set, too.
  auto among(const KindSet& set) const {
    std::vector<std::uint16_t> found;
    std::copy_if(kinds_.begin(), kinds_.end(), std::back_inserter(found), [&](std::uint16_t kind) { return set[kind]; });
    return ListedKinds<std::vector<std::uint16_t>>(std::move(found));
  }
  bool none() const { return kinds_.begin() == kinds_.end(); }
  KindSet set() const {
    KindSet set;
    for (const auto kind : kinds_) set.set(kind);
    return set;
  }

  auto begin() const { return kinds_.begin(); }
  auto end() const { return kinds_.end(); }
  const Numbers& numbers() const { return kinds_; }
  friend bool operator==(const ListedKinds&, const ListedKinds&) = default;

 private:
  Numbers kinds_;
};

using KindList = ListedKinds<std::vector<std::uint16_t>>;
/// What rules and words are made with.
using RuleKinds = ListedKinds<Array<std::uint16_t>>;

/// The kind that is named by literal words of a pattern: "=word". Several of them share one.
std::string literal_name(const std::set<std::string>& words);

/// The words of such a name, in order; none, where a kind has another name.
std::vector<std::string> literal_words(std::string_view kind_name);

/// Names of kinds and their numbers. A literal word of a pattern is a kind of its own.
class KindTable {
 public:
  /// The number of `name`, given out at first sight. Throws Error when more than KindSet holds are wanted.
  std::uint16_t intern(std::string_view name);
  /// The number of `name`, or -1.
  int find(std::string_view name) const;
  const std::string& name(std::uint16_t kind) const { return names_[kind]; }
  std::uint16_t size() const { return static_cast<std::uint16_t>(names_.size()); }


 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint16_t> numbers_;
};

/// What is left of a KindTable once all rules are read.
struct KindNames {
  KindNames() = default;
  explicit KindNames(const KindTable& table);

  /// The number of `name`, or -1.
  int find(std::string_view name) const;
  /// The set's kinds by name, without literals, separated by spaces.
  std::string describe(const KindSet& set) const;

  StringTable numbers;  ///< by name, without literals
  KindSet literals;     ///< the words that patterns name, each of which is a kind
};

}  // namespace toofew
