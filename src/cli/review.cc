#include "cli/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/version.h"
#include "cli/files.h"
#include "cli/left_out.h"
#include "cli/policy_text.h"
#include "cli/write_file.h"
#include "report/line_index.h"

namespace toofew {
namespace {

void add_name(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// All that decides what passes.
auto terms(const Threshold& threshold) {
  return std::tie(threshold.k, threshold.error_below, threshold.source, threshold.flags_zero, threshold.approximate,
                  threshold.ceiling, threshold.open_ended);
}

bool are_alike(const ThresholdTable::Row& a, const ThresholdTable::Row& b) {
  return a.categories == b.categories && terms(a.threshold) == terms(b.threshold);
}

class ReviewMaker {
 public:
  ReviewMaker(const DraftOptions& options, Setups& setups, Date today) : options_(options), setups_(setups) {
    review_.day = today;
    review_.report.version = version();
  }

  Review make(CheckedDrafts checked) {
    review_.report.failures = std::move(checked.failures);
    for (CheckedDraft& draft : checked.drafts) collect(draft);
    for (const WaiverFile& file : checked.waiver_files) collect(file);
    const auto by_path = [](const CheckedFile& a, const CheckedFile& b) { return a.path < b.path; };
    std::stable_sort(review_.report.files.begin(), review_.report.files.end(), by_path);
    for (const Setup* setup : used_) add_policy(*setup);
    review_.facts_of_others = facts_in_files_ - used_facts_.size();
    std::sort(review_.policy_files.begin(), review_.policy_files.end(),
              [](const HashedFile& a, const HashedFile& b) { return a.path < b.path; });
    for (LeftOut& file : unread_files(options_.paths, known_, setups_)) review_.left_out.push_back(std::move(file));
    add_rule_packs();
    return std::move(review_);
  }

 private:
  void collect(CheckedDraft& draft) {
    CheckedFile& file = draft.file;
    known_.insert(resolved_path(file.path).native());
    if (!file.failure) {
      if (std::find(used_.begin(), used_.end(), draft.setup) == used_.end()) used_.push_back(draft.setup);
      add_draft(file, *draft.setup);
      add_facts(file, draft.setup->checker(), draft.setup->relative(file.path));
      for (LeftOut& part : draft_limits(file, draft.setup->config())) {
        review_.left_out.push_back(std::move(part));
      }
    }
    add_waivers(file.path, file.bytes, draft.waivers);
    review_.report.files.push_back(std::move(file));
  }

  void collect(const WaiverFile& file) {
    add_waivers(file.path, file.bytes, file.waivers);
    if (auto told = checked_file(file)) review_.report.files.push_back(std::move(*told));
  }

  void add_waivers(const std::string& path, const std::string& bytes, const std::vector<WaiverRecord>& waivers) {
    if (waivers.empty()) return;
    const LineIndex index(bytes);
    for (const WaiverRecord& record : waivers) {
      review_.waivers.push_back({path, index.position(record.source.begin).line, record});
    }
  }

  void add_draft(const CheckedFile& file, const Setup& setup) {
    std::set<std::string_view> records;
    for (const Part& part : file.document.parts) records.insert(part.record);
    ReviewedDraft draft{{file.path, sha256(file.bytes)}, records.size(), {}, {}};
    const auto groups = scope_groups(setup.config(), file.document, setup.relative(file.path));
    for (const ScopeGroup& group : groups) {
      add_name(draft.channels, group.scope.channel);
      add_name(draft.regions, group.scope.region);
      add_thresholds(setup, group.scope, draft_name(file.path, groups.size() > 1, group));
    }
    review_.drafts.push_back(std::move(draft));
  }

  static std::string draft_name(const std::string& path, bool has_several, const ScopeGroup& group) {
    if (!has_several || group.records.empty()) return path;
    return fmt::format("{} ({})", path, fmt::join(group.records, ", "));
  }

  void add_thresholds(const Setup& setup, const Scope& scope, const std::string& draft) {
    ThresholdTable table{policy_name(setup), {}, {}, {}, rows_for(setup.config().policy, scope)};
    const auto is_same = [&](const ThresholdTable& other) {
      return other.policy == table.policy &&
             std::equal(other.rows.begin(), other.rows.end(), table.rows.begin(), table.rows.end(), are_alike);
    };
    auto& tables = review_.thresholds;
    auto same = std::find_if(tables.begin(), tables.end(), is_same);
    if (same == tables.end()) same = tables.insert(tables.end(), std::move(table));
    add_name(same->channels, scope.channel);
    add_name(same->regions, scope.region);
    add_name(same->drafts, draft);
  }

  /// One row for all kinds of data of which the same is asked by the same entry.
  static std::vector<ThresholdTable::Row> rows_for(const Policy& policy, const Scope& scope) {
    std::vector<ThresholdTable::Row> rows;
    for (const ThresholdRow& row : policy.thresholds) {
      const Threshold threshold = policy.threshold_for(row.category, scope);
      const auto same = std::find_if(rows.begin(), rows.end(), [&](const ThresholdTable::Row& other) {
        return terms(other.threshold) == terms(threshold);
      });
      (same == rows.end() ? rows.emplace_back(ThresholdTable::Row{{}, threshold}) : *same)
          .categories.push_back(row.category);
    }
    return rows;
  }

  void add_facts(const CheckedFile& file, const Checker& checker, const std::string& path) {
    const auto used = checker.facts_in(file.document, path);
    if (used.empty()) return;
    const LineIndex index(file.bytes);
    for (const UsedFact& each : used) {
      if (each.places.empty() && !each.fact.names_one_post()) continue;  // for any of many posts
      ReviewedFact fact{file.path, each.fact, {}, has_findings(each, file)};
      for (const FactPlace& place : each.places) {
        const int line = index.position(place.source.begin).line;
        if (fact.lines.empty() || fact.lines.back() != line) fact.lines.push_back(line);
      }
      if (!each.fact.place.file.empty()) used_facts_.emplace(&checker, each.fact.place.file, each.fact.place.line,
                                                        each.fact.place.column);
      review_.facts.push_back(std::move(fact));
    }
  }

  static bool has_findings(const UsedFact& used, const CheckedFile& file) {
    const auto is_of_it = [&](const Finding& finding) {
      if (finding.rule == kUnmatched) return used.places.empty() && used.fact.names_one_post();
      return finding.rule.starts_with(kFactRules) && overlaps(used, finding);
    };
    return std::any_of(file.findings.begin(), file.findings.end(), is_of_it) ||
           std::any_of(file.waived.begin(), file.waived.end(), is_of_it);
  }

  static bool overlaps(const UsedFact& used, const Finding& finding) {
    return std::any_of(used.places.begin(), used.places.end(),
                       [&](const FactPlace& place) { return place.source.overlaps(finding.source); });
  }

  void add_policy(const Setup& setup) {
    review_.policies.push_back({policy_name(setup), to_yaml(setup.config())});
    for (const std::filesystem::path& path : setup.files()) {
      if (!known_.insert(resolved_path(path.native()).native()).second) continue;
      add_policy_file(path.lexically_relative(std::filesystem::current_path()).native());
    }
    for (LeftOut& part : policy_limits(setup)) review_.left_out.push_back(std::move(part));
    facts_in_files_ += setup.checker().facts_in_files();
  }

  void add_policy_file(const std::string& path) {
    try {
      review_.policy_files.push_back({path, sha256(read_file(path))});
    } catch (const Error& error) {
      review_.left_out.push_back({path, error.reason()});
    }
  }

  /// Those that are built in are told by what they say: each folder of rules/ with all its files.
  void add_rule_packs() {
    std::vector<std::string> folders = {"defaults", "presets"};
    for (const Setup* setup : used_) {
      for (const auto& language : setup->config().languages.value) folders.push_back(language.value);
    }
    std::sort(folders.begin(), folders.end());
    folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
    for (const std::string& folder : folders) {
      std::string all;
      for (const std::string_view path : embedded_files(folder + "/")) {
        all += fmt::format("{}  {}\n", sha256(embedded_file(path)), path);
      }
      review_.rule_packs.push_back({folder, sha256(all)});
    }
  }

  static constexpr std::string_view kFactRules = "facts.";
  static constexpr std::string_view kUnmatched = "facts.unmatched";

  const DraftOptions& options_;
  Setups& setups_;
  Review review_;
  std::vector<const Setup*> used_;  // in the order of their first draft
  std::set<std::string> known_;     // files that are accounted for, as resolved_path() has it
  std::set<std::tuple<const Checker*, std::string, int, int>> used_facts_;  // of files, by their place
  std::size_t facts_in_files_ = 0;
};

}  // namespace

Review make_review(const DraftOptions& options, CheckedDrafts checked, Setups& setups, Date today) {
  return ReviewMaker(options, setups, today).make(std::move(checked));
}

}  // namespace toofew
