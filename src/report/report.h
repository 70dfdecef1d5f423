#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "policy/finding.h"

namespace toofew {

/// What was found in one file.
struct FileFindings {
  std::string path;        ///< as it is shown
  std::string_view bytes;  ///< of the file, as it stands on disk
  std::vector<Finding> findings;  ///< those that are waived too: reports for people leave them out
};

/// Counts over all files, for the last line of a report.
struct Tally {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  std::size_t waived = 0;
  std::size_t files_with_findings = 0;
  std::size_t files_checked = 0;
  std::size_t files_failed = 0;  ///< could not be read or parsed

  /// Counts the findings of one more file.
  void add(const std::vector<Finding>& findings);
};

struct TextStyle {
  bool colour = false;
  bool brief = false;       ///< one line a finding, without the copy and the explanation
  std::size_t width = 100;  ///< terminal columns
};

/// For people: each finding with the words underlined, what it means and what to do. "" when nothing was found.
std::string text_report(const FileFindings& file, const TextStyle& style);

/// "2 errors, 1 warning in 3 files (12 checked)", with a line break.
std::string summary(const Tally& tally);

/// For programs: one JSON object a line and finding, as docs/schema/finding.schema.json describes it.
std::string json_lines_report(const FileFindings& file);

}  // namespace toofew
