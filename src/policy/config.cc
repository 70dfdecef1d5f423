#include "policy/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/embedded.h"
#include "base/suggest.h"
#include "base/words.h"
#include "document/encoding.h"
#include "document/node.h"
#include "document/readers.h"
#include "grammar/grammar.h"
#include "policy/defaults.h"
#include "policy/policy_check.h"
#include "policy/presets.h"
#include "policy/threshold_yaml.h"
#include "policy/yaml_source.h"

namespace toofew {
namespace {

constexpr int kMostDays = 3660;  // that a policy may let a waiver last
constexpr std::int64_t kMostNumber = 1'000'000;  // of what counts no people
constexpr const char* kWherePresetsAre = "`toofew config presets` lists them";

/// Reads one file over a Config. The built-in file is read with the same code, so it must bring every row itself.
class ConfigReader {
 public:
  ConfigReader(const YamlSource& source, bool built_in, Config& config)
      : source_(source), built_in_(built_in), config_(config) {}

  /// `extends` must have been laid below already; `root_file` is the configuration that is read in the end.
  void read(const YAML::Node& root, const std::string& root_file) {
    if (root.IsNull()) return;  // an empty file, or one of comments only
    source_.read_keys(root, "the configuration", "key",
                      {{"extends", [](const auto&) {}},
                       {"channels", [&](const auto& n) { read_channels(n); }},
                       {"region", [&](const auto& n) { config_.policy.region = region(n); }},
                       {"thresholds", [&](const auto& n) { read_thresholds(n, config_.policy.thresholds); }},
                       {"units", [&](const auto& n) { read_units(n); }},
                       {"severity", [&](const auto& n) { read_severities(n, config_.policy.severities); }},
                       {"overrides", [&](const auto& n) { read_overrides(n); }},
                       {"min_confidence", [&](const auto& n) { read_min_confidence(n); }},
                       {"fail_on", [&](const auto& n) { read_fail_on(n); }},
                       {"rules", [&](const auto& n) { read_rules(n, root_file); }},
                       {"populations", [&](const auto& n) { config_.populations = files(n, "'populations'", root_file); }},
                       {"facts", [&](const auto& n) { config_.facts = files(n, "'facts'", root_file); }},
                       {"fact_checks", [&](const auto& n) { read_fact_checks(n); }},
                       {"ignore", [&](const auto& n) { config_.ignore = source_.names(n, "'ignore'"); }},
                       {"fields", [&](const auto& n) { read_fields(n); }},
                       {"languages", [&](const auto& n) { read_languages(n); }},
                       {"waivers", [&](const auto& n) { read_waivers(n, root_file); }},
                       {"ledger", [&](const auto& n) { read_ledger(n, root_file); }}});
  }

  void read_fields(const YAML::Node& node) {
    const auto into = [&](NameList& list, std::string_view what) {
      return [&, what](const YAML::Node& n) { list = source_.names(n, what); };
    };
    source_.read_keys(node, "'fields'", "key of fields",
                      {{"prose", into(config_.prose_fields, "'prose'")},
                       {"metadata", into(config_.metadata_fields, "'metadata'")},
                       {"id", into(config_.id_fields, "'id'")},
                       {"channel", into(config_.channel_fields, "'channel'")},
                       {"region", into(config_.region_fields, "'region'")},
                       {"waiver", into(config_.waiver_fields, "'waiver'")}});
  }

  /// What the preset asks for becomes what is asked for everything.
  void extend(const Preset& preset) {
    for (const auto category : {kOrdinary, kSensitive}) {
      follow_preset(preset.threshold, *config_.policy.find_threshold(category));
    }
    cite(preset);
  }

 private:
  void read_thresholds(const YAML::Node& node, std::vector<ThresholdRow>& rows) {
    source_.require_mapping(node, "'thresholds'");
    for (const auto& entry : node) read_row(entry.first, entry.second, rows);
  }

