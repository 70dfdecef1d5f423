#include "grammar/sorts.h"

#include <algorithm>
#include <utility>

namespace toofew {

const Sort& Sorts::of(KindList kinds) {
  const auto known = sorts_.find(kinds);
  if (known != sorts_.end()) return *known;
  return *sorts_.insert({std::move(kinds), static_cast<std::uint32_t>(sorts_.size())}).first;
}

const Sort* Sorts::with(const Sort* sort, std::uint16_t kind) {
  if (sort->kinds[kind]) return sort;
  if (sort->number >= with_.size()) with_.resize(sorts_.size());
  auto& known = with_[sort->number];
  const auto it = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == kind; });
  if (it != known.end()) return it->second;
  return known.emplace_back(kind, &of(sort->kinds.set().set(kind))).second;
}

std::size_t Sorts::hash(const KindList& kinds) {
  std::uint64_t hash = 0;
  for (const auto kind : kinds) hash = (hash ^ kind) * 0x9E3779B97F4A7C15;
  return static_cast<std::size_t>(hash ^ (hash >> 32));
}

}  // namespace toofew
