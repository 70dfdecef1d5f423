#include <fmt/color.h>
#include <fmt/format.h>

#include "base/printable.h"
#include "base/words.h"
#include "report/entries.h"
#include "report/excerpt.h"
#include "report/line_index.h"
#include "report/report.h"
#include "report/wrap.h"

namespace toofew {
namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kNarrowest = 40;

fmt::text_style style_of(Severity severity) {
  const auto colour = [](fmt::terminal_color c) { return fmt::fg(c) | fmt::emphasis::bold; };
  if (severity == Severity::error) return colour(fmt::terminal_color::red);
  if (severity == Severity::warning) return colour(fmt::terminal_color::yellow);
  return colour(fmt::terminal_color::cyan);
}

/// "    Why: …", the following lines set under the first word.
std::string paragraph(std::string_view label, std::string_view text, std::size_t width) {
  return fmt::format("{:{}}{} {}\n", "", kIndent, label, wrap(text, kIndent + label.size() + 1, width));
}

/// Writes the findings of one file.
class TextWriter {
 public:
  TextWriter(const CheckedFile& file, const TextStyle& style)
      : file_(file), style_(style), index_(file.bytes), width_(std::max(style.width, kNarrowest)) {}

  std::string write() {
    for (const Finding& finding : file_.findings) {
      headline(finding);
      if (!style_.brief) details(finding);
    }
    return std::move(out_);
  }

 private:
  std::string paint(const std::string& text, const fmt::text_style& how) const {
    return style_.colour ? fmt::format(how, "{}", text) : text;
  }

  void headline(const Finding& finding) {
    const Position at = index_.position(finding.source.begin);
    const std::string severity = fmt::format("{}:", severity_name(finding.severity));
    out_ += fmt::format("{} {} {} {}\n",
                        paint(fmt::format("{}:{}:{}:", printable(file_.path), at.line, at.column), fmt::emphasis::bold),
                        paint(severity, style_of(finding.severity)), finding.message,
                        paint(fmt::format("[{}]", finding.rule), fmt::emphasis::faint));
  }

  void details(const Finding& finding) {
    words(finding);
    if (finding.related) related(finding);
    if (finding.other) out_ += paragraph("See:", other_figure(*finding.other), width_);
    out_ += paragraph("Why:", finding.why, width_);
    out_ += paragraph("Do: ", finding.advice, width_);
    for (const Fix& fix : finding.fixes) {
      out_ += paragraph("Or: ", fmt::format("{}{}", fix.title, fix.safe ? "" : " (read it again)"), width_);
    }
    out_ += "\n";
  }

  void words(const Finding& finding) {
    if (style_.plain) {
      out_ += paragraph("Words:", fmt::format("“{}”", one_line(index_.text(finding.source))), width_);
      return;
    }
    const Excerpt shown = excerpt(index_, finding.source, width_ - kIndent);
    out_ += fmt::format("\n{:{}}{}\n", "", kIndent, shown.line);
    out_ += fmt::format("{:{}}{}\n\n", "", kIndent, paint(shown.marks, style_of(finding.severity)));
  }

  void related(const Finding& finding) {
    const Position at = index_.position(finding.related->begin);
    if (style_.plain) {
      const std::string quoted = one_line(index_.text(*finding.related));
      out_ += paragraph("See:", fmt::format("line {}, column {}: “{}”", at.line, at.column, quoted), width_);
      return;
    }
    const Excerpt shown = excerpt(index_, *finding.related, width_ - kIndent);
    out_ += paragraph("See:", fmt::format("line {}, column {}:", at.line, at.column), width_);
    out_ += fmt::format("\n{:{}}{}\n{:{}}{}\n\n", "", kIndent, shown.line, "", kIndent, shown.marks);
  }

  const CheckedFile& file_;
  const TextStyle& style_;
  LineIndex index_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string text_report(const Report& report, const TextStyle& style) {
  std::string out;
  for (const CheckedFile& file : report.files) {
    if (!file.findings.empty()) out += text_findings(file, style);
  }
  const Tally counts = tally(report);
  if (!style.brief && counts.files_checked > 0) out += summary(counts);
  return out;
}

std::string text_findings(const CheckedFile& file, const TextStyle& style) { return TextWriter(file, style).write(); }

Tally tally(const Report& report) {
  Tally out;
  out.files_skipped = report.skipped.size();
  for (const CheckedFile& file : report.files) {
    if (file.failure) ++out.files_failed;
    if (!file.failure && !file.holds_waivers) ++out.files_checked;
    for (const Finding& finding : file.waived) ++(finding.baseline ? out.baselined : out.waived);
    if (!file.findings.empty()) ++out.files_with_findings;
    for (const Finding& finding : file.findings) {
      if (finding.severity == Severity::error) ++out.errors;
      if (finding.severity == Severity::warning) ++out.warnings;
      if (finding.severity == Severity::note) ++out.notes;
    }
  }
  return out;
}

std::string summary(const Tally& tally) {
  const std::string failed =
      tally.files_failed == 0 ? ""
                              : fmt::format("; {} could not be checked", counted(tally.files_failed, "file", "files"));
  std::string passed = tally.waived == 0 ? "" : fmt::format("; {} waived", tally.waived);
  if (tally.baselined > 0) passed += fmt::format("; {} in the baseline", tally.baselined);
  if (tally.files_skipped > 0) passed += fmt::format("; {} skipped", tally.files_skipped);
  std::vector<std::string> counts;
  if (tally.errors > 0) counts.push_back(counted(tally.errors, "error", "errors"));
  if (tally.warnings > 0) counts.push_back(counted(tally.warnings, "warning", "warnings"));
  if (tally.notes > 0) counts.push_back(counted(tally.notes, "note", "notes"));
  if (counts.empty()) {
    return fmt::format("No small cohorts found in {}{}{}.\n", counted(tally.files_checked, "file", "files"), passed,
                       failed);
  }
  return fmt::format("{} in {} ({} checked{}{})\n", fmt::join(counts, ", "),
                     counted(tally.files_with_findings, "file", "files"), tally.files_checked, passed, failed);
}

}  // namespace toofew
