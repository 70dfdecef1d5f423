#include "policy/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "base/embedded.h"
#include "base/suggest.h"
#include "grammar/grammar.h"
#include "policy/yaml_source.h"

namespace toofew {
namespace {

/// Reads one file over a Config. The built-in file is read with the same code, so it must bring every row itself.
class ConfigReader {
 public:
  ConfigReader(const YamlSource& source, bool built_in, Config& config)
      : source_(source), built_in_(built_in), config_(config) {}

  void read(const YAML::Node& root) {
    if (root.IsNull()) return;  // an empty file, or one of comments only
    read_keys(root, "the configuration", "key",
              {{"thresholds", [&](const auto& n) { read_thresholds(n); }},
               {"severity", [&](const auto& n) { read_severities(n); }},
               {"min_confidence", [&](const auto& n) { read_min_confidence(n); }},
               {"fail_on", [&](const auto& n) { read_fail_on(n); }},
               {"rules", [&](const auto& n) { read_rules(n); }},
               {"ignore", [&](const auto& n) { config_.ignore = names(n, "'ignore'"); }},
               {"fields", [&](const auto& n) { read_fields(n); }},
               {"languages", [&](const auto& n) { read_languages(n); }},
               {"waivers", [&](const auto& n) { read_waivers(n); }},
               {"ledger", [&](const auto& n) { read_ledger(n); }}});
  }

  void read_fields(const YAML::Node& node) {
    read_keys(node, "'fields'", "key of fields",
              {{"prose", [&](const auto& n) { config_.prose_fields = names(n, "'prose'"); }},
               {"metadata", [&](const auto& n) { config_.metadata_fields = names(n, "'metadata'"); }},
               {"id", [&](const auto& n) { config_.id_fields = names(n, "'id'"); }},
               {"waiver", [&](const auto& n) { config_.waiver_fields = names(n, "'waiver'"); }}});
  }

 private:
  using Key = std::pair<std::string, std::function<void(const YAML::Node&)>>;

  void read_keys(const YAML::Node& node, std::string_view what, std::string_view key_name,
                 const std::vector<Key>& keys) {
    source_.require_mapping(node, what);
    std::vector<std::string> known;
    for (const auto& key : keys) known.push_back(key.first);
    for (const auto& entry : node) {
      source_.require_known(entry.first, known, key_name);
      const auto at = std::find(known.begin(), known.end(), entry.first.Scalar()) - known.begin();
      keys[static_cast<std::size_t>(at)].second(entry.second);
    }
  }

  template <typename T>
  Setting<T> setting(T value, const YAML::Node& at) const {
    return {std::move(value), origin(at)};
  }

  Error::Place origin(const YAML::Node& at) const { return source_.place(at.Mark()); }

  void read_thresholds(const YAML::Node& node) {
    source_.require_mapping(node, "'thresholds'");
    for (const auto& entry : node) read_threshold(entry.first, entry.second);
  }

  void read_threshold(const YAML::Node& key, const YAML::Node& value) {
    if (!built_in_) source_.require_known(key, categories(), "kind of data");
    ThresholdRow row;
    row.category = key.Scalar();
    ThresholdRow* known = config_.policy.find_threshold(row.category);
    if (known) row = *known;
    if (value.IsMap()) {
      read_keys(value, fmt::format("'{}'", row.category), "key of a threshold",
                {{"k", [&](const auto& n) { row.k = setting(people(n, "k", 1), n); }},
                 {"error_below", [&](const auto& n) { row.error_below = setting(people(n, "error_below", 0), n); }}});
    } else if (value.IsScalar() && (value.Scalar() == kOrdinary || value.Scalar() == kSensitive)) {
      follow(row, value);
    } else {
      row.k = setting(people(value, fmt::format("'{}'", row.category), 1), value);
    }
    if (known) {
      *known = row;
    } else {
      config_.policy.thresholds.push_back(row);
    }
  }

  void follow(ThresholdRow& row, const YAML::Node& value) {
    if (row.category == kOrdinary || row.category == kSensitive) {
      source_.fail(value, fmt::format("'{}' cannot follow another row: it must be a number", row.category));
    }
    row = {row.category, {}, {}, setting(value.Scalar(), value)};
  }

  std::vector<std::string> categories() const {
    std::vector<std::string> names;
    for (const auto& row : config_.policy.thresholds) names.push_back(row.category);
    return names;
  }

  std::int64_t people(const YAML::Node& node, std::string_view what, std::int64_t least) const {
    const std::int64_t number = whole_number(node).value_or(-1);
    if (number < least) source_.fail(node, fmt::format("{} must be a whole number of people, {} or more", what, least));
    return number;
  }

  static std::optional<std::int64_t> whole_number(const YAML::Node& node) {
    if (!node.IsScalar() || node.Tag() == "!") return std::nullopt;  // "!" is a quoted text
    std::int64_t number = 0;
    const std::string& digits = node.Scalar();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool padded = digits.size() > 1 && digits.front() == '0';  // YAML 1.1 reads 0100 as 64
    if (error != std::errc() || end != digits.data() + digits.size() || padded) return std::nullopt;
    return number;
  }

