#include "policy/policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "policy/messages.h"

namespace toofew {
namespace {

template <typename Rows, typename Name>
auto find_row(Rows& rows, Name name_of, std::string_view name) -> decltype(rows.data()) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.*name_of == name; });
  return row == rows.end() ? nullptr : &*row;
}

/// The overrides that fit, the most specific first.
std::vector<const Override*> fitting(const Policy& policy, const Scope& scope) {
  std::vector<const Override*> found;
  for (const auto& entry : policy.overrides) {
    if (entry.when.fits(scope)) found.push_back(&entry);
  }
  std::stable_sort(found.begin(), found.end(),
                   [&](const Override* a, const Override* b) { return a->when.weight(scope) > b->when.weight(scope); });
  return found;
}

std::string key_of(const Candidate& candidate) {
  std::string key = fmt::format("thresholds.{}", candidate.row->category);
  if (candidate.from) key += fmt::format(" (when {})", candidate.from->when.text());
  return key;
}

/// How the size of a claim's cohort compares with k.
struct Measure {
  std::optional<std::int64_t> size;  // people; nullopt: the policy lets such claims pass, whatever their size
  std::string reason;
};

Measure measure_inexact(Inexact how, std::string_view key, const Interval& cohort, std::int64_t figure) {
  switch (how) {
    case Inexact::lowest:
      return {cohort.lo, fmt::format("the lowest reading, {}, is judged", cohort.lo)};
    case Inexact::highest:
      return {cohort.judged(), fmt::format("the highest reading, {}, is judged", cohort.judged())};
    case Inexact::figure:
      return {figure, fmt::format("{}: figure has {} judged", key, figure)};
    case Inexact::allow:
      return {std::nullopt, fmt::format("{}: allow", key)};
  }
  return {cohort.lo, {}};
}

Measure measure(const Claim& claim, const Threshold& threshold) {
  const Interval& cohort = claim.cohort;
  if (claim.capped) return {cohort.judged(), fmt::format("the events cap it at {}", cohort.judged())};
  if (cohort == Interval::exactly(0)) {
    if (threshold.flags_zero) return {0, "zero: flag"};
    return {std::nullopt, "zero: allow"};
  }
  if (!cohort.hi) return measure_inexact(threshold.open_ended, "open_ended", cohort, cohort.lo);
  // "Fewer than 50" tells no more than that the group misses a k of 50.
  if (cohort.lo == 0) return measure_inexact(threshold.ceiling, "ceiling", cohort, *cohort.hi + 1);
  if (claim.figure) {
    const auto figure = std::clamp(*claim.figure, cohort.lo, *cohort.hi);
    return measure_inexact(threshold.approximate, "approximate", cohort, figure);
  }
  if (cohort.is_exact()) return {cohort.lo, {}};
  return {cohort.lo, fmt::format("the lowest reading, {}, is judged", cohort.lo)};
}

}  // namespace

bool When::fits(const Scope& scope) const {
  if (!channel.value.empty() && channel.value != scope.channel) return false;
  if (!region.value.empty() && region.value != scope.region) return false;
  if (paths.empty()) return true;
  return std::any_of(paths.begin(), paths.end(), [&](const Glob& glob) { return glob.covers(scope.path); });
}

Weight When::weight(const Scope& scope) const {
  Weight weight{0, !channel.value.empty(), !region.value.empty()};
  for (const auto& glob : paths) {
    if (glob.covers(scope.path)) weight.path = std::max(weight.path, 1 + glob.names());
  }
  return weight;
}

std::string When::text() const {
  std::vector<std::string> conditions;
  std::vector<std::string> patterns;
  patterns.reserve(paths.size());
  for (const auto& glob : paths) patterns.push_back(glob.pattern());
  if (!patterns.empty()) conditions.push_back(fmt::format("paths: {}", fmt::join(patterns, " or ")));
  if (!channel.value.empty()) conditions.push_back("channel: " + channel.value);
  if (!region.value.empty()) conditions.push_back("region: " + region.value);
  return fmt::format("{}", fmt::join(conditions, ", "));
}

Policy::ChannelOfPath Policy::channel_of_path(const std::string& path) const {
  ChannelOfPath found;
  for (const auto& channel : channels) {
    for (const auto& glob : channel.paths) {
      const bool is_closer = !found.glob || glob.names() > found.glob->names();
      if (is_closer && glob.covers(path)) found = {&channel, &glob};
    }
  }
  return found;
}

