#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "report/line_index.h"
#include "report/report.h"

namespace toofew {

/// The rule under which a file that could not be checked is listed.
inline constexpr std::string_view kNotChecked = "not-checked";

/// A fix as formats with positions want it.
struct EntryFix {
  const Fix* fix = nullptr;
  Position begin;
  Position end;      ///< behind the last character that it takes the place of
  std::string text;  ///< the new text, in UTF-8 whatever the file is in
};

/// A finding, or something that could not be checked, as formats that list rows want it.
struct Entry {
  std::string path;
  Position begin;  ///< {1, 1} for what concerns a whole file
  Position end;    ///< behind the last character
  Severity severity = Severity::error;
  bool fails = true;                 ///< by the `fail_on` of its file
  std::string rule;                  ///< or kNotChecked
  std::string message;               ///< what was read, and why it tells of users; or why the file could not be checked
  std::string advice;                ///< what the writer can do; "" when it could not be checked
  std::string fingerprint;           ///< unique within the report; the same wherever in the file the words stand
  const Finding* finding = nullptr;  ///< nullptr when it could not be checked
  std::vector<EntryFix> fixes;       ///< in the order of Finding::fixes
};

/// What came before a stretch of a file that is reported before the rest is read. The stretch is a CheckedFile that has
/// its bytes, and positions in the file.
struct FileBefore {
  std::size_t bytes = 0;
  int lines = 0;                     ///< whole ones
  /// How often findings had the same words, which their fingerprints tell; by the hash of the words.
  std::unordered_map<std::size_t, int> words;

  /// Counts a stretch in.
  void add(const CheckedFile& stretch);
};

/// The rows of one file, in order.
std::vector<Entry> entries(const CheckedFile& file, ColumnUnit unit = ColumnUnit::code_points,
                           const FileBefore& before = {});

/// The rows of what waivers and baselines let pass in the file. They fail nothing.
std::vector<Entry> waived_entries(const CheckedFile& file, ColumnUnit unit = ColumnUnit::code_points,
                                  const FileBefore& before = {});

/// All rows, first what belongs to no file. A failure that holds back several files comes once.
std::vector<Entry> entries(const Report& report, ColumnUnit unit = ColumnUnit::code_points);

/// The reason and the hint, without the place.
std::string failure_text(const Error& failure);

/// Where the other figure of a difference stands, as a sentence.
std::string other_figure(const OtherStatement& other);

/// Identifies each finding of the file beyond one run: by path, rule and words, and where the same words stand there
/// several times, by which of them it is. Line numbers, white space and other findings play no part.
std::vector<std::string> fingerprints(const CheckedFile& file);

}  // namespace toofew
