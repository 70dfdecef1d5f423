#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/drafts.h"

namespace toofew {

/// What came of the fixes of a run.
struct Fixing {
  std::size_t findings = 0;  ///< that the fixes take away
  std::size_t files = 0;     ///< that they change
  std::size_t unsafe = 0;    ///< findings more that have only fixes that are not safe
  std::size_t untried = 0;   ///< findings more of drafts too long to try a fix for each
  std::vector<Error> failures;  ///< of files that could not be written
};

/// Puts CheckedDraft::fixed into the files. `named` are the files, folders and patterns that the user has named: a link that
/// leads out of them is not followed, and a failure.
Fixing write_fixed(const CheckedDrafts& drafts, const std::vector<std::string>& named);

/// The same as a unified diff, added to `diff`, with the files as they were. Drafts in UTF-16 are shown in UTF-8.
Fixing diff_fixed(const CheckedDrafts& drafts, std::string& diff);

/// "Fixed 3 findings in 2 files; 1 more can be fixed with --unsafe-fixes.", with a line break. `done` is the word that
/// it begins with.
std::string fixing_summary(const Fixing& fixing, const char* done);

}  // namespace toofew
