#include "cli/left_out.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "cli/write_file.h"
#include "document/reader.h"
#include "document/unread.h"

namespace toofew {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostNames = 12;  // of one row

std::string some_of(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  const std::size_t shown = std::min(names.size(), kMostNames);
  std::string out = fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (shown < names.size()) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

/// Walks the folders as a check does, and keeps what a check passes over.
class UnreadFiles {
 public:
  UnreadFiles(const std::set<std::string>& known, Setups& setups) : known_(known), setups_(setups) {}

  void walk(const fs::path& folder) {
    std::vector<fs::path> pending{folder};
    while (!pending.empty()) {
      const fs::path current = std::move(pending.back());
      pending.pop_back();
      std::error_code error;  // is told by the check
      for (fs::directory_iterator it(current, error), end; !error && it != end; it.increment(error)) {
        if (auto inner = entry(*it)) pending.push_back(std::move(*inner));
      }
    }
  }

  std::vector<LeftOut> take() const {
    std::vector<LeftOut> out;
    out.reserve(names_.size());
    for (const auto& [why, names] : names_) out.push_back({some_of(names), why});
    return out;
  }

 private:
  /// The path of a folder that is to be walked.
  std::optional<fs::path> entry(const fs::directory_entry& entry) {
    fs::path path = entry.path().lexically_normal();
    if (known_.contains(resolved_path(path.native()).native())) return std::nullopt;
    std::error_code ignored;
    const bool leads_to_folder = entry.is_directory(ignored);
    const bool is_folder = leads_to_folder && !entry.is_symlink(ignored);
    const std::string why = reason(path, leads_to_folder, is_folder);
    if (!why.empty()) {
      names_[why].push_back(leads_to_folder ? path.native() + "/" : path.native());
    } else if (is_folder) {
      return path;
    }
    return std::nullopt;
  }

  /// Why a check passes it over; "" for a folder that it walks.
  std::string reason(const fs::path& path, bool leads_to_folder, bool is_folder) {
    if (path.filename().native().starts_with(".")) return "hidden: the name begins with a dot";
    if (path.filename() == "node_modules") return "node_modules is never read";
    if (leads_to_folder && !is_folder) return "a link to a folder is not followed";
    if (is_skipped(path, is_folder)) return "the policy's `ignore`";
    if (is_folder) return {};
    if (!format_from_path(path.native())) return "toofew reads no files of such names";
    return "passed over when folders are read";
  }

  bool is_skipped(const fs::path& path, bool is_folder) {
    try {
      return setups_.for_file(path.native()).skips(path.native(), is_folder);
    } catch (const Error&) {
      return false;  // a configuration that cannot be read is told by the check
    }
  }

  const std::set<std::string>& known_;
  Setups& setups_;
  std::map<std::string, std::vector<std::string>> names_;  // by reason
};

class PolicyLimits {
 public:
  explicit PolicyLimits(const Setup& setup) : setup_(setup), config_(setup.config()) {}

  std::vector<LeftOut> take() {
    rules();
    severities(config_.policy.severities, "");
    for (const Override& entry : config_.policy.overrides) {
      severities(entry.severities, fmt::format(" in drafts with {}", entry.when.text()));
    }
    if (config_.policy.min_confidence.value > Confidence::low) {
      add(fmt::format("What only rules find that are less sure than “{}”",
                      confidence_name(config_.policy.min_confidence.value)),
          config_.policy.min_confidence.origin, "min_confidence");
    }
    for (const UnitRow& unit : config_.policy.units) {
      if (!unit.counts.value) add("Groups that are counted in " + unit.name, unit.counts.origin, "units." + unit.name);
    }
    fact_checks();
    data();
    return std::move(out_);
  }

 private:
  void add(std::string what, const Error::Place& origin, std::string_view key) {
    out_.push_back({std::move(what), place_of(origin, key)});
  }

  void rules() {
    const auto known = setup_.checker().rules();
    for (const auto& id : config_.disabled_rules.value) {
      const auto it = std::find_if(known.begin(), known.end(), [&](const RuleInfo* rule) { return rule->id == id.value; });
      add(fmt::format("What the rule {} reads: {}", id.value, (*it)->summary), id.origin, "rules.disable");
    }
  }

  void severities(const std::vector<SeverityRow>& rows, const std::string& where) {
    for (const SeverityRow& row : rows) {
      if (!row.ceiling.value) add(fmt::format("Findings: {}{}", row.name, where), row.ceiling.origin, "severity." + row.name);
    }
  }

  void fact_checks() {
    if (config_.facts.value.empty()) return;
    const FactChecks& checks = config_.policy.fact_checks;
    if (!checks.dominance_n.value) {
      add("Whether a few contributors make up most of a sum", checks.dominance_n.origin, "fact_checks.dominance");
    }
    if (!checks.p_percent.value) {
      add("Whether the largest contributor of a sum can be estimated", checks.p_percent.origin, "fact_checks.p_percent");
    }
  }

  void data() {
    const auto nothing = [&](std::string what, std::string_view key) {
      const std::string name = setup_.shown_path().empty() ? std::string(kBuiltInPolicy) : setup_.shown_path();
      out_.push_back({std::move(what), fmt::format("{} names no {}", name, key)});
    };
    if (config_.populations.value.empty()) nothing("How many users there are where the copy gives no number", "populations");
    if (config_.facts.value.empty()) nothing("Whether figures are those that were measured, and approved", "facts");
    if (config_.ledger.value.empty()) nothing("Differences to figures that were published before", "ledger");
  }

  const Setup& setup_;
  const Config& config_;
  std::vector<LeftOut> out_;
};

/// Whether a field is there for toofew, and no copy at all.
bool is_for_toofew(const std::string& name, const Config& config) {
  constexpr std::string_view kOwn = "toofew";
  constexpr std::string_view kFacts = "facts.";
  for (const NameList* list :
       {&config.id_fields, &config.channel_fields, &config.region_fields, &config.waiver_fields}) {
    const auto is_it = [&](const auto& field) { return is_field(name, field.value); };
    if (std::any_of(list->value.begin(), list->value.end(), is_it)) return true;
  }
  return is_field(name, "date") || is_field(name, "lang") || name.starts_with(kOwn) || name.starts_with(kFacts);
}

}  // namespace

std::vector<LeftOut> unread_files(const std::vector<std::string>& paths, const std::set<std::string>& known,
                                  Setups& setups) {
  UnreadFiles unread(known, setups);
  std::error_code ignored;
  for (const std::string& path : paths) {
    if (fs::is_directory(path, ignored)) unread.walk(path);
  }
  return unread.take();
}

std::vector<LeftOut> policy_limits(const Setup& setup) { return PolicyLimits(setup).take(); }

std::vector<LeftOut> draft_limits(const CheckedFile& draft, const Config& config) {
  const auto& [path, document] = std::tie(draft.path, draft.document);
  std::vector<LeftOut> out;
  std::vector<std::string> unread;
  for (const std::string& name : unread_fields(draft.bytes, document.format, config.fields())) {
    if (!is_for_toofew(name, config)) unread.push_back(name);
  }
  if (!unread.empty()) {
    out.push_back({fmt::format("{}: {}", path, fmt::join(unread, ", ")), "not among the fields that are published"});
  }
  std::set<std::string> languages;
  bool has_copy = false;
  for (const Part& part : document.parts) {
    const auto lang = part.metadata.find("lang");
    if (lang != part.metadata.end()) languages.insert(lang->second);
    has_copy |= !part.blocks.empty();
  }
  if (!has_copy) out.push_back({path, "nothing in it is published copy"});
  for (const std::string& language : languages) {
    const std::string primary = language.substr(0, language.find_first_of("-_"));
    const auto is_it = [&](const auto& known) { return known.value == primary; };
    const auto& known = config.languages.value;
    if (std::any_of(known.begin(), known.end(), is_it)) continue;
    out.push_back({fmt::format("{}: copy in the language “{}”", path, language),
                   fmt::format("there are no rules for it; it was read by those for “{}”", known.front().value)});
  }
  return out;
}

}  // namespace toofew
