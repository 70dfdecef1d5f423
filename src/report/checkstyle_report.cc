#include <fmt/format.h>

#include "report/entries.h"
#include "report/escape.h"
#include "report/formats.h"

namespace toofew {
namespace {

std::string_view checkstyle_severity(Severity severity) {
  return severity == Severity::note ? "info" : severity_name(severity);
}

std::string error_element(const Entry& entry) {
  const std::string message = entry.advice.empty() ? entry.message : entry.message + " " + entry.advice;
  return fmt::format("    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"{}\"/>\n",
                     entry.begin.line, entry.begin.column, checkstyle_severity(entry.severity), escape_markup(message),
                     escape_markup("toofew." + entry.rule));
}

}  // namespace

std::string checkstyle_report(const Report& report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n";
  const std::string* open = nullptr;
  const auto all = entries(report);
  for (const Entry& entry : all) {
    if (!open || *open != entry.path) {
      if (open) out += "  </file>\n";
      out += fmt::format("  <file name=\"{}\">\n", escape_markup(entry.path));
    }
    open = &entry.path;
    out += error_element(entry);
  }
  if (open) out += "  </file>\n";
  return out + "</checkstyle>\n";
}

}  // namespace toofew
