#include "grammar/sorts.h"

#include <bit>

namespace toofew {

const Sort& Sorts::of(const KindSet& kinds) {
  const auto known = sorts_.find(kinds);
  if (known != sorts_.end()) return *known;
  return *sorts_.insert({kinds, static_cast<std::uint32_t>(sorts_.size())}).first;
}

const Sort* Sorts::with(const Sort* sort, std::uint16_t kind) {
  if (sort->kinds[kind]) return sort;
  const Sort*& known = with_[(std::uint64_t{sort->number} << 16) | kind];
  if (known == nullptr) known = &of(KindSet(sort->kinds).set(kind));
  return known;
}

// Quicker than the library's for sets as wide as these: the products of its words do not wait for each other.
std::size_t Sorts::hash(const KindSet& kinds) {
  const auto words = std::bit_cast<KindWords>(kinds);
  std::uint64_t hash = 0;
  for (std::size_t w = 0; w < words.size(); ++w) hash += words[w] * ((2 * w + 1) * 0x9E3779B97F4A7C15);
  return static_cast<std::size_t>(hash ^ (hash >> 32));
}

}  // namespace toofew
