#pragma once

namespace toofew {

/// What the program's status tells scripts.
enum ExitCode {
  kClean = 0,     ///< nothing to report
  kFindings = 1,  ///< findings at or above --fail-on, or rule tests that fail
  kFailed = 2,    ///< something could not be done: usage, configuration, a file that cannot be read
};

}  // namespace toofew
