#include "grammar/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace toofew {
namespace {

constexpr double kApproximation = 0.2;
// Larger figures are no cohort; the cap keeps the arithmetic within 64 bits.
constexpr double kLargest = 1e15;

constexpr std::array<std::pair<std::string_view, Bound>, 8> kBounds{{{"exactly", Bound::exactly},
                                                                     {"about", Bound::about},
                                                                     {"nearly", Bound::nearly},
                                                                     {"just-over", Bound::just_over},
                                                                     {"more-than", Bound::more_than},
                                                                     {"at-least", Bound::at_least},
                                                                     {"fewer-than", Bound::fewer_than},
                                                                     {"at-most", Bound::at_most}}};

// Floating-point products such as 0.29 * 100 fall a hair short of the integer that is meant.
constexpr double kHair = 1e-9;
std::int64_t round_down(double x) { return static_cast<std::int64_t>(std::floor(std::min(x, kLargest) + kHair)); }
std::int64_t round_up(double x) { return static_cast<std::int64_t>(std::ceil(std::min(x, kLargest) - kHair)); }
std::int64_t round_near(double x) { return static_cast<std::int64_t>(std::floor(std::min(x, kLargest) + 0.5 + kHair)); }

Interval bounded(double lo, std::optional<double> hi, Bound bound, bool is_share) {
  const double top = hi.value_or(lo);
  const auto floor_of = [&](double x) { return is_share ? round_near(x) : round_down(x); };
  switch (bound) {
    case Bound::exactly:
      return {floor_of(lo), hi ? std::optional(is_share ? round_near(*hi) : round_up(*hi)) : std::nullopt};
    case Bound::about:
      return {round_down(lo * (1 - kApproximation)), round_up(top * (1 + kApproximation))};
    case Bound::nearly:
      return {round_down(lo * (1 - kApproximation)), round_up(top) - 1};
    case Bound::just_over:
      return {round_down(lo) + 1, round_up(top * (1 + kApproximation))};
    case Bound::more_than:
      return Interval::at_least(round_down(lo) + 1);
    case Bound::at_least:
      return Interval::at_least(round_up(lo));
    case Bound::fewer_than:
      // "Under 5% of 200" may be any share up to the bound; of a count it is one less at the most.
      return {0, is_share ? round_down(top) : std::max<std::int64_t>(0, round_up(top) - 1)};
    case Bound::at_most:
      return {0, round_down(top)};
  }
  return {floor_of(lo), round_up(top)};
}

}  // namespace

std::optional<Bound> bound_from_name(std::string_view name) {
  for (const auto& [key, bound] : kBounds) {
    if (key == name) return bound;
  }
  return std::nullopt;
}

std::optional<Interval> Quantity::of(const std::optional<Interval>& whole) const {
  if (!is_share && !is_rest) return bounded(lo, hi, bound, false);
  if (!whole) return std::nullopt;
  if (is_rest) return rest_of(*whole, left_out());
  const double whole_lo = static_cast<double>(whole->lo);
  std::optional<double> part_hi;
  if (hi && whole->hi) part_hi = *hi * static_cast<double>(*whole->hi);
  Interval part = bounded(lo * whole_lo, part_hi, bound, true);
  if (!part.hi && whole->hi) part.hi = whole->hi;
  return part;
}

Interval Quantity::left_out() const { return bounded(lo, hi, bound, false); }

Interval Quantity::rest_of_share(const Interval& whole) const {
  if (bound != Bound::exactly || !hi) return rest_of(whole, *of(whole));
  Quantity rest = *this;
  rest.lo = 1 - *hi;
  rest.hi = 1 - lo;
  return *rest.of(whole);
}

Interval rest_of(const Interval& whole, const Interval& part) {
  Interval rest;
  rest.lo = part.hi ? std::max<std::int64_t>(0, whole.lo - *part.hi) : 0;
  if (whole.hi) rest.hi = std::max(rest.lo, *whole.hi - part.lo);
  return rest;
}

}  // namespace toofew
