#include "report/formats.h"

#include <algorithm>

namespace toofew {
namespace {

std::string plain_text_report(const Report& report) { return text_report(report); }

}  // namespace

const std::vector<ReportFormat>& report_formats() {
  static const std::vector<ReportFormat> formats = {
      {"text", "for people at a terminal", plain_text_report},
      {"html", "for people: one page, with each finding in its post", html_report, true},
      {"markdown", "for people: a table for a job summary or a comment", markdown_report},
      {"json", "for programs: one object", json_report, true},
      {"jsonl", "for programs: one object a line and finding", json_lines_report},
      {"sarif", "SARIF 2.1.0: code scanning, editors", sarif_report, true},
      {"github", "annotations in GitHub Actions", github_report},
      {"gitlab", "GitLab Code Quality", gitlab_report},
      {"junit", "JUnit XML: Jenkins, GitLab, Azure and others", junit_report},
      {"checkstyle", "Checkstyle XML: Jenkins, reviewdog and others", checkstyle_report},
      {"rdjson", "reviewdog: one object", rdjson_report, true},
      {"rdjsonl", "reviewdog: one object a line and finding", rdjsonl_report, true},
      {"tap", "Test Anything Protocol 14", tap_report},
  };
  return formats;
}

const ReportFormat* find_report_format(std::string_view name) {
  const auto& all = report_formats();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& format) { return format.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> report_format_names() {
  std::vector<std::string> names;
  for (const auto& format : report_formats()) names.emplace_back(format.name);
  return names;
}

}  // namespace toofew
