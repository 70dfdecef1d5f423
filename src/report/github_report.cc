#include <fmt/format.h>

#include "base/utf8.h"
#include "report/entries.h"
#include "report/formats.h"

namespace toofew {
namespace {

/// Valid UTF-8, escaped as the runner undoes it: `also` lists what properties need besides.
std::string escaped(std::string_view text, std::string_view also) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const CodePoint point = code_point_at(text, at);
    at += point.size;
    const bool special = c == '%' || c == '\r' || c == '\n' || also.find(c) != std::string_view::npos;
    if (special) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    if (!special) append_utf8(out, point.value);
  }
  return out;
}

std::string as_data(std::string_view text) { return escaped(text, ""); }
std::string as_property(std::string_view text) { return escaped(text, ":,"); }

std::string_view command(Severity severity) { return severity == Severity::note ? "notice" : severity_name(severity); }

}  // namespace

std::string github_report(const Report& report) {
  std::string out;
  for (const Entry& entry : entries(report)) {
    out += fmt::format("::{} title={}", command(entry.severity), as_property("toofew: " + entry.rule));
    if (!entry.path.empty()) out += fmt::format(",file={}", as_property(entry.path));
    out += fmt::format(",line={},endLine={}", entry.begin.line, entry.end.line);
    // GitHub takes columns only where both are on one line; the last column is that of the last character.
    if (entry.begin.line == entry.end.line && entry.begin.column < entry.end.column) {
      out += fmt::format(",col={},endColumn={}", entry.begin.column, entry.end.column - 1);
    }
    const std::string advice = entry.advice.empty() ? "" : "\n" + entry.advice;
    out += fmt::format("::{}\n", as_data(entry.message + advice));
  }
  return out;
}

}  // namespace toofew
