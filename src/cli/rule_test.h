#pragma once

#include <cstddef>
#include <string>

#include "policy/checker.h"

namespace toofew {

struct RuleTestResult {
  std::size_t failures = 0;
  std::string text;  ///< each failure with what happened, and a last line that counts
};

/// Runs the examples of the rules that stand in `file`, or of all rules when it is empty: a `flag` example must give a
/// claim of its rule, a `clear` one no finding that is a warning or worse. Examples are read as Markdown. A phrase that a
/// pattern never matches is a failure, too. Throws Error when `file` holds no rule.
RuleTestResult test_rules(const Checker& checker, const std::string& file);

}  // namespace toofew
