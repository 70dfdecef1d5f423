#include "grammar/needs.h"

#include <algorithm>

namespace toofew {

PredicateIndex::PredicateIndex(const std::vector<Predicate>& predicates)
    : predicates_(predicates.size()), by_kind_(KindSet().size()) {
  std::vector<std::size_t> times(by_kind_.size());  // that a kind is wanted
  for (const auto& predicate : predicates) {
    for (const auto& term : predicate.terms) {
      for (const auto kind : term.all) ++times[kind];
      for (const auto kind : term.all) mentioned_.set(kind);
      for (const auto kind : term.none) mentioned_.set(kind);
    }
  }
  for (std::size_t p = 0; p < predicates.size(); ++p) {
    for (const auto& term : predicates[p].terms) {
      const auto rarest = std::min_element(term.all.begin(), term.all.end(),
                                           [&](std::uint16_t a, std::uint16_t b) { return times[a] < times[b]; });
      (rarest == term.all.end() ? others_ : by_kind_[*rarest]).push_back({p, &term});
    }
  }
}

Bits PredicateIndex::true_for(const KindSet& kinds) const {
  Bits found(predicates_);
  const auto ask = [&](const std::vector<Asked>& terms) {
    for (const auto& [predicate, term] : terms) {
      if (!found.has(predicate) && term->holds(kinds)) found.set(predicate);
    }
  };
  ask(others_);
  for_each_kind(kinds, [&](std::uint16_t kind) { ask(by_kind_[kind]); });
  return found;
}

NeedIndex::NeedIndex(const PatternTables& tables, const std::vector<const Pattern*>& patterns)
    : patterns_(patterns.size()), by_predicate_(tables.predicates.size()), by_first_(tables.needs.size()) {
  for (std::size_t n = 0; n < tables.needs.size(); ++n) {
    for (const auto predicate : tables.needs[n]) by_predicate_[predicate].push_back(n);
  }
  for (std::size_t p = 0; p < patterns.size(); ++p) {
    for (const auto& needs : patterns[p]->needs) {
      Alternative alternative{p, Bits(tables.needs.size())};
      for (const auto need : needs) alternative.needs.set(need);
      (needs.empty() ? without_ : by_first_[needs.front()]).push_back(std::move(alternative));
    }
  }
}

Bits NeedIndex::met_by(const Bits& predicates) const {
  Bits met(by_first_.size());
  predicates.for_each([&](std::size_t predicate) {
    for (const auto need : by_predicate_[predicate]) met.set(need);
  });
  return met;
}

Bits NeedIndex::candidates(const Bits& met) const {
  Bits found(patterns_);
  for (const auto& alternative : without_) found.set(alternative.pattern);
  met.for_each([&](std::size_t need) {
    for (const auto& alternative : by_first_[need]) {
      if (met.holds_all_of(alternative.needs)) found.set(alternative.pattern);
    }
  });
  return found;
}

}  // namespace toofew
