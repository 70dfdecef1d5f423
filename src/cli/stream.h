#pragma once

#include <cstdio>
#include <functional>
#include <optional>

#include "base/date.h"
#include "cli/drafts.h"
#include "cli/setups.h"

namespace toofew {

/// Whether drafts are large files of JSON Lines, and nothing asks for one of them as a whole: no facts, no files of
/// waivers, no baseline. Then they can be checked a stretch at a time.
bool may_stream(const DraftOptions& options, Setups& setups);

/// How the findings of a streamed run are told.
struct StreamOutput {
  std::FILE* findings = stdout;  ///< receives them as JSON Lines, in the order of the files and their lines
  std::function<std::optional<Severity>(const Setup&)> fail_on;  ///< from which severity on findings fail the run
  std::function<void(const Error&)> on_failure;  ///< a file cannot be read, or not to its end; the next one follows
};

/// Checks the files a stretch at a time, so that memory does not grow with them, but for what tells of small counts (they
/// are compared with those of later posts). Finds what check_drafts() finds; of a file that cannot be read to its end, it
/// has told what stands before. Whether there were findings that fail the run. Precondition: may_stream().
bool stream_drafts(const DraftOptions& options, Setups& setups, Date today, const StreamOutput& output);

}  // namespace toofew
