#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "base/embedded.h"
#include "base/words.h"
#include "policy/kind_help.h"
#include "policy/policy.h"
#include "report/entries.h"
#include "report/escape.h"
#include "report/formats.h"
#include "report/html_post.h"

namespace toofew {
namespace {

/// How often each filter would apply.
struct Counts {
  std::map<Severity, std::size_t, std::greater<>> severities;
  std::map<std::pair<int, std::string_view>, std::size_t> kinds;  // in the order of Kind, then what has none
  std::size_t findings = 0;
};

Counts counts_of(const Report& report) {
  Counts counts;
  for (const CheckedFile& file : report.files) {
    for (const Finding& finding : file.findings) {
      ++counts.severities[finding.severity];
      ++counts.kinds[{finding.kind ? static_cast<int>(*finding.kind) : kKindCount, kind_of(finding)}];
      ++counts.findings;
    }
  }
  return counts;
}

/// Nothing may be loaded or run but the style and the script that stand in the page.
std::string head() {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
      "script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>toofew: small groups in drafts</title>\n<style>{}</style>\n</head>\n",
      embedded_file("html/report.css.sha256"), embedded_file("html/report.js.sha256"),
      embedded_file("html/report.css"));
}

std::string checkbox(std::string_view name, std::string_view value, std::size_t count) {
  return fmt::format("<label><input type=\"checkbox\" name=\"{0}\" value=\"{1}\" checked>{1} ({2})</label>\n", name,
                     value, count);
}

std::string filters(const Report& report, const Counts& counts) {
  std::string severities;
  for (const auto& [severity, count] : counts.severities) {
    severities += checkbox("severity", severity_name(severity), count);
  }
  std::string kinds;
  for (const auto& [kind, count] : counts.kinds) kinds += checkbox("kind", kind.second, count);
  std::string files = "<option value=\"\">all</option>\n";
  for (std::size_t i = 0; i < report.files.size(); ++i) {
    const CheckedFile& file = report.files[i];
    if (file.findings.empty()) continue;
    files += fmt::format("<option value=\"{}\">{} ({})</option>\n", i, escape_markup(file.path), file.findings.size());
  }
  return fmt::format(
      "<form class=\"filters\" id=\"filters\" aria-label=\"Filters\" hidden>\n"
      "<fieldset><legend>Severity</legend>\n{}</fieldset>\n<fieldset><legend>Kind</legend>\n{}</fieldset>\n"
      "<label>File <select name=\"file\">\n{}</select></label>\n<p><button type=\"reset\">Show all</button></p>\n"
      "<p id=\"shown\" role=\"status\"></p>\n</form>\n",
      severities, kinds, files);
}

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

std::string finding_item(const Entry& entry, std::size_t number) {
  const Finding& finding = *entry.finding;
  return fmt::format(
      "<li class=\"finding {severity}\" id=\"finding-{number}\" data-number=\"{number}\" data-severity=\"{severity}\" "
      "data-kind=\"{kind}\">\n"
      "<h4>{number}. <span class=\"badge {severity}\">{severity}</span> {kind}</h4>\n"
      "<blockquote>{words}</blockquote>\n"
      "<p>{message}</p>\n<p><b>Why:</b> {why}</p>\n<p><b>Do:</b> {advice}</p>\n"
      "<p class=\"faint\">Line {line}, column {column} · rule {rule}{source}</p>\n{details}</li>\n",
      fmt::arg("number", number), fmt::arg("severity", severity_name(finding.severity)),
      fmt::arg("kind", kind_of(finding)), fmt::arg("words", words(finding, number)),
      fmt::arg("message", escape_markup(finding.message)), fmt::arg("why", escape_markup(finding.why)),
      fmt::arg("advice", escape_markup(finding.advice)), fmt::arg("line", entry.begin.line),
      fmt::arg("column", entry.begin.column), fmt::arg("rule", escape_markup(finding.rule)),
      fmt::arg("source", source(finding)), fmt::arg("details", kind_details(kind_of(finding))));
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
  explicit FindingsWriter(const Report& report) : report_(report) {}

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
        "<section class=\"file\" data-file=\"{0}\" aria-labelledby=\"file-{0}\">\n<h2 id=\"file-{0}\">{1}</h2>\n",
        index, escape_markup(file.path));
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
      items += finding_item(row, count_);
    }
    out_ += fmt::format(
        "<div class=\"part\">\n<h3>{0}</h3>\n<div class=\"post{1}\" role=\"region\" aria-label=\"{0}, {2}\" "
        "tabindex=\"0\">\n"
        "{3}</div>\n<ul class=\"findings\">\n{4}</ul>\n</div>\n",
        escape_markup(part_title(*rows.front().finding)), keeps_lines(file.document.format) ? " lines" : "",
        escape_markup(file.path), html_post(part_of(file, *rows.front().finding), numbered), items);
  }

  const Report& report_;
  std::size_t count_ = 0;
  std::string out_;
};

std::string list(std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  return fmt::format("<section>\n<h2>{}</h2>\n<ul>\n<li>{}</li>\n</ul>\n</section>\n", title,
                     fmt::join(items, "</li>\n<li>"));
}

std::string failures(const Report& report) {
  std::vector<std::string> items;
  for (const Entry& entry : entries(report)) {
    if (entry.finding) continue;
    items.push_back(
        fmt::format("{}, line {}: {}", escape_markup(entry.path), entry.begin.line, escape_markup(entry.message)));
  }
  return list("Not checked", items);
}

std::string clean_files(const Report& report) {
  std::vector<std::string> items;
  for (const CheckedFile& file : report.files) {
    if (!file.failure && file.findings.empty()) items.push_back(escape_markup(file.path));
  }
  return list("Nothing found", items);
}

}  // namespace

std::string html_report(const Report& report) {
  const Counts counts = counts_of(report);
  std::string out = head();
  out += fmt::format(
      "<body>\n<a class=\"skip\" href=\"#posts\">Skip to the posts</a>\n<header>\n<h1>Small groups in drafts</h1>\n"
      "<p>{}</p>\n</header>\n",
      escape_markup(one_line(summary(tally(report)))));
  if (counts.findings > 0) out += filters(report, counts);
  out += fmt::format("<main id=\"posts\">\n{}{}{}</main>\n", failures(report), FindingsWriter(report).write(),
                     clean_files(report));
  out += fmt::format(
      "<footer class=\"faint\"><p>Written by toofew {}. This page loads nothing and sends nothing.</p></footer>\n"
      "<script>{}</script>\n</body>\n</html>\n",
      escape_markup(report.version), embedded_file("html/report.js"));
  return out;
}

}  // namespace toofew