  void read_row(const YAML::Node& key, const YAML::Node& value, std::vector<ThresholdRow>& rows) {
    if (!built_in_) source_.require_known(key, config_.policy.categories(), "kind of data");
    const std::string& category = key.Scalar();
    auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.category == category; });
    if (row == rows.end()) row = rows.insert(row, ThresholdRow{category, {}, {}, {}, {}, {}, {}, {}});
    if (value.IsMap()) {
      read_threshold(source_, value, *row);
    } else if (!is_name(value)) {
      row->k = source_.setting(source_.people(value, fmt::format("'{}'", category), 1), value);
      // A grade that comes with a preset's k does not outlive it.
      const bool is_presets = row->error_below && row->error_below->origin.file.starts_with(kPresetFile);
      if (is_presets) row->error_below = built_in_error_below(category);
    } else if (value.Scalar() == kOrdinary || value.Scalar() == kSensitive) {
      follow(*row, value);
    } else {
      const Preset preset = preset_of(value, fmt::format("'{}'", category));
      follow_preset(preset.threshold, *row);
      cite(preset);
    }
    // A smaller k takes along an error_below that a file below this one has set.
    const bool crossed = row->k && row->error_below && row->error_below->value > row->k->value;
    if (crossed && row->error_below->origin.file != kBuiltInPolicy) row->error_below = row->k;
  }

  static std::optional<Setting<std::int64_t>> built_in_error_below(const std::string& category) {
    const Config config = built_in_config();
    return config.policy.find_threshold(category)->error_below;
  }

  static bool is_name(const YAML::Node& value) {
    return value.IsScalar() && !value.Scalar().empty() && value.Scalar().front() >= 'a' &&
           value.Scalar().front() <= 'z';
  }

  void follow(ThresholdRow& row, const YAML::Node& value) {
    if (row.category == kOrdinary || row.category == kSensitive) {
      source_.fail(value, fmt::format("'{}' cannot follow another row: it must be a number or a preset", row.category));
    }
    row = ThresholdRow{row.category, {}, {}, {}, {}, {}, {}, source_.setting(value.Scalar(), value)};
  }

  Preset preset_of(const YAML::Node& value, std::string_view what) const {
    if (auto preset = find_preset(value.Scalar())) return std::move(*preset);
    std::vector<std::string> known = preset_names();
    known.emplace_back(kOrdinary);
    known.emplace_back(kSensitive);
    const std::string near = nearest(value.Scalar(), known);
    source_.fail(value,
                 fmt::format("{} must be a whole number of people, 1 or more, or the name of a preset, not '{}'", what,
                             value.Scalar()),
                 near.empty() ? kWherePresetsAre : fmt::format("did you mean '{}'?", near));
  }

  void cite(const Preset& preset) { config_.policy.citations.emplace(preset_file(preset.name), citation(preset)); }

  void read_channels(const YAML::Node& node) {
    source_.require_mapping(node, "'channels'");
    auto& channels = config_.policy.channels;
    for (const auto& entry : node) {
      const std::string name = source_.text_of(entry.first, "the name of a channel");
      Channel channel{source_.setting(name, entry.first), globs(entry.second, fmt::format("'{}'", name))};
      const auto known = std::find_if(channels.begin(), channels.end(),
                                      [&](const Channel& c) { return fold_case(c.name.value) == fold_case(name); });
      if (known == channels.end()) {
        channels.push_back(std::move(channel));
      } else if (known->name.origin.file == channel.name.origin.file) {
        source_.fail(entry.first, fmt::format("'{}' is the channel '{}' of line {} again", name, known->name.value,
                                              known->name.origin.line));
      } else {
        *known = std::move(channel);
      }
    }
  }

  std::vector<Glob> globs(const YAML::Node& node, std::string_view what) const {
    std::vector<Glob> found;
    for (const auto& pattern : source_.different_names(node, what).value) found.emplace_back(pattern.value);
    return found;
  }

  Setting<std::string> region(const YAML::Node& node) const {
    return source_.setting(fold_case(source_.text_of(node, "'region'")), node);
  }

