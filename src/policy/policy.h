#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/finding.h"
#include "policy/setting.h"

namespace toofew {

/// One row of `thresholds`. What a row leaves unset it takes from the row that it follows.
struct ThresholdRow {
  std::string category;
  std::optional<Setting<std::int64_t>> k;            ///< people
  std::optional<Setting<std::int64_t>> error_below;  ///< people
  std::optional<Setting<std::string>> follows;       ///< "ordinary" or "sensitive"
};

/// One row of `severity`: the most severe that findings of a sort may be; nullopt turns them off.
struct SeverityRow {
  std::string name;  ///< a kind, or one of kBareExtreme, kCapped, kLowConfidence, kWaiver
  Setting<std::optional<Severity>> ceiling;
};

inline constexpr std::string_view kOrdinary = "ordinary";
inline constexpr std::string_view kSensitive = "sensitive";
inline constexpr std::string_view kBareExtreme = "bare-extreme";  ///< an extreme that says nothing more of its holder
inline constexpr std::string_view kCapped = "capped";             ///< events that cap the number of people
inline constexpr std::string_view kLowConfidence = "low-confidence";  ///< what a rule is not sure of
inline constexpr std::string_view kWaiver = "waiver";                 ///< what is wrong with a waiver

/// What may be published: plain data, filled from the built-in policy and the user's configuration (policy/config.h),
/// which see to it that the rows `ordinary` and `sensitive`, and a severity row for every sort, are there.
struct Policy {
  std::vector<ThresholdRow> thresholds;
  std::vector<SeverityRow> severities;
  Setting<Confidence> min_confidence;

  /// The threshold for a category; one that no row names is taken as sensitive, the empty one as ordinary.
  Threshold threshold_for(std::string_view category) const;

  /// What the policy says of the claim; nullopt lets it pass. A claim is a disclosure when its lower bound is below k:
  /// the reader may take the low reading.
  std::optional<Severity> grade(const Claim& claim) const;

  /// The row of that name, or nullptr.
  const ThresholdRow* find_threshold(std::string_view category) const;
  ThresholdRow* find_threshold(std::string_view category);
  const SeverityRow* find_severity(std::string_view name) const;
  SeverityRow* find_severity(std::string_view name);
};

}  // namespace toofew
