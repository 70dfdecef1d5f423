#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace toofew {

/// A number of people known to lie in [lo, hi]; `hi` is absent when the text sets no upper bound.
struct Interval {
  std::int64_t lo = 0;
  std::optional<std::int64_t> hi;

  static Interval exactly(std::int64_t n) { return {n, n}; }
  static Interval at_least(std::int64_t n) { return {n, std::nullopt}; }

  /// The figure that a policy compares with k: the upper bound, or the lower one of an open-ended claim.
  std::int64_t judged() const { return hi.value_or(lo); }
  bool is_exact() const { return hi == lo; }
  /// "[53, 53]", "[51, …]".
  std::string to_string() const;

  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace toofew
