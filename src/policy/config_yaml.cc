#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "policy/config.h"

namespace toofew {
namespace {

std::string origin_of(const Error::Place& place) {
  if (place.file == kBuiltInPolicy) return place.file;
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

std::string flow(const NameList& list) {
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginSeq;
  for (const auto& entry : list.value) out << entry.value;
  out << YAML::EndSeq;
  std::string text = out.c_str();
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text[at] = ' ';
  return text;
}

// The row in the shape that its author could have written; the origin is that of the part which they set last.
void threshold(const ThresholdRow& row, Lines& lines) {
  const auto line = [&](const std::string& value, const Error::Place& origin) {
    lines.value(fmt::format("  {}: {}", row.category, value), origin);
  };
  if (row.k && row.error_below) {
    const bool k_is_users = row.k->origin.file != kBuiltInPolicy;
    line(fmt::format("{{k: {}, error_below: {}}}", row.k->value, row.error_below->value),
         k_is_users ? row.k->origin : row.error_below->origin);
  } else if (row.k) {
    line(std::to_string(row.k->value), row.k->origin);
  } else if (row.error_below) {
    line(fmt::format("{{error_below: {}}}", row.error_below->value), row.error_below->origin);
  } else {
    line(row.follows->value, row.follows->origin);
  }
}

std::string_view level(const std::optional<Severity>& severity, std::string_view none) {
  return severity ? severity_name(*severity) : none;
}

}  // namespace

std::string to_yaml(const Config& config) {
  Lines lines;
  const auto list = [&](std::string_view key, const NameList& names) {
    lines.value(fmt::format("{}: {}", key, flow(names)), names.origin);
  };
  lines.heading("thresholds:");
  for (const auto& row : config.policy.thresholds) threshold(row, lines);
  lines.heading("severity:");
  for (const auto& row : config.policy.severities) {
    lines.value(fmt::format("  {}: {}", row.name, level(row.ceiling.value, "off")), row.ceiling.origin);
  }
  const auto& confidence = config.policy.min_confidence;
  lines.value(fmt::format("min_confidence: {}", confidence_name(confidence.value)), confidence.origin);
  lines.value(fmt::format("fail_on: {}", level(config.fail_on.value, "never")), config.fail_on.origin);
  lines.heading("rules:");
  list("  disable", config.disabled_rules);
  list("  packs", config.packs);
  list("ignore", config.ignore);
  list("languages", config.languages);
  lines.heading("fields:");
  list("  prose", config.prose_fields);
  list("  metadata", config.metadata_fields);
  list("  id", config.id_fields);
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
