#include <fmt/format.h>

#include <algorithm>

#include "report/entries.h"
#include "report/escape.h"
#include "report/formats.h"

namespace toofew {
namespace {

/// One <testsuite>, or the sum of all.
struct Suite {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::string cases;  ///< the elements within
};

std::string details(const Entry& entry) {
  return fmt::format("{}:{}:{}: {} {}\n{}", entry.path, entry.begin.line, entry.begin.column, entry.message,
                     entry.advice, entry.finding ? entry.finding->text : "");
}

/// A finding that does not fail the run is a test that passes, and says so.
std::string outcome(const Entry& entry) {
  if (!entry.fails) {
    return fmt::format("<system-out>{}</system-out>",
                       escape_markup(fmt::format("{}: {}", severity_name(entry.severity), details(entry))));
  }
  const std::string_view element = entry.finding ? "failure" : "error";
  return fmt::format("<{0} type=\"{1}\" message=\"{2}\">{3}</{0}>", element, escape_markup(entry.rule),
                     escape_markup(entry.message), escape_markup(details(entry)));
}

std::string case_element(const std::string& name, const std::string& path, const std::string& content) {
  return fmt::format("    <testcase name=\"{}\" classname=\"{}\">{}</testcase>\n", escape_markup(name),
                     escape_markup(path), content);
}

void add(Suite& suite, const Entry& entry) {
  ++suite.tests;
  if (entry.fails) ++(entry.finding ? suite.failures : suite.errors);
  suite.cases += case_element(fmt::format("{} at line {}, column {}", entry.rule, entry.begin.line, entry.begin.column),
                              entry.path, outcome(entry));
}

std::string element(const Suite& suite, const std::string& name) {
  return fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}  </testsuite>\n",
                     escape_markup(name), suite.tests, suite.failures, suite.errors, suite.cases);
}

}  // namespace

std::string junit_report(const Report& report) {
  Suite all;
  const auto close = [&](const Suite& suite, const std::string& name) {
    all.tests += suite.tests;
    all.failures += suite.failures;
    all.errors += suite.errors;
    all.cases += element(suite, name);
  };
  const Report without_files{report.version, {}, report.failures, {}, {}};
  Suite run;
  for (const Entry& entry : entries(without_files)) add(run, entry);
  if (run.tests > 0) close(run, "toofew");
  for (const CheckedFile& file : report.files) {
    Suite suite;
    for (const Entry& entry : entries(file)) add(suite, entry);
    if (suite.tests == 0) suite = {1, 0, 0, case_element("no small groups found", file.path, "")};
    close(suite, file.path);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"toofew\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
      all.tests, all.failures, all.errors, all.cases);
}

}  // namespace toofew
