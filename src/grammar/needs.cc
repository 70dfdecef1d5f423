#include "grammar/needs.h"

#include <algorithm>

namespace toofew {
namespace {

// Sentences that tell which needs are rare.
constexpr std::size_t kEnough = 1000;

}  // namespace

PredicateIndex::PredicateIndex(const PatternTables& tables)
    : tables_(tables), by_kind_(KindSet().size()), needs_(tables.predicates.size()) {
  for (std::size_t n = 0; n < tables.needs.size(); ++n) {
    for (const auto predicate : tables.needs[n]) needs_[predicate].push_back(static_cast<std::uint16_t>(n));
  }
  const std::vector<Predicate>& predicates = tables.predicates;
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
  Bits found(tables_.predicates.size());
  const auto ask = [&](const std::vector<Asked>& terms) {
    for (const auto& [predicate, term] : terms) {
      if (!found.has(predicate) && term->holds(kinds)) found.set(predicate);
    }
  };
  ask(others_);
  for_each_kind(kinds, [&](std::uint16_t kind) { ask(by_kind_[kind]); });
  return found;
}

Bits PredicateIndex::met_by(const Bits& predicates) const {
  Bits met(tables_.needs.size());
  predicates.for_each([&](std::size_t predicate) {
    for (const auto need : needs_[predicate]) met.set(need);
  });
  return met;
}

NeedIndex::NeedIndex(std::size_t needs, const std::vector<const Pattern*>& patterns) : patterns_(patterns), times_met_(needs) {
  sort_alternatives();
}

// Of needs that are met alike, the first is the narrowest.
void NeedIndex::sort_alternatives() {
  by_rarest_.assign(times_met_.size(), {});
  rarest_.reset(times_met_.size());
  needless_.reset(patterns_.size());
  for (std::size_t p = 0; p < patterns_.size(); ++p) {
    for (const auto& needs : patterns_[p]->needs) {
      const auto rarest = std::min_element(needs.all.begin(), needs.all.end(),
                                           [&](std::uint16_t a, std::uint16_t b) { return times_met_[a] < times_met_[b]; });
      if (rarest == needs.all.end()) {
        needless_.set(p);
      } else {
        by_rarest_[*rarest].push_back({p, &needs});
        rarest_.set(*rarest);
      }
    }
  }
}

bool NeedIndex::learn(const Bits& met) {
  if (sentences_ == kEnough) return false;
  met.for_each([&](std::size_t need) { ++times_met_[need]; });
  if (++sentences_ < kEnough) return false;
  sort_alternatives();
  return true;
}

void NeedIndex::find_candidates(const Bits& met, Bits& found) const {
  find_candidates_if(met, [](const Pattern::Needs&) { return true; }, found);
}

void NeedIndex::find_candidates(const Bits& met, const std::vector<const Bits*>& met_by_units, Bits& found) const {
  const auto are_in_order = [&](const Pattern::Needs& needs) {
    auto unit = met_by_units.begin();
    return std::all_of(needs.steps.begin(), needs.steps.end(), [&](std::uint16_t need) {
      unit = std::find_if(unit, met_by_units.end(), [&](const Bits* met_by_unit) { return met_by_unit->has(need); });
      return unit != met_by_units.end() && (++unit, true);
    });
  };
  find_candidates_if(met, are_in_order, found);
}

template <typename MayMatch>
void NeedIndex::find_candidates_if(const Bits& met, const MayMatch& may_match, Bits& found) const {
  found = needless_;
  met.for_each_in(rarest_, [&](std::size_t need) {
    for (const auto& [pattern, needs] : by_rarest_[need]) {
      if (found.has(pattern)) continue;
      const bool are_met = std::all_of(needs->all.begin(), needs->all.end(), [&](std::uint16_t one) { return met.has(one); });
      if (are_met && may_match(*needs)) found.set(pattern);
    }
  });
}

}  // namespace toofew
