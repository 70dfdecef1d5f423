#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "policy/finding.h"

namespace toofew {

/// Findings of one draft that were there when the baseline was written, and that tell the same.
struct BaselineEntry {
  std::string path;  ///< of the draft, relative to the baseline's folder
  std::string rule;
  std::string digest;  ///< of the words and the values: Baseline::digest()
  std::size_t count = 1;
  int line = 0;  ///< of the baseline, from 1; 0 for one that is to be written
};

/// What was there before, and fails nobody's build: a text file, a header and then an entry a line, sorted. It holds no
/// word and no number of a draft but as keyed digests. docs/baseline.md has the grammar.
class Baseline {
 public:
  /// An empty one. `key` is the key of the digests, 32 hexadecimal digits.
  Baseline(std::string file, std::string key);

  /// One that was written. Throws Error, with the line, for what is no baseline. Of a line that is there twice, as a
  /// merge may leave it, the larger count holds.
  static Baseline read(std::string file, std::string_view text);

  /// Whether a baseline can hold the finding: it tells of people. What is wrong with a waiver or a fact must be mended.
  static bool can_hold(const Finding& finding);

  const std::string& file() const { return file_; }

  /// Of the words, without regard to case, markup and line breaks, and of the size of the cohort.
  std::string digest(const Finding& finding) const;

  /// Marks, with the entry's place, those findings of the draft that are in the baseline. An entry is good for as many
  /// as it counts: the first ones.
  void mark(const std::string& path, std::vector<Finding>& findings);

  /// Tells which drafts are gone, once all that are there are marked.
  void set_gone(const std::function<bool(const std::string& path)>& is_gone);

  /// Marks findings by what is left of drafts that are gone, since a draft may have got another name.
  void mark_moved(std::vector<Finding>& findings);

  /// What is left: entries, with the number of findings that were not met again.
  std::vector<BaselineEntry> left() const;

  /// A baseline with these entries instead, sorted, those that tell the same as one.
  std::string text_with(std::vector<BaselineEntry> entries) const;

 private:
  void read_line(std::string_view line, int number);
  void read_header(std::string_view line, int number);
  void mark(BaselineEntry& entry, Finding& finding) const;
  [[noreturn]] void fail(int line, const std::string& reason, const std::string& hint = {}) const;

  std::string file_;
  std::string key_;
  std::vector<BaselineEntry> entries_;            // sorted; their counts are what is left
  std::multimap<std::string, std::size_t> gone_;  // digest → entry of a draft that is gone
};

}  // namespace toofew
