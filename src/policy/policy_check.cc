#include "policy/policy_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"

namespace toofew {
namespace {

constexpr const char* kHowToSeparate =
    "make one pattern spell out more names than the other, or tie both to this folder with a / in front";

std::string place_in_words(const Error::Place& place, const std::string& file) {
  return place.file == file ? fmt::format("line {}", place.line) : fmt::format("{}:{}", place.file, place.line);
}

/// Two patterns that spell out as many names as each other, and a path that both cover.
struct Overlap {
  const Glob* one;
  const Glob* other;
  std::string path;
};

std::optional<Overlap> overlap_of(const std::vector<Glob>& some, const std::vector<Glob>& others) {
  for (const auto& one : some) {
    for (const auto& other : others) {
      if (one.names() != other.names()) continue;
      if (auto path = one.overlap(other)) return Overlap{&one, &other, std::move(*path)};
    }
  }
  return std::nullopt;
}

void check_channels(const Policy& policy) {
  const auto& channels = policy.channels;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto overlap = overlap_of(channels[i].paths, channels[j].paths);
      if (!overlap) continue;
      const auto& origin = channels[i].name.origin;
      throw Error(origin,
                  fmt::format("“{}” and “{}” of channel '{}' ({}) both fit the path “{}”", overlap->one->pattern(),
                              overlap->other->pattern(), channels[j].name.value,
                              place_in_words(channels[j].name.origin, origin.file), overlap->path),
                  kHowToSeparate);
    }
  }
}

void check_names(const Policy& policy) {
  std::vector<std::string> known;
  known.reserve(policy.channels.size());
  for (const auto& channel : policy.channels) known.push_back(channel.name.value);
  for (const auto& entry : policy.overrides) {
    const auto& channel = entry.when.channel;
    if (channel.value.empty() || std::find(known.begin(), known.end(), channel.value) != known.end()) continue;
    throw Error(channel.origin, fmt::format("unknown channel '{}'", channel.value),
                known.empty() ? "list it under 'channels:'" : did_you_mean(channel.value, known));
  }
}

template <typename T>
bool differ(const std::optional<Setting<T>>& a, const std::optional<Setting<T>>& b) {
  return a && b && a->value != b->value;
}

bool contradict(const ThresholdRow& a, const ThresholdRow& b) {
  if (a.follows.has_value() != b.follows.has_value()) return true;
  return differ(a.k, b.k) || differ(a.error_below, b.error_below) || differ(a.flags_zero, b.flags_zero) ||
         differ(a.approximate, b.approximate) || differ(a.ceiling, b.ceiling) || differ(a.open_ended, b.open_ended) ||
         differ(a.follows, b.follows);
}

/// The key that both set, and differently; "" when there is none.
std::string contradiction(const Override& a, const Override& b) {
  for (const auto& row : a.thresholds) {
    for (const auto& other : b.thresholds) {
      if (row.category == other.category && contradict(row, other)) return "thresholds." + row.category;
    }
  }
  for (const auto& row : a.severities) {
    for (const auto& other : b.severities) {
      if (row.name == other.name && row.ceiling.value != other.ceiling.value) return "severity." + row.name;
    }
  }
  return {};
}

void check_pair(const Override& entry, const Override& earlier) {
  const When& one = entry.when;
  const When& other = earlier.when;
  if (one.channel.value != other.channel.value || one.region.value != other.region.value) return;
  const std::string key = contradiction(entry, earlier);
  if (key.empty()) return;
  const auto overlap = overlap_of(one.paths, other.paths);
  if (!overlap) return;
  throw Error(
      entry.origin,
      fmt::format("“{}” and “{}” ({}) both fit the path “{}” and are of the same weight, but set {} differently",
                  overlap->one->pattern(), overlap->other->pattern(), place_in_words(earlier.origin, entry.origin.file),
                  overlap->path, key),
      kHowToSeparate);
}

void check_overrides(const Policy& policy) {
  const auto& overrides = policy.overrides;
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) check_pair(overrides[i], overrides[j]);
  }
}

void check_grades(const Policy& policy, const std::string& file) {
  for (const auto& row : policy.thresholds) {
    if (!row.error_below || row.error_below->origin.file != file) continue;
    const Threshold threshold = policy.threshold_for(row.category);
    if (row.error_below->value <= threshold.k) continue;
    throw Error(row.error_below->origin,
                fmt::format("error_below is {}, above k, which is {} ({})", row.error_below->value, threshold.k,
                            threshold.source),
                "groups of k and more are no findings at all");
  }
}

}  // namespace

void check_policy(const Policy& policy, const std::string& file) {
  check_names(policy);
  check_channels(policy);
  check_overrides(policy);
  check_grades(policy, file);
}

}  // namespace toofew