std::vector<Candidate> Policy::candidates(std::string_view category, const Scope& scope) const {
  std::string name(category.empty() ? kOrdinary : category);
  if (!find_threshold(name)) name = kSensitive;
  const auto entries = fitting(*this, scope);
  std::vector<Candidate> found;
  // The rows of the category itself, then those of the one that it follows, which follows none.
  for (bool follows = true; follows;) {
    follows = false;
    const auto take = [&](const ThresholdRow* row, const Override* from) {
      if (!row || follows) return;
      found.push_back({row, from});
      if (!row->follows) return;
      name = row->follows->value;
      follows = true;
    };
    for (const Override* entry : entries) take(find_row(entry->thresholds, &ThresholdRow::category, name), entry);
    take(find_threshold(name), nullptr);
  }
  return found;
}

Threshold Policy::threshold_for(std::string_view category, const Scope& scope) const {
  const auto rows = candidates(category, scope);
  const auto first = [&](auto key) {
    const auto sets = [&](const Candidate& candidate) { return (candidate.row->*key).has_value(); };
    return std::find_if(rows.begin(), rows.end(), sets);
  };
  const auto value = [&](auto key, auto otherwise) {
    const auto row = first(key);
    return row == rows.end() ? otherwise : (row->row->*key)->value;
  };
  Threshold threshold;
  const Candidate& decides = *first(&ThresholdRow::k);
  const Setting<std::int64_t>& k = *decides.row->k;
  threshold.k = k.value;
  threshold.source = place_of(k.origin, key_of(decides));
  if (const auto preset = citations.find(k.origin.file); preset != citations.end()) {
    threshold.citation = fmt::format("{} ({})", preset->first, preset->second);
    threshold.source += fmt::format(", {} ({})", k.value, preset->second);
  }
  threshold.error_below = std::min(k.value, value(&ThresholdRow::error_below, k.value));
  threshold.flags_zero = value(&ThresholdRow::flags_zero, false);
  threshold.approximate = value(&ThresholdRow::approximate, Inexact::lowest);
  threshold.ceiling = value(&ThresholdRow::ceiling, Inexact::highest);
  threshold.open_ended = value(&ThresholdRow::open_ended, Inexact::lowest);
  return threshold;
}

const SeverityRow& Policy::severity_for(std::string_view name, const Scope& scope) const {
  for (const Override* entry : fitting(*this, scope)) {
    if (const SeverityRow* row = find_row(entry->severities, &SeverityRow::name, name)) return *row;
  }
  return *find_severity(name);
}

Verdict Policy::verdict(const Claim& claim, const Scope& scope) const {
  Verdict verdict;
  verdict.threshold = threshold_for(claim.category, scope);
  const Threshold& threshold = verdict.threshold;
  const auto explain = [&](const std::string& words) {
    if (words.empty()) return;
    verdict.reason += (verdict.reason.empty() ? "" : "; ") + words;
  };
  if (claim.confidence < min_confidence.value) {
    explain(fmt::format("its rule is less sure than min_confidence: {}", confidence_name(min_confidence.value)));
    return verdict;
  }
  const UnitRow* unit = find_row(units, &UnitRow::name, Messages::built_in().plural(claim.unit));
  if (unit && !unit->counts.value) {
    explain(fmt::format("units.{}: ignore", unit->name));
    return verdict;
  }
  const Measure measured = measure(claim, threshold);
  explain(measured.reason);
  if (!measured.size) return verdict;
  const std::int64_t size = *measured.size;
  if (size >= threshold.k) {
    explain(fmt::format("{} is not below {}", size, threshold.k));
    return verdict;
  }
  const bool is_error = size < threshold.error_below;
  explain(is_error ? fmt::format("{} is below {}", size, threshold.error_below)
                   : fmt::format("{} is below {}, not below {}", size, threshold.k, threshold.error_below));
  verdict.severity = is_error ? Severity::error : Severity::warning;
  const auto cap = [&](std::string_view name) {
    const SeverityRow& row = severity_for(name, scope);
    if (row.ceiling.value >= verdict.severity) return;
    verdict.severity = row.ceiling.value;  // nullopt, off, is the least
    explain(fmt::format("severity.{}: {}", name, verdict.severity ? severity_name(*verdict.severity) : "off"));
  };
  cap(kind_name(claim.kind));
  if (claim.kind == Kind::extreme && claim.bare) cap(kBareExtreme);
  if (claim.capped) cap(kCapped);
  if (claim.confidence == Confidence::low) cap(kLowConfidence);
  return verdict;
}

std::optional<Severity> Policy::grade(const Claim& claim, const Scope& scope) const {
  return verdict(claim, scope).severity;
}

std::vector<std::string> Policy::categories() const {
  std::vector<std::string> names;
  names.reserve(thresholds.size());
  for (const auto& row : thresholds) names.push_back(row.category);
  return names;
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

std::string place_of(const Error::Place& origin, std::string_view key) {
  const bool is_ours = origin.file == kBuiltInPolicy || origin.file.starts_with(kPresetFile);
  return !is_ours ? fmt::format("{}:{} {}", origin.file, origin.line, key) : fmt::format("{}: {}", origin.file, key);
}

}  // namespace toofew
