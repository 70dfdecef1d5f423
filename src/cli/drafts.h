#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "cli/files.h"
#include "cli/repository.h"
#include "cli/setups.h"
#include "cli/waiver_files.h"
#include "policy/differences.h"
#include "policy/fixes.h"
#include "policy/waiver.h"
#include "report/report.h"

namespace toofew {

/// Which drafts a command is for, and how they are read.
struct DraftOptions {
  std::vector<std::string> paths;  ///< files, folders and patterns ("posts/**/*.md"); "-" is standard input
  std::string input_format;        ///< a format name; "": what each file's name says
  std::string stdin_path;          ///< the name of what is on standard input; "" for none
  std::string config;              ///< a toofew.yaml for all files; "": the nearest one
  std::size_t jobs = 0;            ///< how many to check at once; 0: as many as there are cores
  bool trace = false;
  bool keep = false;  ///< whether to keep the bytes and the documents of drafts that have nothing to report
  /// Which fixes go into `CheckedDraft::fixed`.
  enum class Fixes { none, safe, all } fixes = Fixes::none;
  bool compare = true;  ///< whether to look for differences between the drafts, and to what the ledger holds
  /// Whether a path is one that will be written to; such files are passed over. Absent: none is.
  std::function<bool(const std::string&)> is_written;
  const Repository* staged = nullptr;  ///< the drafts are those of its index; nullptr: those on disk
  bool may_be_none = false;            ///< whether a folder without drafts is no failure
  bool asks_git = true;                ///< whether a walk leaves out what Git ignores
  std::size_t most_bytes = kMostBytes;  ///< larger files are not read
  /// The text that stands in the place of what a path of `paths` leads to, or of a file below it: what an editor holds.
  /// Absent, or nullopt: what is on disk. Asked by several threads.
  std::function<std::optional<std::string>(const std::string&)> unsaved;
  /// Called for each file and folder that a walk meets.
  std::function<void()> on_met;
  /// Called when a draft has been checked, by several threads, with how many there are.
  std::function<void(std::size_t drafts)> on_checked;
  /// Asked now and then, by several threads, whether to give up: what is left then fails.
  std::function<bool()> is_stopped;
};

/// What became of one draft.
struct CheckedDraft {
  CheckedFile file;                   ///< without `fail_on`
  const Setup* setup = nullptr;       ///< nullptr where its configuration cannot be read
  std::vector<WaiverRecord> waivers;  ///< that stand in it
  std::vector<Statement> statements;  ///< what it tells that may differ from others by few, in order of position
  std::string trace;                  ///< in words, where it was asked for
  std::optional<FixedDraft> fixed;    ///< where fixes are to be applied, and there are any
};

/// What became of all of them.
struct CheckedDrafts {
  std::vector<CheckedDraft> drafts;  ///< by name
  std::vector<WaiverFile> waiver_files;
  std::vector<Error> failures;  ///< of folders
  std::vector<Error> skipped;   ///< files that a walk found, and that are too large or binary
};

/// A line for each file that was skipped, with the reason, to be told on standard error.
std::string skipped_text(const CheckedDrafts& checked);

/// Finds the drafts, checks each, then what takes all of them to know. `today` is the day that waivers are held
/// against. Throws Error for a file that is named to be checked and will be written to.
CheckedDrafts check_drafts(const DraftOptions& options, Setups& setups, Date today);

/// Fills Finding::fixes of what is left of the drafts' findings, with so many threads (0: as many as there are cores). It
/// takes longer than the check, so it comes when a baseline and what has changed have taken theirs away.
void offer_fixes(std::vector<CheckedDraft>& drafts, std::size_t jobs);

/// Tells on standard error what could not be checked, each reason once. Whether there was anything.
bool tell_failures(const CheckedDrafts& checked);

}  // namespace toofew
