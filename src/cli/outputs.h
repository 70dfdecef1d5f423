#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "report/report.h"

namespace toofew {

/// Where the reports of a run go, and in which formats.
class Outputs {
 public:
  /// `specs` are what --output takes, "FORMAT=FILE" each, "-" for standard output, where `format` goes when no spec
  /// does; nullopt is the default format, which gives way. Throws Error for an unknown format, for a spec that is none,
  /// and for two reports in one file.
  Outputs(const std::vector<std::string>& specs, const std::optional<std::string>& format);

  /// Whether one of the reports goes into that file.
  bool go_to(const std::string& path) const;

  /// Whether one of them has a place for fixes.
  bool carry_fixes() const;

  /// Whether there is but one, as JSON Lines on standard output.
  bool are_json_lines() const;

  /// Writes all of them, whatever becomes of one; `style` is that of text on standard output. False, with the reasons
  /// on standard error, when one could not be written.
  bool write(const Report& report, const TextStyle& style) const;

 private:
  struct Output {
    const ReportFormat* format;
    std::string path;                // "-" for standard output
    std::filesystem::path resolved;  // absolute, without symbolic links; "-" likewise
  };

  void add(const std::string& format, const std::string& path);

  std::vector<Output> outputs_;
};

}  // namespace toofew