  void read_severities(const YAML::Node& node) {
    source_.require_mapping(node, "'severity'");
    std::vector<std::string> sorts = kind_names();
    for (const auto name : {kBareExtreme, kCapped, kLowConfidence, kWaiver}) sorts.emplace_back(name);
    for (const auto& entry : node) {
      source_.require_known(entry.first, sorts, "kind of finding");
      const std::string level = choice(entry.second, with(severity_names(), "off"), "severity");
      const auto ceiling = setting(severity_from_name(level), entry.second);
      const std::string& name = entry.first.Scalar();
      if (SeverityRow* row = config_.policy.find_severity(name)) {
        row->ceiling = ceiling;
      } else {
        config_.policy.severities.push_back({name, ceiling});
      }
    }
  }

  void read_min_confidence(const YAML::Node& node) {
    const std::string name = choice(node, {"low", "medium", "high"}, "confidence");
    config_.policy.min_confidence = setting(*confidence_from_name(name), node);
  }

  void read_fail_on(const YAML::Node& node) {
    config_.fail_on = setting(fail_on_from_name(choice(node, fail_on_names(), "severity")), node);
  }

  void read_rules(const YAML::Node& node) {
    read_keys(node, "'rules'", "key of rules",
              {{"disable", [&](const auto& n) { config_.disabled_rules = names(n, "'disable'"); }},
               {"packs", [&](const auto& n) { config_.packs = names(n, "'packs'"); }}});
  }

  void read_languages(const YAML::Node& node) {
    config_.languages = names(node, "'languages'");
    if (config_.languages.value.empty()) source_.fail(node, "'languages' must name at least one language");
    for (const auto& entry : node) choice(entry, Grammar::languages(), "language");
  }

  void read_waivers(const YAML::Node& node) {
    read_keys(node, "'waivers'", "key of waivers",
              {{"files", [&](const auto& n) { config_.waivers.files = names(n, "'files'"); }},
               {"forbid", [&](const auto& n) { read_forbidden(n); }},
               {"max_days", [&](const auto& n) { config_.waivers.max_days = setting(days(n, "max_days"), n); }}});
  }

  void read_ledger(const YAML::Node& node) {
    const bool none = node.IsScalar() && node.Tag() == "!" && node.Scalar().empty();  // ""
    config_.ledger = setting(none ? std::string() : source_.text_of(node, "'ledger'"), node);
  }

  void read_forbidden(const YAML::Node& node) {
    config_.waivers.forbid = names(node, "'forbid'");
    for (const auto& entry : node) choice(entry, categories(), "kind of data");
  }

  int days(const YAML::Node& node, std::string_view what) const {
    constexpr std::int64_t kMost = 3660;
    const auto number = whole_number(node);
    if (!number || *number < 1 || *number > kMost) {
      source_.fail(node, fmt::format("{} must be a whole number of days, 1 to {}", what, kMost));
    }
    return static_cast<int>(*number);
  }

  NameList names(const YAML::Node& node, std::string_view what) const {
    if (!node.IsSequence()) source_.fail(node, fmt::format("{} must be a list", what));
    NameList list;
    list.origin = origin(node);
    for (const auto& entry : node) {
      list.value.push_back(setting(source_.text_of(entry, fmt::format("an entry of {}", what)), entry));
    }
    return list;
  }

  std::string choice(const YAML::Node& node, const std::vector<std::string>& choices, std::string_view what) const {
    const std::string name = source_.text_of(node, fmt::format("a {}", what));
    if (std::find(choices.begin(), choices.end(), name) != choices.end()) return name;
    source_.fail(node, fmt::format("unknown {} '{}'", what, name), did_you_mean(name, choices));
  }

  static std::vector<std::string> with(std::vector<std::string> names, std::string last) {
    names.push_back(std::move(last));
    return names;
  }

  const YamlSource& source_;
  bool built_in_;
  Config& config_;
};

std::vector<std::string> plain(const NameList& list) {
  std::vector<std::string> names;
  for (const auto& entry : list.value) names.push_back(entry.value);
  return names;
}

}  // namespace

FieldNames Config::fields() const {
  return {plain(prose_fields), plain(metadata_fields), plain(id_fields), plain(waiver_fields)};
}

Config built_in_config() {
  Config config;
  const YamlSource policy(kBuiltInPolicy, std::string(embedded_file("defaults/policy.yaml")));
  ConfigReader(policy, true, config).read(policy.parse());
  const YamlSource fields(kBuiltInPolicy, std::string(embedded_file("defaults/fields.yaml")));
  ConfigReader(fields, true, config).read_fields(fields.parse());
  return config;
}

Config read_config(std::string file, std::string yaml) {
  Config config = built_in_config();
  const YamlSource source(std::move(file), std::move(yaml));
  ConfigReader(source, false, config).read(source.parse());
  return config;
}

std::vector<std::string> fail_on_names() {
  auto names = severity_names();
  std::reverse(names.begin(), names.end());
  names.emplace_back("never");
  return names;
}

std::optional<Severity> fail_on_from_name(std::string_view name) { return severity_from_name(name); }

}  // namespace toofew
