#include "lsp/display.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/words.h"
#include "lsp/uri.h"
#include "report/entries.h"
#include "report/rule_pages.h"

namespace toofew::lsp {
namespace {

/// Words in which nothing is taken for markup. Editors that show Markdown as it is written shall show few backslashes.
std::string plain_markdown(std::string_view words) {
  std::string out;
  for (const char c : one_line(words)) {
    if (std::string_view(R"(\`*_[]<>&~)").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string size_text(const Interval& cohort) {
  if (!cohort.hi) return fmt::format("{} or more", cohort.lo);
  if (cohort.is_exact()) return std::to_string(cohort.lo);
  return cohort.lo == 0 ? fmt::format("up to {}", *cohort.hi) : fmt::format("{} to {}", cohort.lo, *cohort.hi);
}

/// What the other figure of a difference is, in words.
std::string other_text(const OtherStatement& other) {
  if (other.ledger.empty()) return fmt::format("“{}” in {}, line {}", one_line(other.text), other.path, other.line);
  const std::string post = other.id.empty() ? std::string() : fmt::format(" in {}", one_line(other.id));
  return fmt::format("{}, published{} on {} ({}, line {})",
                     counted(static_cast<std::size_t>(other.people), "person", "people"), post,
                     date_text(*other.published), other.ledger, other.line);
}

Location location_of(const OtherStatement& other) {
  const int line = other.line - 1;
  const int character = other.column > 0 ? other.column - 1 : 0;
  return {uri_of_path(other.ledger.empty() ? other.path : other.ledger), {{line, character}, {line, character}}};
}

/// Writes Markdown, or the same without marks.
class Writer {
 public:
  explicit Writer(bool markdown) : markdown_(markdown) {}

  std::string text(std::string_view words) const { return markdown_ ? plain_markdown(words) : one_line(words); }

  void heading(std::string_view words) { out_ += markdown_ ? fmt::format("**{}**\n\n", text(words)) : text(words) + "\n\n"; }
  void item(std::string_view label, std::string_view words) { out_ += fmt::format("- {}: {}\n", label, text(words)); }
  void paragraph(std::string_view label, std::string_view words) {
    if (!words.empty()) out_ += fmt::format("\n{}: {}\n", label, text(words));
  }
  void link(std::string_view label, const std::string& words, const std::string& address) {
    const bool is_link = markdown_ && !address.empty();
    out_ += is_link ? fmt::format("\n{}: [{}]({})\n", label, text(words), address)
                    : fmt::format("\n{}: {}\n", label, text(words));
  }

  std::string take() {
    while (out_.ends_with('\n')) out_.pop_back();
    return std::move(out_);
  }

 private:
  bool markdown_;
  std::string out_;
};

void write_people(const Finding& finding, Writer& writer) {
  writer.item("Who", fmt::format("“{}”", finding.text));
  writer.item("How many", finding.arithmetic.empty()
                              ? size_text(finding.cohort)
                              : fmt::format("{}, from {}", size_text(finding.cohort), finding.arithmetic));
  writer.item("Threshold", fmt::format("{} or more, set in {}", finding.threshold.k, finding.threshold.source));
  writer.item("Data", finding.topic.empty() ? finding.category
                                            : fmt::format("{} (“{}”)", finding.category, finding.topic));
  if (!finding.related_text.empty()) writer.item("Reckoned with", fmt::format("“{}”", finding.related_text));
  if (finding.other) writer.item("Reckoned with", other_text(*finding.other));
}

}  // namespace

DiagnosticSeverity severity_of(Severity severity) {
  if (severity == Severity::error) return DiagnosticSeverity::error;
  return severity == Severity::warning ? DiagnosticSeverity::warning : DiagnosticSeverity::information;
}

std::string page_of(const Finding& finding, const std::string& docs) {
  RuleInfo rule;
  rule.id = finding.rule;
  rule.kind = finding.kind;
  return rule_url(rule, docs);
}

Diagnostic diagnostic_of(const Finding& finding, const Shown& file) {
  Diagnostic out;
  out.range = file.range_of(finding.source);
  out.severity = severity_of(finding.severity);
  out.code = finding.rule;
  out.href = page_of(finding, file.docs);
  out.message = finding.message + " " + finding.advice;
  if (finding.related) {
    out.related.push_back({{file.uri, file.range_of(*finding.related)},
                           fmt::format("The figure that this one is reckoned with: “{}”", one_line(finding.related_text))});
  }
  if (finding.other) {
    out.related.push_back({location_of(*finding.other),
                           "The figure that this one is reckoned with: " + other_text(*finding.other)});
  }
  return out;
}

Diagnostic diagnostic_of(const Error& error, const Range& range) {
  Diagnostic out;
  out.range = range;
  out.code = kNotChecked;
  out.message = failure_text(error);
  return out;
}

std::string hover_text(const Finding& finding, const std::string& docs, bool markdown) {
  Writer writer(markdown);
  writer.heading(finding.message);
  if (finding.kind) write_people(finding, writer);
  if (finding.waiver) {
    const AppliedWaiver& waiver = *finding.waiver;
    writer.item("Waived", fmt::format("by {} until {}: {}", waiver.owner, date_text(waiver.until), waiver.reason));
  }
  writer.paragraph("Why", finding.why);
  if (!finding.waiver) writer.paragraph("Do", finding.advice);
  writer.link("Rule", finding.rule, page_of(finding, docs));
  return writer.take();
}

}  // namespace toofew::lsp
