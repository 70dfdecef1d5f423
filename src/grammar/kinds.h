#pragma once

#include <array>
#include <bit>
#include <bitset>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace toofew {

/// What a token or a phrase may be taken for: bits numbered by KindTable.
using KindSet = std::bitset<3072>;

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

/// Names of kinds and their numbers. A literal word of a pattern is a kind of its own, named "=word".
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
