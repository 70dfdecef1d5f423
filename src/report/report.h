#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "document/document.h"
#include "grammar/grammar.h"
#include "policy/finding.h"

namespace toofew {

/// What became of one draft, or of a file of waivers.
struct CheckedFile {
  std::string path;                 ///< as it is shown; bytes, not always valid UTF-8
  std::optional<Error> failure;     ///< why it could not be checked
  bool failure_quotes = false;      ///< whether the failure may quote the draft
  std::optional<Severity> fail_on;  ///< from which severity on findings fail the run; nullopt: none does
  std::vector<Finding> findings;    ///< by part and position
  std::vector<Finding> waived;      ///< by position: what a waiver or a baseline lets pass, for formats that tell of it
  std::string bytes;                ///< as the file stands on disk; "" where there are no findings
  Document document;                ///< how it was read; empty where there are no findings
  std::vector<std::string> channels;  ///< beside document.parts: where each will be published, "" where nobody said
  bool holds_waivers = false;       ///< it is a file of waivers
};

/// All that a run of the checker has to tell. Each format is a function of it, and of nothing else.
struct Report {
  std::string version;           ///< of toofew
  std::vector<CheckedFile> files;  ///< by path
  std::vector<Error> failures;     ///< what belongs to no file: folders that could not be read, or held nothing
  std::vector<Error> skipped;      ///< files that were found and are no drafts: too large, or binary
  std::vector<RuleInfo> rules;     ///< the rules of the findings, by id
};

/// Counts over all files.
struct Tally {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  std::size_t waived = 0;     ///< findings that a waiver lets pass
  std::size_t baselined = 0;  ///< findings that a baseline lets pass
  std::size_t files_with_findings = 0;
  std::size_t files_checked = 0;
  std::size_t files_failed = 0;   ///< could not be read or parsed
  std::size_t files_skipped = 0;  ///< too large, or binary
};

Tally tally(const Report& report);

/// "2 errors, 1 warning in 3 files (12 checked)", with a line break.
std::string summary(const Tally& tally);

struct TextStyle {
  bool colour = false;
  bool brief = false;       ///< one line a finding, without the copy, the explanation and the summary
  bool plain = false;       ///< for those who hear it: the words are quoted, not underlined
  std::size_t width = 100;  ///< terminal columns
};

/// For people at a terminal: each finding with the words underlined, what it means and what to do.
std::string text_report(const Report& report, const TextStyle& style = {});

/// The part of it that one file has.
std::string text_findings(const CheckedFile& file, const TextStyle& style = {});

/// A way to write a report.
struct ReportFormat {
  std::string_view name;     ///< as options take it: "sarif"
  std::string_view summary;  ///< one line: who reads it
  std::string (*write)(const Report&);
  bool carries_fixes = false;  ///< whether its readers have a use for Finding::fixes: then they are worth their time
};

/// All formats, in the order in which they are listed.
const std::vector<ReportFormat>& report_formats();
/// By name; nullptr when there is none.
const ReportFormat* find_report_format(std::string_view name);
std::vector<std::string> report_format_names();

}  // namespace toofew