  void read_units(const YAML::Node& node) {
    source_.require_mapping(node, "'units'");
    auto& units = config_.policy.units;
    std::vector<std::string> known;
    known.reserve(units.size());
    for (const auto& unit : units) known.push_back(unit.name);
    for (const auto& entry : node) {
      if (!built_in_) source_.require_known(entry.first, known, "unit");
      const std::string& name = entry.first.Scalar();
      const bool counts = source_.choice(entry.second, {"people", "ignore"}, "way to count") == "people";
      const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& u) { return u.name == name; });
      if (unit == units.end()) {
        units.push_back({name, source_.setting(counts, entry.second)});
      } else {
        unit->counts = source_.setting(counts, entry.second);
      }
    }
  }

  void read_severities(const YAML::Node& node, std::vector<SeverityRow>& rows) {
    source_.require_mapping(node, "'severity'");
    std::vector<std::string> sorts = kind_names();
    for (const auto name : {kBareExtreme, kCapped, kLowConfidence, kFacts, kWaiver}) sorts.emplace_back(name);
    std::vector<std::string> levels = severity_names();
    levels.emplace_back("off");
    for (const auto& entry : node) {
      source_.require_known(entry.first, sorts, "kind of finding");
      const std::string level = source_.choice(entry.second, levels, "severity");
      const auto ceiling = source_.setting(severity_from_name(level), entry.second);
      const std::string& name = entry.first.Scalar();
      const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.name == name; });
      if (row == rows.end()) {
        rows.push_back({name, ceiling});
      } else {
        row->ceiling = ceiling;
      }
    }
  }

  void read_overrides(const YAML::Node& node) {
    if (!node.IsSequence()) source_.fail(node, "'overrides' must be a list");
    for (const auto& entry : node) read_override(entry);
  }

  void read_override(const YAML::Node& node) {
    Override entry;
    entry.origin = source_.place(node.Mark());
    // An entry for drafts that one of an extended file is for already goes on with that one.
    const auto take = [&](const YAML::Node& n) { entry.when = when(n); };
    const auto later = [](const YAML::Node&) {};
    source_.read_keys(node, "an entry of 'overrides'", "key of an override",
                      {{"when", take}, {"thresholds", later}, {"severity", later}});
    if (!node["when"]) source_.fail(node, "an override must say for which drafts it is", "add 'when:'");
    if (node.size() < 2) source_.fail(node, "an override must set something", "add 'thresholds:' or 'severity:'");
    auto& overrides = config_.policy.overrides;
    auto target = std::find_if(overrides.begin(), overrides.end(),
                               [&](const Override& other) { return other.when.text() == entry.when.text(); });
    if (target == overrides.end()) {
      target = overrides.insert(target, std::move(entry));
    } else if (target->origin.file == entry.origin.file) {
      source_.fail(node, fmt::format("this override is for the same drafts as the one in line {}", target->origin.line),
                   "put both into one");
    }
    if (const auto rows = node["thresholds"]) read_thresholds(rows, target->thresholds);
    if (const auto rows = node["severity"]) read_severities(rows, target->severities);
  }

  When when(const YAML::Node& node) const {
    When found;
    const auto name = [&](const auto& n) { return source_.setting(source_.text_of(n, "'channel'"), n); };
    source_.read_keys(node, "'when'", "condition",
                      {{"paths", [&](const auto& n) { found.paths = globs(n, "'paths'"); }},
                       {"channel", [&](const auto& n) { found.channel = name(n); }},
                       {"region", [&](const auto& n) { found.region = region(n); }}});
    if (node["paths"] && found.paths.empty()) source_.fail(node["paths"], "'paths' must hold at least one pattern");
    if (node.size() == 0) source_.fail(node, "'when' must hold a condition", "expected one of: paths, channel, region");
    return found;
  }

  void read_min_confidence(const YAML::Node& node) {
    const std::string name = source_.choice(node, {"low", "medium", "high"}, "confidence");
    config_.policy.min_confidence = source_.setting(*confidence_from_name(name), node);
  }

  void read_fail_on(const YAML::Node& node) {
    config_.fail_on = source_.setting(fail_on_from_name(source_.choice(node, fail_on_names(), "severity")), node);
  }

  void read_rules(const YAML::Node& node, const std::string& root_file) {
    source_.read_keys(node, "'rules'", "key of rules",
                      {{"disable", [&](const auto& n) { config_.disabled_rules = source_.names(n, "'disable'"); }},
                       {"packs", [&](const auto& n) { config_.packs = files(n, "'packs'", root_file); }}});
  }

  /// Files are named from the file that names them; from the configuration's folder on, in the end.
  NameList files(const YAML::Node& node, std::string_view what, const std::string& root_file) const {
    NameList list = source_.names(node, what);
    for (auto& file : list.value) rebase(file, root_file);
    return list;
  }

  static void rebase(Setting<std::string>& file, const std::string& root_file) {
    namespace fs = std::filesystem;
    if (file.origin.file == root_file) return;
    const fs::path path = fs::path(file.origin.file).parent_path() / file.value;
    file.value = path.lexically_proximate(fs::path(root_file).parent_path()).generic_string();
  }

  void read_waivers(const YAML::Node& node, const std::string& root_file) {
    source_.read_keys(node, "'waivers'", "key of waivers",
                      {{"files", [&](const auto& n) { config_.waivers.files = files(n, "'files'", root_file); }},
                       {"forbid", [&](const auto& n) { read_forbidden(n); }},
                       {"max_days", [&](const auto& n) {
                          const auto days = static_cast<int>(source_.number(n, "'max_days'", 1, kMostDays));
                          config_.waivers.max_days = source_.setting(days, n);
                        }}});
  }

  void read_forbidden(const YAML::Node& node) {
    config_.waivers.forbid = source_.names(node, "'forbid'");
    for (const auto& entry : node) source_.choice(entry, config_.policy.categories(), "kind of data");
  }

  void read_ledger(const YAML::Node& node, const std::string& root_file) {
    const bool none = node.IsScalar() && node.Tag() == "!" && node.Scalar().empty();  // ""
    config_.ledger = source_.setting(none ? std::string() : source_.text_of(node, "'ledger'"), node);
    if (!none) rebase(config_.ledger, root_file);
  }

  void read_fact_checks(const YAML::Node& node) {
    FactChecks& checks = config_.policy.fact_checks;
    using Optional = std::optional<std::int64_t>;
    const auto number_or_off = [&](const YAML::Node& n, std::string_view what, std::int64_t most) {
      const bool is_off = n.IsScalar() && n.Scalar() == "off";
      return source_.setting(is_off ? Optional() : Optional(source_.number(n, what, 1, most)), n);
    };
    const auto read_dominance = [&](const YAML::Node& n) {
      if (n.IsScalar()) {
        source_.choice(n, {"off"}, "dominance rule");
        checks.dominance_n = source_.setting(Optional(), n);
        return;
      }
      source_.read_keys(
          n, "'dominance'", "key of dominance",
          {{"n", [&](const auto& v) { checks.dominance_n = number_or_off(v, "'n'", kMostNumber); }},
           {"k", [&](const auto& v) { checks.dominance_k = source_.setting(source_.number(v, "'k'", 1, 100), v); }}});
    };
    source_.read_keys(
        node, "'fact_checks'", "key of fact_checks",
        {{"rounding",
          [&](const auto& n) { checks.rounding = source_.setting(source_.number(n, "'rounding'", 1, kMostNumber), n); }},
         {"dominance", read_dominance},
         {"p_percent", [&](const auto& n) { checks.p_percent = number_or_off(n, "'p_percent'", 100); }},
         {"approval_days",
          [&](const auto& n) { checks.approval_days = number_or_off(n, "'approval_days'", kMostNumber); }}});
  }

  void read_languages(const YAML::Node& node) {
    config_.languages = source_.names(node, "'languages'");
    if (config_.languages.value.empty()) source_.fail(node, "'languages' must name at least one language");
    for (const auto& entry : node) source_.choice(entry, Grammar::languages(), "language");
  }

  const YamlSource& source_;
  bool built_in_;
  Config& config_;
};

