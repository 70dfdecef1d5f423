#include "policy/policy.h"

#include <fmt/format.h>

#include <algorithm>

namespace toofew {
namespace {

template <typename Rows, typename Name>
auto find_row(Rows& rows, Name name_of, std::string_view name) -> decltype(rows.data()) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.*name_of == name; });
  return row == rows.end() ? nullptr : &*row;
}

std::string source_of(const Error::Place& origin, std::string_view category) {
  if (origin.file == kBuiltInPolicy) return fmt::format("{}: thresholds.{}", origin.file, category);
  return fmt::format("{}:{} thresholds.{}", origin.file, origin.line, category);
}

}  // namespace

Threshold Policy::threshold_for(std::string_view category) const {
  const ThresholdRow* row = find_threshold(category.empty() ? kOrdinary : category);
  if (!row) row = find_threshold(kSensitive);
  // A row that follows another can only follow one of the two base rows, which are complete.
  Threshold threshold;
  if (row->follows) threshold = threshold_for(row->follows->value);
  if (row->error_below) threshold.error_below = row->error_below->value;
  if (row->k) {
    threshold.k = row->k->value;
    threshold.source = source_of(row->k->origin, row->category);
  }
  return threshold;
}

std::optional<Severity> Policy::grade(const Claim& claim) const {
  if (claim.confidence < min_confidence.value) return std::nullopt;
  const Threshold threshold = threshold_for(claim.category);
  // A reader may take the low end of a range. Events only cap the number of people, and a high cap tells nothing.
  const std::int64_t judged = claim.capped ? claim.cohort.judged() : claim.cohort.lo;
  if (judged >= threshold.k) return std::nullopt;

  std::optional<Severity> grade = judged < threshold.error_below ? Severity::error : Severity::warning;
  const auto cap = [&](std::string_view name) {
    grade = std::min(grade, find_severity(name)->ceiling.value);  // nullopt, off, is the least
  };
  cap(kind_name(claim.kind));
  if (claim.kind == Kind::extreme && claim.bare) cap(kBareExtreme);
  if (claim.capped) cap(kCapped);
  if (claim.confidence == Confidence::low) cap(kLowConfidence);
  return grade;
}

const ThresholdRow* Policy::find_threshold(std::string_view category) const {
  return find_row(thresholds, &ThresholdRow::category, category);
}

ThresholdRow* Policy::find_threshold(std::string_view category) {
  return find_row(thresholds, &ThresholdRow::category, category);
}

const SeverityRow* Policy::find_severity(std::string_view name) const {
  return find_row(severities, &SeverityRow::name, name);
}

SeverityRow* Policy::find_severity(std::string_view name) { return find_row(severities, &SeverityRow::name, name); }

}  // namespace toofew
