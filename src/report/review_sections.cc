#include "report/review_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "base/digest.h"
#include "base/words.h"
#include "policy/kind_help.h"
#include "policy/messages.h"
#include "report/entries.h"
#include "report/waiver_list.h"

namespace toofew {
namespace {

constexpr const char* kNone = "none";
constexpr const char* kFilesTitle = "Files";
constexpr const char* kLeftOutTitle = "Not checked, and why";

std::string number(std::int64_t n) { return Messages::built_in().number(n); }
std::string number(std::size_t n) { return number(static_cast<std::int64_t>(n)); }

/// "tweet, none".
std::string names(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& name : list) {
    if (!out.empty()) out += ", ";
    out += name.empty() ? kNone : name;
  }
  return out.empty() ? kNone : out;
}

std::string place(std::string_view path, int line) { return fmt::format("{}, line {}", path, line); }

/// The failures of files and folders, each once.
std::vector<LeftOut> failures(const Report& report) {
  std::vector<LeftOut> out;
  std::set<std::string> told;
  const auto add = [&](const Error& failure, const std::string& path) {
    if (!told.insert(failure.what()).second) return;
    const Error::Place& at = failure.place();
    const std::string file = at.file.empty() ? path : at.file;
    out.push_back({at.line > 0 ? place(file, at.line) : file, failure_text(failure)});
  };
  for (const Error& failure : report.failures) add(failure, {});
  for (const CheckedFile& file : report.files) {
    if (file.failure) add(*file.failure, file.path);
  }
  return out;
}

// ---- drafts

std::string count_of(const std::vector<Finding>& findings, Severity severity) {
  const auto is_it = [&](const Finding& finding) { return finding.severity == severity; };
  return number(static_cast<std::int64_t>(std::count_if(findings.begin(), findings.end(), is_it)));
}

ReviewSection drafts(const Review& review) {
  std::map<std::string_view, const CheckedFile*> by_path;
  for (const CheckedFile& file : review.report.files) by_path.emplace(file.path, &file);
  ReviewTable table{"", "", {"Draft", "Posts", "Channel", "Region", "Errors", "Warnings", "Notes", "Waived"}, {}};
  for (const ReviewedDraft& draft : review.drafts) {
    const CheckedFile& file = *by_path.at(draft.file.path);
    table.rows.push_back({draft.file.path, number(draft.posts), names(draft.channels), names(draft.regions),
                          count_of(file.findings, Severity::error), count_of(file.findings, Severity::warning),
                          count_of(file.findings, Severity::note), number(file.waived.size())});
  }
  ReviewSection section{"drafts", "Drafts", {}, {}, {}};
  if (table.rows.empty()) {
    section.paragraphs.push_back("No draft could be checked.");
  } else {
    section.tables.push_back(std::move(table));
  }
  return section;
}

// ---- what the findings rest on

ReviewSection kinds(const Review& review) {
  std::set<std::string_view> used;
  for (const CheckedFile& file : review.report.files) {
    for (const Finding& finding : file.findings) used.insert(kind_of(finding));
    for (const Finding& finding : file.waived) used.insert(kind_of(finding));
  }
  ReviewTable table{"", "", {"Kind", "What it is", "Why it matters"}, {}};
  for (const std::string_view kind : used) {
    const KindHelp& help = kind_help(kind);
    table.rows.push_back({std::string(kind), help.what, help.why});
  }
  ReviewSection section{"kinds", "What the kinds of findings mean", {}, {}, {}};
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

std::vector<std::string> waiver_row(const ReviewedWaiver& waiver, Date day) {
  const WaiverRecord& record = waiver.record;
  const std::string where = place(waiver.path, waiver.line);
  const std::string state(waiver_state_name(record.state));
  if (record.state == WaiverState::malformed) return {state, where, "", "", "", "", record.problem, "0"};
  const Waiver& terms = record.waiver;
  const int left = days_between(day, terms.until);
  const std::string days = left < 0 ? fmt::format("ended {} days ago", -left) : fmt::format("{} days left", left);
  const std::string age = terms.since ? fmt::format("{} days", days_between(*terms.since, day)) : "not told";
  const std::string target = waiver_target(record);
  return {state,
          target.empty() ? where : fmt::format("{}, for {}", where, target),
          terms.rule,
          fmt::format("{} ({})", date_text(terms.until), days),
          age,
          terms.owner,
          terms.reason,
          number(record.findings)};
}

ReviewSection waivers(const Review& review) {
  ReviewSection section{"waivers", "Waivers", {}, {}, {}};
  if (review.waivers.empty()) {
    section.paragraphs.push_back("There are no waivers: nothing that was found has been let pass.");
    return section;
  }
  section.paragraphs.push_back(
      "Somebody answers for what a waiver lets pass. One that is not active lets nothing pass, and is a finding of its "
      "own.");
  ReviewTable all{"", "", {"State", "Where", "Rule", "Until", "Age", "Owner", "Reason", "Lets pass"}, {}};
  for (const ReviewedWaiver& waiver : review.waivers) all.rows.push_back(waiver_row(waiver, review.day));
  section.tables.push_back(std::move(all));

  ReviewTable passed{"What they let pass", "", {"Where", "Words", "What was found", "Answered for by"}, {}};
  for (const CheckedFile& file : review.report.files) {
    for (const Entry& entry : waived_entries(file)) {
      const Finding& finding = *entry.finding;
      passed.rows.push_back({place(entry.path, entry.begin.line), one_line(finding.text),
                             fmt::format("{}, {}: {}", severity_name(finding.severity), finding.rule, finding.message),
                             finding.waiver->owner});
    }
  }
  if (!passed.rows.empty()) section.tables.push_back(std::move(passed));
  return section;
}

std::string measured(const Fact& fact) {
  std::vector<std::string> parts;
  if (fact.people) parts.push_back(number(*fact.people) + (*fact.people == 1 ? " person" : " people"));
  if (fact.base) parts.push_back("of " + number(*fact.base));
  if (fact.contributors) parts.push_back("contributors are listed");
  if (fact.as_of) parts.push_back("as of " + date_text(*fact.as_of));
  if (!fact.query.empty()) parts.push_back("query " + fact.query);
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string approval(const Fact& fact) {
  std::string out = fact.approved_by.empty() ? std::string("by nobody") : fact.approved_by;
  if (fact.approved_on) out += ", " + date_text(*fact.approved_on);
  if (fact.expires) out += ", until " + date_text(*fact.expires);
  return out;
}

std::string outcome(const ReviewedFact& fact) {
  if (fact.has_findings) return "see the findings";
  return fact.lines.empty() ? "its words do not stand in the draft" : "in order";
}

ReviewSection facts(const Review& review) {
  ReviewSection section{"facts", "Facts behind the figures", {}, {}, {}};
  if (review.facts.empty()) {
    section.paragraphs.push_back("No fact is declared for these drafts: nobody says how their figures were measured.");
  }
  ReviewTable table{"", "", {"Draft", "Words", "Measured", "Approved", "Declared", "Outcome"}, {}};
  for (const ReviewedFact& used : review.facts) {
    const Fact& fact = used.fact;
    const std::string lines =
        used.lines.empty() ? "" : fmt::format(", line {}", fmt::join(used.lines, ", line "));
    table.rows.push_back({used.draft + lines, fact.says, measured(fact), approval(fact),
                          place(fact.place.file.empty() ? "the draft" : fact.place.file, fact.place.line),
                          outcome(used)});
  }
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  if (review.facts_of_others > 0) {
    section.paragraphs.push_back(fmt::format("{} nothing in these drafts.",
                                             counted(review.facts_of_others, "other fact of the policy's files backs",
                                                     "other facts of the policy's files back")));
  }
  return section;
}

// ---- the policy

std::string inexact_text(Inexact inexact) {
  switch (inexact) {
    case Inexact::lowest: return "judged by the lowest reading";
    case Inexact::highest: return "judged by the highest reading";
    case Inexact::figure: return "judged by the figure";
    case Inexact::allow: return "let pass";
  }
  return {};
}

/// How sizes are judged that are not exact: those that are judged alike together.
std::string inexact_sizes(const Threshold& threshold) {
  std::map<Inexact, std::vector<std::string>> sizes;
  sizes[threshold.approximate].push_back("“about”");
  sizes[threshold.ceiling].push_back("“fewer than”");
  sizes[threshold.open_ended].push_back("“over”");
  std::string out = threshold.flags_zero ? "zeros are findings" : "zeros pass";
  if (sizes.size() == 1) return out + "; others are " + inexact_text(sizes.begin()->first);
  for (const auto& [inexact, words] : sizes) {
    out += fmt::format("; {}: {}", fmt::join(words, ", "), inexact_text(inexact));
  }
  return out;
}

ReviewSection thresholds(const Review& review) {
  ReviewSection section{"policy", "The policy in force", {}, {}, {}};
  section.paragraphs.push_back(
      "Groups of so many people or more may be published. Smaller ones are findings: errors below the second number, "
      "warnings from there up. Published practices are named with their source; they were made for other purposes than "
      "copy.");
  for (const ThresholdTable& asked : review.thresholds) {
    ReviewTable table{fmt::format("Channel: {}. Region: {}.", names(asked.channels), names(asked.regions)),
                      fmt::format("By {}, for {}.", asked.policy, fmt::join(asked.drafts, ", ")),
                      {"Kind of data", "People, at least", "Errors below", "Sizes that are not exact", "Decided by"},
                      {}};
    for (const ThresholdTable::Row& row : asked.rows) {
      const Threshold& threshold = row.threshold;
      table.rows.push_back({fmt::format("{}", fmt::join(row.categories, ", ")), number(threshold.k),
                            number(threshold.error_below), inexact_sizes(threshold), threshold.source});
    }
    section.tables.push_back(std::move(table));
  }
  return section;
}

ReviewSection left_out(const Review& review) {
  ReviewTable table{"", "", {"What", "Why"}, {}};
  for (const LeftOut& failure : failures(review.report)) table.rows.push_back({failure.what, failure.why});
  for (const LeftOut& part : review.left_out) table.rows.push_back({part.what, part.why});
  ReviewSection section{"not-checked", kLeftOutTitle, {}, {}, {}};
  section.paragraphs.push_back(
      "Read is what a reader is shown: not addresses, comments, code samples, pictures and what stands behind links. What "
      "a statement's words do not tell, and no population, fact or ledger says, is not known to toofew either.");
  section.tables.push_back(std::move(table));
  return section;
}

// ---- files and versions

/// A name as `sha256sum` writes it: with marks for what would break the line, which the line then begins by.
std::string checksum_line(const HashedFile& file) {
  std::string name;
  for (const char c : file.path) {
    if (c == '\\') {
      name += "\\\\";
    } else if (c == '\n') {
      name += "\\n";
    } else if (c == '\r') {
      name += "\\r";
    } else {
      name += c;
    }
  }
  return fmt::format("{}{}  {}\n", name == file.path ? "" : "\\", file.sha256, name);
}

ReviewSection files(const Review& review) {
  ReviewSection section{"files", kFilesTitle, {}, {}, {}};
  section.paragraphs.push_back(
      "The SHA-256 sums of the drafts and of the policy's files. Saved to a file, the list is what sha256sum --check "
      "takes, in the folder that toofew ran in.");
  section.listings.push_back({"", "sha256", checksums(review)});
  return section;
}

ReviewSection versions(const Review& review) {
  ReviewTable table{"", "", {"Part", "Version"}, {}};
  table.rows.push_back({"toofew", review.report.version});
  for (const HashedFile& pack : review.rule_packs) {
    table.rows.push_back({fmt::format("rules/{}, which come with it", pack.path), "SHA-256 " + pack.sha256});
  }
  ReviewSection section{"versions", "Versions", {}, {}, {}};
  section.tables.push_back(std::move(table));
  return section;
}

ReviewSection configurations(const Review& review) {
  ReviewSection section{"configuration", "The whole configuration, as it was read", {}, {}, {}};
  for (const PolicyText& policy : review.policies) section.listings.push_back({policy.name, "yaml", policy.yaml});
  return section;
}

}  // namespace

std::string review_subtitle(const Review& review) {
  return fmt::format("Made on {} with toofew {}.", date_text(review.day), review.report.version);
}

ReviewSection review_summary(const Review& review) {
  const Tally counts = tally(review.report);
  std::size_t posts = 0;
  for (const ReviewedDraft& draft : review.drafts) posts += draft.posts;
  const auto active = std::count_if(review.waivers.begin(), review.waivers.end(), [](const ReviewedWaiver& waiver) {
    return waiver.record.state == WaiverState::active;
  });
  const auto wrong = std::count_if(review.facts.begin(), review.facts.end(),
                                   [](const ReviewedFact& fact) { return outcome(fact) != "in order"; });
  ReviewTable table{"", "", {"What", "How many"}, {}};
  table.rows = {
      {"Drafts checked", fmt::format("{}, {}", counts.files_checked, counted(posts, "post", "posts"))},
      {"Findings", fmt::format("{}, {}, {}", counted(counts.errors, "error", "errors"),
                               counted(counts.warnings, "warning", "warnings"), counted(counts.notes, "note", "notes"))},
      {"Findings let pass by waivers", number(counts.waived)},
      {"Waivers", fmt::format("{}, {} active", review.waivers.size(), active)},
      {"Facts behind figures", fmt::format("{}, {} in order", review.facts.size(),
                                           static_cast<std::ptrdiff_t>(review.facts.size()) - wrong)},
      {"Files and folders that could not be checked", number(failures(review.report).size())},
  };
  ReviewSection section{"summary", "At a glance", {}, {}, {}};
  section.paragraphs = {
      "toofew has looked in these drafts for statements about small groups of the publisher's own users, and has judged "
      "them by the policy that is told below.",
      fmt::format("Where nothing was found, toofew found no small group, and that is all that it means. What it did not "
                  "look at stands under “{}”. None of this is legal advice.",
                  kLeftOutTitle)};
  section.tables.push_back(std::move(table));
  return section;
}

ReviewDecision review_decision(const Review& review) {
  return {fmt::format("About {} and {} as they were on {}. The list under “{}” tells the SHA-256 sum of each, and {} is "
                      "the sum of that list. When a file has changed since, its sum does not fit any more, and the review "
                      "has to be made again.",
                      counted(review.drafts.size(), "draft", "drafts"),
                      counted(review.policy_files.size(), "policy file", "policy files"), date_text(review.day),
                      kFilesTitle, sha256(checksums(review))),
          {"They may be published as they are.", "They may be published once the changes below are made.",
           "They may not be published."},
          {"Name", "Role", "Date", "Signature"},
          "Changes, conditions, remarks"};
}

std::vector<ReviewSection> sections_before_findings(const Review& review) { return {drafts(review)}; }

std::vector<ReviewSection> sections_behind_findings(const Review& review) {
  std::vector<ReviewSection> sections = {kinds(review),  waivers(review),  facts(review),         thresholds(review),
                                         left_out(review), files(review), versions(review), configurations(review)};
  const auto is_empty = [](const ReviewSection& section) {
    return section.paragraphs.empty() && section.tables.empty() && section.listings.empty();
  };
  std::erase_if(sections, is_empty);
  return sections;
}

std::string checksums(const Review& review) {
  std::string out;
  for (const ReviewedDraft& draft : review.drafts) out += checksum_line(draft.file);
  for (const HashedFile& file : review.policy_files) out += checksum_line(file);
  return out;
}

}  // namespace toofew
