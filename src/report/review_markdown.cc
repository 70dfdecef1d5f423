#include <fmt/format.h>

#include <string_view>

#include "base/words.h"
#include "report/entries.h"
#include "report/escape.h"
#include "report/review.h"
#include "report/review_sections.h"

namespace toofew {
namespace {

std::string row(const std::vector<std::string>& texts) {
  std::string out = "|";
  for (const std::string& text : texts) out += fmt::format(" {} |", escape_markdown(text));
  return out + "\n";
}

std::string table(const ReviewTable& table) {
  std::string out = table.caption.empty() ? std::string() : fmt::format("\n**{}**\n", escape_markdown(table.caption));
  if (!table.note.empty()) out += fmt::format("\n{}\n", escape_markdown(table.note));
  out += fmt::format("\n{}|", row(table.columns));
  for (std::size_t i = 0; i < table.columns.size(); ++i) out += " --- |";
  out += "\n";
  for (const auto& texts : table.rows) out += row(texts);
  return out;
}

std::string listing(const ReviewSection::Listing& listing) {
  const std::string caption =
      listing.caption.empty() ? std::string() : fmt::format("\n**{}**\n", escape_markdown(listing.caption));
  return caption + "\n" + markdown_block(listing.text, listing.language);
}

std::string section(const ReviewSection& section) {
  std::string out = fmt::format("\n## {}\n", escape_markdown(section.title));
  for (const std::string& text : section.paragraphs) out += fmt::format("\n{}\n", escape_markdown(text));
  for (const ReviewTable& each : section.tables) out += table(each);
  for (const auto& each : section.listings) out += listing(each);
  return out;
}

std::string decision(const ReviewDecision& decision) {
  std::string out = fmt::format("\n## Decision\n\n{}\n\n", escape_markdown(decision.subject));
  for (const std::string& choice : decision.choices) out += fmt::format("- [ ] {}\n", escape_markdown(choice));
  out += "\n";
  ReviewTable blanks;
  for (const std::string& blank : decision.blanks) blanks.rows.push_back({blank, ""});
  blanks.rows.push_back({decision.remarks, ""});
  blanks.columns = {"To be filled in", ""};
  return out + table(blanks).substr(1);
}

std::string finding(const Entry& entry, std::size_t number) {
  const Finding& finding = *entry.finding;
  std::string part;
  if (!finding.record.empty()) part = fmt::format(", record {}", escape_markdown(finding.record));
  if (!finding.field.empty()) part += fmt::format(", field {}", escape_markdown(finding.field));
  std::string out = fmt::format("\n{}. **{}: {}** (line {}{}): {}\n", number, severity_name(finding.severity),
                                kind_of(finding), entry.begin.line, part, markdown_code(finding.text));
  const auto item = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) out += fmt::format("   - {}{}\n", label, escape_markdown(text));
  };
  item("", finding.message);
  if (finding.other) item("See: ", other_figure(*finding.other));
  item("Why: ", finding.why);
  item("Do: ", finding.advice);
  item("Rule: ", finding.rule);
  if (finding.kind && finding.threshold.citation.empty()) item("Threshold from: ", finding.threshold.source);
  return out;
}

/// Numbered as in the page.
std::string findings(const Review& review) {
  std::string out = fmt::format("\n## {}\n", kFindingsTitle);
  std::size_t count = 0;
  for (const CheckedFile& file : review.report.files) {
    if (file.findings.empty()) continue;
    out += fmt::format("\n### {}\n", escape_markdown(file.path));
    for (const Entry& entry : entries(file)) out += finding(entry, ++count);
  }
  return count == 0 ? out + "\nNothing was found.\n" : out;
}

}  // namespace

std::string review_markdown(const Review& review) {
  std::string out = fmt::format("# {}\n\n{}\n\n**{}**\n", kReviewTitle, escape_markdown(review_subtitle(review)),
                                escape_markdown(trimmed(summary(tally(review.report)))));
  out += section(review_summary(review)) + decision(review_decision(review));
  for (const ReviewSection& part : sections_before_findings(review)) out += section(part);
  out += findings(review);
  for (const ReviewSection& part : sections_behind_findings(review)) out += section(part);
  return out;
}

}  // namespace toofew
