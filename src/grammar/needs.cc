#include "grammar/needs.h"

#include <algorithm>
#include <numeric>

namespace toofew {
namespace {

// Sentences that tell which needs are rare.
constexpr std::size_t kEnough = 1000;

}  // namespace

NeedIndex::NeedIndex(const PatternSet& patterns) : patterns_(patterns), times_met_(patterns.needs) { sort_alternatives(); }

// Of needs that are met alike, the first is the narrowest.
void NeedIndex::sort_alternatives() {
  rarest_.reset(times_met_.size());
  needless_.reset(patterns_.size());
  ends_.assign(times_met_.size(), 0);
  std::vector<std::uint16_t> rarest;  // of each alternative that has needs
  for (const Alternative& alternative : patterns_.alternatives) {
    const auto all = patterns_.all_of(alternative);
    if (all.empty()) {
      needless_.set(alternative.pattern);
      continue;
    }
    rarest.push_back(*std::min_element(all.begin(), all.end(), [&](auto a, auto b) { return times_met_[a] < times_met_[b]; }));
    rarest_.set(rarest.back());
    ++ends_[rarest.back()];
  }
  std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
  by_rarest_.resize(rarest.size());
  std::vector<std::uint32_t> left = ends_;
  auto next = rarest.rbegin();
  for (std::size_t a = patterns_.alternatives.size(); a-- > 0;) {
    const Alternative& alternative = patterns_.alternatives[a];
    if (alternative.all > 0) by_rarest_[--left[*next++]] = &alternative;
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
  find_candidates_if(met, [](const Alternative&) { return true; }, found);
}

void NeedIndex::find_candidates(const Bits& met, const std::vector<const Bits*>& met_by_units, Bits& found) const {
  const auto are_in_order = [&](const Alternative& alternative) {
    const auto steps = patterns_.steps_of(alternative);
    auto unit = met_by_units.begin();
    return std::all_of(steps.begin(), steps.end(), [&](std::uint16_t need) {
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
    for (std::size_t at = need == 0 ? 0 : ends_[need - 1]; at < ends_[need]; ++at) {
      const Alternative& alternative = *by_rarest_[at];
      if (found.has(alternative.pattern)) continue;
      const auto all = patterns_.all_of(alternative);
      const bool are_met = std::all_of(all.begin(), all.end(), [&](std::uint16_t one) { return met.has(one); });
      if (are_met && may_match(alternative)) found.set(alternative.pattern);
    }
  });
}

}  // namespace toofew
