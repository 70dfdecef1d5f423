#pragma once

#include <string>

#include "report/report.h"

namespace toofew {

/// The formats, one function each; report_formats() names them. All are valid UTF-8 whatever the drafts hold, and end
/// with a line break. Formats that list rows take a file that could not be checked as an error of the rule kNotChecked.

/// For programs: one JSON object, as docs/schema/report.schema.json describes it.
std::string json_report(const Report& report);
/// For programs: one JSON object a line and finding, as docs/schema/finding.schema.json describes it.
std::string json_lines_report(const Report& report);
/// Static Analysis Results Interchange Format 2.1.0 (OASIS).
std::string sarif_report(const Report& report);
/// Workflow commands of GitHub Actions, which become annotations of a change.
std::string github_report(const Report& report);
/// A table in GitHub-flavoured Markdown, for a job summary or a comment; below 1 MiB, whatever there is to tell.
std::string markdown_report(const Report& report);
/// GitLab's Code Quality report: a subset of Code Climate's issues, as JSON.
std::string gitlab_report(const Report& report);
/// JUnit's XML as Jenkins, GitLab and others read it: a suite for each file, a test for each finding.
std::string junit_report(const Report& report);
/// The XML that Checkstyle writes, and many tools read.
std::string checkstyle_report(const Report& report);
/// Reviewdog Diagnostic Format, one JSON object.
std::string rdjson_report(const Report& report);
/// Reviewdog Diagnostic Format, one JSON object a line and finding.
std::string rdjsonl_report(const Report& report);
/// Test Anything Protocol 14: a test for each finding, and for each file without one.
std::string tap_report(const Report& report);
/// One page for people, which needs nothing but itself: the posts as their readers see them, with the findings in
/// place.
std::string html_report(const Report& report);

}  // namespace toofew
