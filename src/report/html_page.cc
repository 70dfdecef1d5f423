#include "report/html_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/embedded.h"
#include "policy/kind_help.h"
#include "policy/policy.h"
#include "report/entries.h"
#include "report/escape.h"
#include "report/html_post.h"

namespace toofew {
namespace {

std::string kind_details(std::string_view kind) {
  const KindHelp& help = kind_help(kind);
  return fmt::format(
      "<details><summary>What “{}” means</summary>\n<p>{}</p>\n<p><b>Example:</b> {}</p>\n<p><b>Why it matters:</b> "
      "{}</p>\n</details>\n",
      kind, escape_markup(help.what), escape_markup(help.example), escape_markup(help.why));
}

/// The words, with a link to where they stand in the post; a waiver has no place there.
std::string words(const Finding& finding, std::size_t number) {
  const std::string text = escape_markup(finding.text);
  return kind_of(finding) == kWaiver ? text : fmt::format("<a href=\"#words-{}\">{}</a>", number, text);
}

std::string source(const Finding& finding) {
  return finding.kind ? " · threshold from " + escape_markup(finding.threshold.source) : std::string();
}

std::string other(const Finding& finding) {
  if (!finding.other) return {};
  return fmt::format("<p><b>See:</b> {}</p>\n", escape_markup(other_figure(*finding.other)));
}

/// Other words for it; a browser cannot write them into the draft.
std::string fixes(const Entry& entry) {
  std::string items;
  for (const EntryFix& fix : entry.fixes) {
    items += fmt::format("<li>{}{}</li>\n", escape_markup(fix.fix->title), fix.fix->safe ? "" : " (read it again)");
  }
  return items.empty() ? items : fmt::format("<p><b>Or write:</b></p>\n<ul class=\"fixes\">\n{}</ul>\n", items);
}

std::string finding_item(const Entry& entry, std::size_t number, const FindingsStyle& style) {
  const Finding& finding = *entry.finding;
  return fmt::format(
      "<li class=\"finding {severity}\" id=\"finding-{number}\" data-number=\"{number}\" data-severity=\"{severity}\" "
      "data-kind=\"{kind}\">\n"
      "<h{level}>{number}. <span class=\"badge {severity}\">{severity}</span> {kind}</h{level}>\n"
      "<blockquote>{words}</blockquote>\n"
      "<p>{message}</p>\n{other}<p><b>Why:</b> {why}</p>\n<p><b>Do:</b> {advice}</p>\n{fixes}"
      "<p class=\"faint\">Line {line}, column {column} · rule {rule}{source}</p>\n{details}</li>\n",
      fmt::arg("number", number), fmt::arg("severity", severity_name(finding.severity)),
      fmt::arg("kind", kind_of(finding)), fmt::arg("words", words(finding, number)),
      fmt::arg("message", escape_markup(finding.message)), fmt::arg("why", escape_markup(finding.why)),
      fmt::arg("advice", escape_markup(finding.advice)), fmt::arg("line", entry.begin.line),
      fmt::arg("column", entry.begin.column), fmt::arg("rule", escape_markup(finding.rule)),
      fmt::arg("fixes", fixes(entry)), fmt::arg("source", source(finding)), fmt::arg("level", style.level + 2), fmt::arg("other", other(finding)),
      fmt::arg("details", style.explains_kinds ? kind_details(kind_of(finding)) : std::string()));
}

std::string part_title(const Finding& finding) {
  if (finding.record.empty() && finding.field.empty()) return "The post";
  std::string title;
  if (!finding.record.empty()) title = "Record " + finding.record;
  if (!finding.field.empty()) title += (title.empty() ? "Field " : ", field ") + finding.field;
  return title;
}

/// Line breaks are part of the text where there is no markup to make them.
bool keeps_lines(Format format) {
  return format != Format::markdown && format != Format::html && format != Format::email;
}

/// Writes the files with findings, which it numbers as they come.
class FindingsWriter {
 public:
  FindingsWriter(const Report& report, const FindingsStyle& style) : report_(report), style_(style) {}

  std::string write() {
    for (std::size_t i = 0; i < report_.files.size(); ++i) {
      if (!report_.files[i].findings.empty()) file(i);
    }
    return std::move(out_);
  }

 private:
  void file(std::size_t index) {
    const CheckedFile& file = report_.files[index];
    out_ += fmt::format(
        "<section class=\"file\" data-file=\"{0}\" aria-labelledby=\"file-{0}\">\n<h{2} id=\"file-{0}\">{1}</h{2}>\n",
        index, escape_markup(file.path), style_.level);
    const auto rows = entries(file);
    for (auto begin = rows.begin(); begin != rows.end();) {
      const auto same_part = [&](const Entry& entry) { return entry.finding->part == begin->finding->part; };
      const auto end = std::find_if_not(begin, rows.end(), same_part);
      part(file, std::vector<Entry>(begin, end));
      begin = end;
    }
    out_ += "</section>\n";
  }

  /// A waiver may stand in a file that publishes nothing.
  static const Part& part_of(const CheckedFile& file, const Finding& finding) {
    static const Part kNone;
    return finding.part < file.document.parts.size() ? file.document.parts[finding.part] : kNone;
  }

  void part(const CheckedFile& file, const std::vector<Entry>& rows) {
    std::string items;
    std::vector<NumberedFinding> numbered;
    for (const Entry& row : rows) {
      numbered.push_back({++count_, row.finding});
      items += finding_item(row, count_, style_);
    }
    out_ += fmt::format(
        "<div class=\"part\">\n<h{5}>{0}</h{5}>\n<div class=\"post{1}\" role=\"region\" aria-label=\"{0}, {2}\" "
        "tabindex=\"0\">\n"
        "{3}</div>\n<ul class=\"findings\">\n{4}</ul>\n</div>\n",
        escape_markup(part_title(*rows.front().finding)), keeps_lines(file.document.format) ? " lines" : "",
        escape_markup(file.path), html_post(part_of(file, *rows.front().finding), numbered), items, style_.level + 1);
  }

  const Report& report_;
  const FindingsStyle& style_;
  std::size_t count_ = 0;
  std::string out_;
};

}  // namespace

std::string html_head(std::string_view title, bool with_script) {
  const std::string script =
      with_script ? fmt::format("script-src 'sha256-{}'; ", embedded_file("html/report.js.sha256")) : std::string();
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
      "{}base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n",
      embedded_file("html/report.css.sha256"), script, escape_markup(title), embedded_file("html/report.css"));
}

std::string html_findings(const Report& report, const FindingsStyle& style) {
  return FindingsWriter(report, style).write();
}

}  // namespace toofew