/// Lays a configuration over those that it extends, the lowest first.
class Layers {
 public:
  Layers(std::string root_file, const ConfigLoader& load, Config& config)
      : root_file_(std::move(root_file)), load_(load), config_(config) {}

  void lay(ConfigFile file) {
    const YamlSource source(file.name, std::move(file.text));
    const YAML::Node root = source.parse();
    open_.push_back(file.name);
    if (root.IsMap() && root["extends"]) lay_extended(source, root["extends"]);
    ConfigReader(source, false, config_).read(root, root_file_);
    check_policy(config_.policy, file.name);
    open_.pop_back();
    if (!open_.empty()) config_.extends.push_back(file.name);
  }

 private:
  void lay_extended(const YamlSource& source, const YAML::Node& node) {
    source.different_names(node, "'extends'");
    for (const auto& entry : node) {
      const std::string& name = entry.Scalar();
      const bool is_file = name.find_first_of("/.") != std::string::npos;
      is_file ? lay(extended_file(source, entry)) : lay_preset(source, entry);
    }
  }

  void lay_preset(const YamlSource& source, const YAML::Node& entry) {
    const auto preset = find_preset(entry.Scalar());
    if (!preset) {
      const std::string near = nearest(entry.Scalar(), preset_names());
      source.fail(entry, fmt::format("there is no preset '{}'", entry.Scalar()),
                  near.empty() ? kWherePresetsAre : fmt::format("did you mean '{}'?", near));
    }
    ConfigReader(source, false, config_).extend(*preset);
    config_.extends.push_back(preset_file(preset->name));
  }

