#include "cli/policy_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/words.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "document/reader.h"
#include "policy/messages.h"
#include "policy/threshold_yaml.h"
#include "report/line_index.h"
#include "report/wrap.h"

namespace toofew {
namespace {

constexpr std::size_t kLabel = 14;  // columns of a label and what parts it from its text

std::string labelled(std::string_view label, std::string_view text, std::size_t indent = 2) {
  const std::size_t column = indent + kLabel;
  return fmt::format("{:{}}{:{}}{}\n", "", indent, label, kLabel,
                     wrap(text, column, terminal_style("never", false).width));
}

std::string entry_name(const ThresholdRow& row, const When* when, const Error::Place& origin) {
  std::string key = "thresholds." + row.category;
  if (when) key += fmt::format(" (when {})", when->text());
  return place_of(origin, key);
}

std::string entry_name(const Candidate& candidate, const Error::Place& origin) {
  return entry_name(*candidate.row, candidate.from ? &candidate.from->when : nullptr, origin);
}

std::string misfit(const When& when, const Scope& scope) {
  const auto is = [](const std::string& name) { return name.empty() ? std::string("none") : name; };
  if (!when.channel.value.empty() && when.channel.value != scope.channel) return "the channel is " + is(scope.channel);
  if (!when.region.value.empty() && when.region.value != scope.region) return "the region is " + is(scope.region);
  return "the path is " + is(scope.path);
}

std::string scope_text(const Scope& scope) {
  const auto known = [](const std::string& name, const std::string& origin) {
    return name.empty() ? std::string("none") : fmt::format("{}: {}", name, origin);
  };
  return labelled("channel", known(scope.channel, scope.channel_origin)) +
         labelled("region", known(scope.region, scope.region_origin));
}

/// Tells who decides the thresholds of drafts that stand in one scope.
class ThresholdText {
 public:
  ThresholdText(const Policy& policy, const Scope& scope) : policy_(policy), scope_(scope) {}

  std::string write() const {
    struct Section {
      std::vector<std::string> categories;
      std::string text;
    };
    std::vector<Section> sections;
    for (const auto& row : policy_.thresholds) {
      const std::string text = section(row.category);
      const auto same = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.text == text; });
      if (same == sections.end()) {
        sections.push_back({{row.category}, text});
      } else {
        same->categories.push_back(row.category);
      }
    }
    std::string out;
    for (const auto& part : sections) {
      out += wrap(fmt::format("{}", fmt::join(part.categories, ", ")), 0, terminal_style("never", false).width) + "\n" +
             part.text;
    }
    return out;
  }

 private:
  std::string section(const std::string& category) const {
    const Threshold threshold = policy_.threshold_for(category, scope_);
    const auto rows = policy_.candidates(category, scope_);
    std::string out =
        labelled("asks for", threshold.error_below == threshold.k
                                 ? fmt::format("{} or more; fewer are errors", threshold.k)
                                 : fmt::format("{} or more; errors below {}", threshold.k, threshold.error_below));
    out += labelled("decided by", threshold.source);
    bool decided = false;
    for (const auto& candidate : rows) {
      if (candidate.row->k && decided) out += labelled("less specific", rival(candidate));
      decided |= candidate.row->k.has_value();
    }
    out += misfits(rows);
    out += other_keys(rows);
    return out;
  }

  static std::string rival(const Candidate& candidate) {
    const auto& k = *candidate.row->k;
    return fmt::format("{}: {}", entry_name(candidate, k.origin), k.value);
  }

  std::string misfits(const std::vector<Candidate>& rows) const {
    std::set<std::string_view> names;
    for (const auto& candidate : rows) names.insert(candidate.row->category);
    std::string out;
    for (const auto& entry : policy_.overrides) {
      if (entry.when.fits(scope_)) continue;
      for (const auto& row : entry.thresholds) {
        if (!names.contains(row.category) || !row.k) continue;
        out += labelled("does not fit", fmt::format("{}: {}; {}", entry_name(row, &entry.when, row.k->origin),
                                                    row.k->value, misfit(entry.when, scope_)));
      }
    }
    return out;
  }

  // How what is not exact is judged, where somebody has said so.
  static std::string other_keys(const std::vector<Candidate>& rows) {
    std::string out;
    const auto add = [&](std::string_view key, auto member, auto name) {
      for (const auto& candidate : rows) {
        const auto& value = candidate.row->*member;
        if (!value) continue;
        if (value->origin.file == kBuiltInPolicy) return;
        out += labelled(key, fmt::format("{}, by {}", name(value->value), entry_name(candidate, value->origin)));
        return;
      }
    };
    add("zero", &ThresholdRow::flags_zero, [](bool flags) { return std::string_view(flags ? "flag" : "allow"); });
    add("approximate", &ThresholdRow::approximate, inexact_name);
    add("ceiling", &ThresholdRow::ceiling, inexact_name);
    add("open_ended", &ThresholdRow::open_ended, inexact_name);
    return out;
  }

