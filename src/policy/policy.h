#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/globs.h"
#include "policy/finding.h"
#include "policy/scope.h"
#include "policy/setting.h"

namespace toofew {

/// What is asked for a kind of data. What a row leaves unset it takes from a less specific row, in the end from the row
/// that it follows.
struct ThresholdRow {
  std::string category;
  std::optional<Setting<std::int64_t>> k;            ///< people
  std::optional<Setting<std::int64_t>> error_below;  ///< people
  std::optional<Setting<bool>> flags_zero;
  std::optional<Setting<Inexact>> approximate;
  std::optional<Setting<Inexact>> ceiling;
  std::optional<Setting<Inexact>> open_ended;
  std::optional<Setting<std::string>> follows;  ///< "ordinary" or "sensitive"
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

/// How specific an override is for a draft; the heaviest wins. Compared in this order.
struct Weight {
  int path = 0;  ///< 0 where the entry asks for no path, else 1 and the names that its pattern spells out
  bool channel = false;
  bool region = false;

  friend auto operator<=>(const Weight&, const Weight&) = default;
};

/// The drafts that an override is for: those that fit all that is set here.
struct When {
  std::vector<Glob> paths;       ///< one of them must cover the draft; empty: any path
  Setting<std::string> channel;  ///< "": any
  Setting<std::string> region;   ///< "": any

  bool fits(const Scope& scope) const;
  /// How specific this is for a draft that it fits.
  Weight weight(const Scope& scope) const;
  /// "channel: tweet, region: uk".
  std::string text() const;
};

/// Thresholds and severities for some drafts.
struct Override {
  When when;
  std::vector<ThresholdRow> thresholds;
  std::vector<SeverityRow> severities;
  Error::Place origin;
};

/// A name for where drafts are published.
struct Channel {
  Setting<std::string> name;
  std::vector<Glob> paths;  ///< drafts that belong to it, unless they say themselves
};

/// Whether statements that count such a unit count people.
struct UnitRow {
  std::string name;  ///< plural, as rules/defaults/messages.yaml has it: "devices"
  Setting<bool> counts;
};

/// A row that has a say in the threshold of a category.
struct Candidate {
  const ThresholdRow* row = nullptr;
  const Override* from = nullptr;  ///< nullptr for a row of the policy's own table
};

/// What the policy says of a claim, and why.
struct Verdict {
  std::optional<Severity> severity;  ///< nullopt: it passes
  Threshold threshold;
  std::string reason;  ///< in words, for `toofew config explain`
};

inline constexpr std::string_view kFacts = "facts";  ///< what is wrong with a declared fact

/// How declared facts are checked (docs/facts.md).
struct FactChecks {
  Setting<std::int64_t> rounding;                     ///< base that counts are rounded to; 1: not at all
  Setting<std::optional<std::int64_t>> dominance_n;   ///< how many contributors may not dominate; nullopt: no such rule
  Setting<std::int64_t> dominance_k;                  ///< percent of the total that they may give at most
  Setting<std::optional<std::int64_t>> p_percent;     ///< how close the largest one may be estimated; nullopt: no rule
  Setting<std::optional<std::int64_t>> approval_days; ///< how long an approval without a last day holds; nullopt: ever
};

/// What may be published: plain data, filled from the built-in policy and the user's configuration (policy/config.h),
/// which see to it that the rows `ordinary` and `sensitive`, and a severity row for every sort, are there, and that of
/// the overrides that fit a draft no two of one weight contradict each other.
struct Policy {
  std::vector<ThresholdRow> thresholds;
  std::vector<SeverityRow> severities;
  std::vector<Override> overrides;
  std::vector<Channel> channels;
  std::vector<UnitRow> units;
  Setting<std::string> region;  ///< of drafts that name none; "" for none
  Setting<Confidence> min_confidence;
  /// Title and address of the presets in use, by the file name that their settings carry ("preset cms-11").
  std::map<std::string, std::string> citations;

  /// The channel whose patterns cover the path, by the pattern that spells out most names; nullptrs where none does.
  struct ChannelOfPath {
    const Channel* channel = nullptr;
    const Glob* glob = nullptr;
  };
  ChannelOfPath channel_of_path(const std::string& path) const;
  FactChecks fact_checks;

  /// The threshold for a category; one that no row names is taken as sensitive, the empty one as ordinary.
  Threshold threshold_for(std::string_view category, const Scope& scope = {}) const;

  /// The rows that have a say there, the one that goes first in front. Each key is taken from the first that sets it.
  std::vector<Candidate> candidates(std::string_view category, const Scope& scope) const;

  /// What the policy says of the claim. A claim is a disclosure when its lower bound is below k: the reader may take
  /// the low reading, unless the threshold says otherwise.
  Verdict verdict(const Claim& claim, const Scope& scope = {}) const;
  /// The verdict's severity; nullopt lets the claim pass.
  std::optional<Severity> grade(const Claim& claim, const Scope& scope = {}) const;

  /// The severity row that holds for such drafts.
  const SeverityRow& severity_for(std::string_view name, const Scope& scope) const;

  /// The kinds of data that it knows.
  std::vector<std::string> categories() const;

  /// The row of that name in the policy's own table, or nullptr.
  const ThresholdRow* find_threshold(std::string_view category) const;
  ThresholdRow* find_threshold(std::string_view category);
  const SeverityRow* find_severity(std::string_view name) const;
  SeverityRow* find_severity(std::string_view name);
};

/// Where a setting was made: "built-in policy: KEY", "preset cms-11: KEY" or "toofew.yaml:7 KEY".
std::string place_of(const Error::Place& origin, std::string_view key);

}  // namespace toofew