  ConfigFile extended_file(const YamlSource& source, const YAML::Node& entry) const {
    ConfigFile file;
    try {
      if (!load_) throw Error("cannot be read here");
      file = load_(entry.Scalar(), open_.back());
    } catch (const Error& error) {
      source.fail(entry, fmt::format("'{}' {}", entry.Scalar(), error.reason()));
    }
    const auto again = std::find(open_.begin(), open_.end(), file.name);
    if (again == open_.end()) return file;
    source.fail(entry, fmt::format("a configuration extends itself: {} → {}",
                                   fmt::join(std::vector<std::string>(again, open_.end()), " → "), file.name));
  }

  std::string root_file_;
  const ConfigLoader& load_;
  Config& config_;
  std::vector<std::string> open_;  // those whose `extends` is being laid, the outermost first
};

/// Where the front matter of a post holds the value of the key; without line and column where it stands elsewhere.
Error::Place place_in_front_matter(const Part& part, const std::string& key) {
  const auto [begin, end] = part.front_matter;
  if (begin == end || !part.record.empty()) return {};  // of a record, lines are not those of the file
  Error::Place place;
  for (const Node& map : parse_yaml(std::string_view(part.content).substr(begin, end - begin))) {
    for_each_scalar(map, [&](const std::string& name, const Node& value) {
      if (name == key) place = toofew::place_of(part.content, begin + value.offset, {});
    });
  }
  return place;
}

const Channel& known_channel(const Policy& policy, const std::pair<const std::string, std::string>& field,
                             const Part& part) {
  std::vector<std::string> names;
  for (const auto& channel : policy.channels) {
    if (fold_case(channel.name.value) == fold_case(field.second)) return channel;
    names.push_back(channel.name.value);
  }
  const std::string near = nearest(field.second, names);
  const std::string record = part.record.empty() ? "" : fmt::format(" of record {}", part.record);
  throw Error(place_in_front_matter(part, field.first),
              fmt::format("`{}`{} is '{}', which is no channel of the policy", field.first, record, field.second),
              near.empty() ? "list it under 'channels:' if it is one" : fmt::format("did you mean '{}'?", near));
}

}  // namespace

FieldNames Config::fields() const {
  return {names_in(prose_fields), names_in(metadata_fields), names_in(id_fields), names_in(waiver_fields)};
}

Scope Config::scope_of(const Part& part, const std::string& path) const {
  Scope scope;
  scope.path = path;
  const auto own = [&](const NameList& fields) -> const std::pair<const std::string, std::string>* {
    for (const auto& field : fields.value) {
      for (const auto& entry : part.metadata) {
        if (is_field(entry.first, field.value) && !entry.second.empty()) return &entry;
      }
    }
    return nullptr;
  };
  if (const auto* named = policy.channels.empty() ? nullptr : own(channel_fields)) {
    scope.channel = known_channel(policy, *named, part).name.value;
    scope.channel_origin = fmt::format("the draft's `{}`", named->first);
  } else if (const auto found = policy.channel_of_path(path); found.channel) {
    scope.channel = found.channel->name.value;
    scope.channel_origin = fmt::format("the path fits “{}”, {}", found.glob->pattern(),
                                       place_of(found.channel->name.origin, "channels." + scope.channel));
  }
  if (const auto* own_region = own(region_fields)) {
    scope.region = fold_case(own_region->second);
    scope.region_origin = fmt::format("the draft's `{}`", own_region->first);
  } else if (!policy.region.value.empty()) {
    scope.region = policy.region.value;
    scope.region_origin = place_of(policy.region.origin, "region");
  }
  return scope;
}

Config built_in_config() { return defaults().config; }

Config read_built_in_config() {
  Config config;
  const YamlSource policy(kBuiltInPolicy, std::string(embedded_file("defaults/policy.yaml")));
  ConfigReader(policy, true, config).read(policy.parse(), {});
  const YamlSource fields(kBuiltInPolicy, std::string(embedded_file("defaults/fields.yaml")));
  ConfigReader(fields, true, config).read_fields(fields.parse());
  return config;
}

Config read_config(const std::string& file, std::string yaml, const ConfigLoader& load) {
  Config config = built_in_config();
  Layers(file, load, config).lay({file, std::move(yaml)});
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
