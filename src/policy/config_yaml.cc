#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "policy/config.h"
#include "policy/threshold_yaml.h"

namespace toofew {
namespace {

std::string origin_of(const Error::Place& place) {
  if (place.file == kBuiltInPolicy || place.file.starts_with(kPresetFile)) return place.file;
  return fmt::format("{}:{}", place.file, place.line);
}

/// Collects lines "key: value" and sets their origins as comments in one column.
class Lines {
 public:
  void heading(std::string line) { lines_.push_back({std::move(line), {}}); }

  void value(std::string line, const Error::Place& origin) { lines_.push_back({std::move(line), origin_of(origin)}); }

  std::string text() const {
    constexpr std::size_t kWidest = 50;  // a longer value, a list mostly, has its comment right behind it
    std::size_t column = 0;
    for (const auto& line : lines_) {
      if (!line.comment.empty() && line.words.size() <= kWidest) column = std::max(column, line.words.size());
    }
    std::string out;
    for (const auto& line : lines_) {
      out += line.comment.empty() ? line.words + "\n" : fmt::format("{:{}}  # {}\n", line.words, column, line.comment);
    }
    return out;
  }

 private:
  struct Line {
    std::string words;
    std::string comment;
  };
  std::vector<Line> lines_;
};

std::string flow(const std::vector<std::string>& names) {
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginSeq;
  for (const auto& name : names) out << name;
  out << YAML::EndSeq;
  std::string text = out.c_str();
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text[at] = ' ';
  return text;
}

std::string flow(const std::vector<Glob>& globs) {
  std::vector<std::string> patterns;
  patterns.reserve(globs.size());
  for (const auto& glob : globs) patterns.push_back(glob.pattern());
  return flow(patterns);
}

std::string scalar(const std::string& text) {
  YAML::Emitter out;
  out << text;
  return out.c_str();
}

std::vector<Error::Place> origins(const ThresholdRow& row) {
  std::vector<Error::Place> found;
  const auto add = [&](const auto& value) {
    if (value) found.push_back(value->origin);
  };
  add(row.k);
  add(row.error_below);
  add(row.flags_zero);
  add(row.approximate);
  add(row.ceiling);
  add(row.open_ended);
  return found;
}

// The row in the shape that its author could have written; the origin is that of the part which they set, k first.
void threshold(ThresholdRow row, std::string_view indent, Lines& lines) {
  // The built-in grade says nothing where k is below it, and a preset's row does not name it.
  const bool is_built_in = row.error_below && row.error_below->origin.file == kBuiltInPolicy;
  const bool is_presets = row.k && row.k->origin.file.starts_with(kPresetFile);
  if (is_built_in && row.k && (is_presets || row.error_below->value > row.k->value)) row.error_below.reset();
  const auto line = [&](const std::string& value, const Error::Place& origin) {
    lines.value(fmt::format("{}{}: {}", indent, row.category, value), origin);
  };
  const std::vector<Error::Place> places = origins(row);
  if (places.empty()) return line(row.follows->value, row.follows->origin);
  const std::string& file = places.front().file;
  const auto same_file = [&](const Error::Place& place) { return place.file == file; };
  if (file.starts_with(kPresetFile) && std::all_of(places.begin(), places.end(), same_file)) {
    return line(file.substr(kPresetFile.size()), places.front());
  }
  const auto is_users = [](const Error::Place& place) { return place.file != kBuiltInPolicy; };
  const auto users = std::find_if(places.begin(), places.end(), is_users);
  const bool k_alone = row.k && places.size() == 1;
  line(k_alone ? std::to_string(row.k->value) : threshold_yaml(row), users == places.end() ? places.front() : *users);
}

std::string number_or_off(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : "off";
}

void fact_checks(const FactChecks& checks, Lines& lines) {
  lines.heading("fact_checks:");
  lines.value(fmt::format("  rounding: {}", checks.rounding.value), checks.rounding.origin);
  const auto& n = checks.dominance_n;
  lines.value(n.value ? fmt::format("  dominance: {{n: {}, k: {}}}", *n.value, checks.dominance_k.value)
                      : "  dominance: off",
              n.origin.file == kBuiltInPolicy ? checks.dominance_k.origin : n.origin);
  lines.value(fmt::format("  p_percent: {}", number_or_off(checks.p_percent.value)), checks.p_percent.origin);
  lines.value(fmt::format("  approval_days: {}", number_or_off(checks.approval_days.value)),
              checks.approval_days.origin);
}

std::string_view level(const std::optional<Severity>& severity, std::string_view none) {
  return severity ? severity_name(*severity) : none;
}

void severity(const SeverityRow& row, std::string_view indent, Lines& lines) {
  lines.value(fmt::format("{}{}: {}", indent, row.name, level(row.ceiling.value, "off")), row.ceiling.origin);
}

void channels(const Policy& policy, Lines& lines) {
  lines.heading(policy.channels.empty() ? "channels: {}" : "channels:");
  for (const auto& channel : policy.channels) {
    lines.value(fmt::format("  {}: {}", scalar(channel.name.value), flow(channel.paths)), channel.name.origin);
  }
}

std::string when_yaml(const When& when) {
  std::vector<std::string> conditions;
  if (!when.paths.empty()) conditions.push_back("paths: " + flow(when.paths));
  if (!when.channel.value.empty()) conditions.push_back("channel: " + scalar(when.channel.value));
  if (!when.region.value.empty()) conditions.push_back("region: " + scalar(when.region.value));
  return fmt::format("{{{}}}", fmt::join(conditions, ", "));
}

void overrides(const Policy& policy, Lines& lines) {
  lines.heading(policy.overrides.empty() ? "overrides: []" : "overrides:");
  for (const auto& entry : policy.overrides) {
    lines.value("  - when: " + when_yaml(entry.when), entry.origin);
    if (!entry.thresholds.empty()) lines.heading("    thresholds:");
    for (const auto& row : entry.thresholds) threshold(row, "      ", lines);
    if (!entry.severities.empty()) lines.heading("    severity:");
    for (const auto& row : entry.severities) severity(row, "      ", lines);
  }
}

}  // namespace

std::string to_yaml(const Config& config) {
  const Policy& policy = config.policy;
  Lines lines;
  const auto list = [&](std::string_view key, const NameList& names) {
    lines.value(fmt::format("{}: {}", key, flow(names_in(names))), names.origin);
  };
  channels(policy, lines);
  if (!policy.region.value.empty()) lines.value("region: " + scalar(policy.region.value), policy.region.origin);
  lines.heading("thresholds:");
  for (const auto& row : policy.thresholds) threshold(row, "  ", lines);
  lines.heading("units:");
  for (const auto& unit : policy.units) {
    lines.value(fmt::format("  {}: {}", unit.name, unit.counts.value ? "people" : "ignore"), unit.counts.origin);
  }
  lines.heading("severity:");
  for (const auto& row : policy.severities) severity(row, "  ", lines);
  overrides(policy, lines);
  const auto& confidence = policy.min_confidence;
  lines.value(fmt::format("min_confidence: {}", confidence_name(confidence.value)), confidence.origin);
  lines.value(fmt::format("fail_on: {}", level(config.fail_on.value, "never")), config.fail_on.origin);
  lines.heading("rules:");
  list("  disable", config.disabled_rules);
  list("  packs", config.packs);
  list("populations", config.populations);
  list("facts", config.facts);
  fact_checks(config.policy.fact_checks, lines);
  list("ignore", config.ignore);
  list("languages", config.languages);
  lines.heading("fields:");
  list("  prose", config.prose_fields);
  list("  metadata", config.metadata_fields);
  list("  id", config.id_fields);
  list("  channel", config.channel_fields);
  list("  region", config.region_fields);
  list("  waiver", config.waiver_fields);
  lines.heading("waivers:");
  list("  files", config.waivers.files);
  list("  forbid", config.waivers.forbid);
  const auto& days = config.waivers.max_days;
  lines.value(fmt::format("  max_days: {}", days.value), days.origin);
  lines.value(fmt::format("ledger: {}", YAML::Dump(YAML::Node(config.ledger.value))), config.ledger.origin);
  return lines.text();
}

}  // namespace toofew
