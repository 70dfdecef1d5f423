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
#include <vector>

namespace toofew {

/// What a token or a phrase may be taken for: bits numbered by KindTable.
using KindSet = std::bitset<3584>;

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

/// A set of kinds for keeping: units have few each, so they are listed, in order.
class KindList {
 public:
  KindList() = default;
  explicit KindList(const KindSet& set) {
    std::size_t size = 0;
    for_each_kind(set, [&](std::uint16_t) { ++size; });
    kinds_.reserve(size);
    for_each_kind(set, [&](std::uint16_t kind) { kinds_.push_back(kind); });
  }

  bool operator[](std::size_t kind) const {
    const auto at = std::find_if(kinds_.begin(), kinds_.end(), [&](std::uint16_t one) { return one >= kind; });
    return at != kinds_.end() && *at == kind;
  }
  bool meets(const KindSet& set) const {
    return std::any_of(kinds_.begin(), kinds_.end(), [&](std::uint16_t kind) { return set[kind]; });
  }
  /// Those that are in the set, too.
  KindList among(const KindSet& set) const {
    KindList found;
    std::copy_if(kinds_.begin(), kinds_.end(), std::back_inserter(found.kinds_), [&](std::uint16_t kind) { return set[kind]; });
    return found;
  }
  KindSet set() const {
    KindSet set;
    for (const auto kind : kinds_) set.set(kind);
    return set;
  }

  auto begin() const { return kinds_.begin(); }
  auto end() const { return kinds_.end(); }
  friend bool operator==(const KindList&, const KindList&) = default;

 private:
  std::vector<std::uint16_t> kinds_;
};

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

  /// The words that patterns name, each of which is a kind.
  KindSet literals() const;
  /// The set's kinds by name, without literals, separated by spaces.
  std::string describe(const KindSet& set) const;

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint16_t> numbers_;
};

}  // namespace toofew
