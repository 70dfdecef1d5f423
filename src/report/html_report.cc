#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "base/embedded.h"
#include "base/words.h"
#include "policy/policy.h"
#include "report/entries.h"
#include "report/escape.h"
#include "report/formats.h"
#include "report/html_page.h"

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
  std::string out = html_head("toofew: small groups in drafts", true);
  out += fmt::format(
      "<body>\n<a class=\"skip\" href=\"#posts\">Skip to the posts</a>\n<header>\n<h1>Small groups in drafts</h1>\n"
      "<p>{}</p>\n</header>\n",
      escape_markup(one_line(summary(tally(report)))));
  if (counts.findings > 0) out += filters(report, counts);
  out += fmt::format("<main id=\"posts\">\n{}{}{}</main>\n", failures(report), html_findings(report, {}),
                     clean_files(report));
  out += fmt::format(
      "<footer class=\"faint\"><p>Written by toofew {}. This page loads nothing and sends nothing.</p></footer>\n"
      "<script>{}</script>\n</body>\n</html>\n",
      escape_markup(report.version), embedded_file("html/report.js"));
  return out;
}

}  // namespace toofew
