#include <fmt/format.h>

#include "base/printable.h"
#include "report/entries.h"
#include "report/finding_json.h"
#include "report/formats.h"

namespace toofew {
namespace {

/// A description on one line, in which "#" begins no directive.
std::string description(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// A scalar of YAML 1.2, which takes JSON's strings as they are.
std::string yaml(const std::string& text) { return compact(text); }

std::string diagnostic(const Entry& entry) {
  std::string out = fmt::format(
      "  ---\n  message: {}\n  severity: {}\n  at:\n    file: {}\n    line: {}\n    column: {}\n", yaml(entry.message),
      severity_name(entry.severity), yaml(entry.path), entry.begin.line, entry.begin.column);
  if (entry.finding) out += fmt::format("  text: {}\n  advice: {}\n", yaml(entry.finding->text), yaml(entry.advice));
  return out + "  ...\n";
}

/// Numbers the tests as they come.
class TapWriter {
 public:
  void add(const Entry& entry) {
    test(!entry.fails, fmt::format("{}:{}:{} {}", entry.path, entry.begin.line, entry.begin.column, entry.rule));
    out_ += diagnostic(entry);
  }

  void add_clean(const std::string& path) { test(true, path); }

  std::string finish() const { return fmt::format("TAP version 14\n1..{}\n{}", count_, out_); }

 private:
  void test(bool passes, std::string_view text) {
    out_ += fmt::format("{} {} - {}\n", passes ? "ok" : "not ok", ++count_, description(text));
  }

  std::string out_;
  std::size_t count_ = 0;
};

}  // namespace

std::string tap_report(const Report& report) {
  TapWriter writer;
  const Report without_files{report.version, {}, report.failures, {}, {}};
  for (const Entry& entry : entries(without_files)) writer.add(entry);
  for (const CheckedFile& file : report.files) {
    const auto rows = entries(file);
    for (const Entry& entry : rows) writer.add(entry);
    if (rows.empty()) writer.add_clean(file.path);
  }
  return writer.finish();
}

}  // namespace toofew
