#include "cli/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "base/error.h"
#include "base/suggest.h"
#include "cli/standard_error.h"
#include "cli/write_file.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStdout = "-";
constexpr const char* kDefaultFormat = "text";
constexpr const char* kJsonLines = "jsonl";

}  // namespace

Outputs::Outputs(const std::vector<std::string>& specs, const std::optional<std::string>& format) {
  for (const std::string& spec : specs) {
    const std::size_t equals = spec.find('=');
    if (equals == std::string::npos || equals + 1 == spec.size()) {
      throw Error(fmt::format("--output takes FORMAT=FILE, such as sarif=toofew.sarif; this is '{}'", spec));
    }
    add(spec.substr(0, equals), spec.substr(equals + 1));
  }
  const auto on_stdout = [](const Output& output) { return output.path == kStdout; };
  const bool taken = std::any_of(outputs_.begin(), outputs_.end(), on_stdout);
  if (format || !taken) add(format.value_or(kDefaultFormat), kStdout);
}

void Outputs::add(const std::string& format, const std::string& path) {
  const ReportFormat* known = find_report_format(format);
  if (!known) {
    throw Error(fmt::format("unknown report format '{}'; {}", format, did_you_mean(format, report_format_names())));
  }
  const fs::path target = path == kStdout ? fs::path(path) : resolved_path(path);
  for (const Output& other : outputs_) {
    if (other.resolved != target) continue;
    const std::string where = path == kStdout ? "standard output" : fmt::format("'{}'", path);
    throw Error(fmt::format("two reports, {} and {}, would go to {}", other.format->name, format, where));
  }
  outputs_.push_back({known, path, target});
}

bool Outputs::go_to(const std::string& path) const {
  const auto is_file = [](const Output& output) { return output.path != kStdout; };
  if (path == kStdout || std::none_of(outputs_.begin(), outputs_.end(), is_file)) return false;
  const fs::path target = resolved_path(path);
  return std::any_of(outputs_.begin(), outputs_.end(), [&](const auto& output) { return output.resolved == target; });
}

bool Outputs::carry_fixes() const {
  return std::any_of(outputs_.begin(), outputs_.end(), [](const auto& output) { return output.format->carries_fixes; });
}

bool Outputs::are_json_lines() const {
  return outputs_.size() == 1 && outputs_.front().path == kStdout && outputs_.front().format->name == kJsonLines;
}

bool Outputs::write(const Report& report, const TextStyle& style) const {
  bool all = true;
  const Output* on_stdout = nullptr;
  for (const Output& output : outputs_) {
    if (output.path == kStdout) {
      on_stdout = &output;
      continue;
    }
    try {
      write_file(output.path, output.format->write(report));
    } catch (const Error& error) {
      print_error("toofew: {}\n", error.what());
      all = false;
    }
  }
  if (!on_stdout) return all;
  // Last, since whoever reads it may go away, and end the program by that.
  const bool styled = on_stdout->format->name == kDefaultFormat;
  const std::string text = styled ? text_report(report, style) : on_stdout->format->write(report);
  std::fwrite(text.data(), 1, text.size(), stdout);  // main() looks whether that went well
  return all;
}

}  // namespace toofew