  const Policy& policy_;
  const Scope& scope_;
};

std::string claim_text(const Claim& claim, const Part& part, const Scope& scope, const Checker& checker) {
  const Verdict verdict = checker.config().policy.verdict(claim, scope);
  std::string words = "passes";
  std::string reason = verdict.reason;
  if (verdict.severity) words = severity_name(*verdict.severity);
  if (checker.is_disabled(claim.rule)) {
    words = "passes";
    reason = fmt::format("rules.disable holds {}", claim.rule);
  }
  const std::string_view category = claim.category.empty() ? kOrdinary : std::string_view(claim.category);
  const std::string topic = claim.topic.empty() ? "" : fmt::format(" (“{}”)", one_line(claim.topic));
  const auto text = std::string_view(part.content).substr(claim.content.begin, claim.content.size());
  return fmt::format("“{}”\n", one_line(text)) +
         labelled("read as",
                  fmt::format("{}, {}", kind_name(claim.kind), Messages::built_in().cohort(claim.cohort, claim.unit))) +
         labelled("kind of data", fmt::format("{}{}", category, topic)) +
         labelled("decided by", verdict.threshold.source) +
         labelled("verdict", reason.empty() ? words : fmt::format("{}: {}", words, reason));
}

}  // namespace

std::string policy_name(const Setup& setup) {
  std::string name = setup.shown_path().empty() ? std::string(kBuiltInPolicy) : setup.shown_path();
  const auto& extends = setup.config().extends;
  if (!extends.empty()) name += fmt::format(", over {}", fmt::join(extends, ", over "));
  return name;
}

std::vector<ScopeGroup> scope_groups(const Config& config, const Document& document, const std::string& path) {
  std::vector<ScopeGroup> groups;
  const auto add = [&](const Part& part) {
    const Scope scope = config.scope_of(part, path);
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const ScopeGroup& group) {
      return group.scope.channel == scope.channel && group.scope.region == scope.region;
    });
    ScopeGroup& group = same == groups.end() ? groups.emplace_back(ScopeGroup{scope, {}}) : *same;
    const bool is_new = group.records.empty() || group.records.back() != part.record;
    if (!part.record.empty() && is_new) group.records.push_back(part.record);
  };
  for (const Part& part : document.parts) add(part);
  if (document.parts.empty()) add({});
  return groups;
}

std::string explain_policy(const Setup& setup, const std::string& path, std::optional<int> line) {
  const Checker& checker = setup.checker();
  const Config& config = checker.config();
  const std::string bytes = read_file(path);
  const Document document = read_document(bytes, format_of(path, {}), config.fields(), path);
  const std::string relative = setup.relative(path);
  std::string out;
  if (!line) {
    for (const ScopeGroup& group : scope_groups(config, document, relative)) {
      out += fmt::format("{}{}\n", out.empty() ? "" : "\n", path);
      out += labelled("policy", policy_name(setup)) + scope_text(group.scope);
      if (!group.records.empty()) {
        out += labelled("records", fmt::format("{}", fmt::join(group.records, ", ")));
      }
      out += "\n" + ThresholdText(config.policy, group.scope).write();
    }
    return out;
  }
  const LineIndex index(bytes);
  for (const Part& part : document.parts) {
    for (const Claim& claim : checker.read(part)) {
      const ByteRange source = part.map.to_source(claim.content);
      const int last = index.position(source.end).line;
      if (index.position(source.begin).line > *line || last < *line) continue;
      const Scope scope = config.scope_of(part, relative);
      if (out.empty()) {
        out = fmt::format("{}:{}\n", path, *line) + labelled("policy", policy_name(setup)) + scope_text(scope) + "\n";
      }
      out += claim_text(claim, part, scope, checker);
    }
  }
  return out.empty() ? fmt::format("{}:{}: nothing here is read as a statement about a group of users.\n", path, *line)
                     : out;
}

std::string preset_table() {
  std::string out;
  std::size_t width = 0;
  const auto names = preset_names();
  for (const auto& name : names) width = std::max(width, name.size());
  for (const auto& name : names) {
    const auto preset = find_preset(name);
    out += fmt::format("{:{}}  {:>5}  {}\n", name, width, preset->threshold.k->value, preset->title);
  }
  return out + "\nThese are published practices, made for other purposes than copy. None of this is legal advice.\n";
}

std::string preset_text(const Preset& preset) {
  std::string out = fmt::format("{}\n\n", preset.name);
  out += labelled("Title:", preset.title, 0);
  out += labelled("Asks for:", threshold_yaml(preset.threshold), 0);
  out += labelled("Made for:", preset.made_for, 0);
  out += labelled("Note:", preset.note, 0);
  out += labelled("Source:", preset.source, 0) + labelled("", preset.url, 0);
  out += fmt::format("\nFor everything:      extends: [{0}]\nFor some data only:  thresholds: {{health: {0}}}\n",
                     preset.name);
  return out + "\nNone of this is legal advice.\n";
}

}  // namespace toofew
