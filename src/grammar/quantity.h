#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/interval.h"

namespace toofew {

/// How a quantity is to be taken: section 3 of docs/disclosures.md gives the interval of each.
enum class Bound {
  exactly,     ///< "53"
  about,       ///< "about 50": 20 % either way, rounded outward
  nearly,      ///< "nearly 50": down to 20 % below
  just_over,   ///< "50-odd": up to 20 % above
  more_than,   ///< "more than 50": open-ended from 51
  at_least,    ///< "50+": open-ended from 50
  fewer_than,  ///< "fewer than 10": 0 to 9
  at_most,     ///< "up to 30": 0 to 30
};
std::optional<Bound> bound_from_name(std::string_view name);

/// A number that the text states: a count, or a share of some whole that has to be found.
struct Quantity {
  bool is_share = false;   ///< lo and hi are fractions of a whole (0.03 for "3%")
  bool is_rest = false;    ///< "all but three": lo and hi count those left out
  double lo = 0;
  std::optional<double> hi = 0;
  Bound bound = Bound::exactly;

  /// The number of people: of `whole` for a share or a remainder. nullopt when a whole is needed and not known.
  std::optional<Interval> of(const std::optional<Interval>& whole) const;

  /// Those left out, of a remainder: three in "all but three".
  Interval left_out() const;

  /// Of a share: those of `whole` who are not in it. That is a share of the same whole, so that where the size of the
  /// whole is known only roughly, the rest is not the difference of two rough sizes.
  Interval rest_of_share(const Interval& whole) const;
};

/// What is left of `whole` without `part`; never below zero.
Interval rest_of(const Interval& whole, const Interval& part);

}  // namespace toofew
