#pragma once

#include <string>
#include <string_view>

#include "grammar/claim.h"
#include "policy/finding.h"

namespace toofew {

/// What rules/defaults/kinds.yaml tells of a kind of finding, for people. It never depends on a draft.
struct KindHelp {
  std::string what;     ///< what the copy does
  std::string example;  ///< copy that does it
  std::string why;      ///< why it matters
  std::string advice;   ///< what to do
};

/// Read on first use.
const KindHelp& kind_help(Kind kind);

/// The same of the finding's kind, or of its rule, where it tells of no cohort.
const KindHelp& finding_help(const Finding& finding);

/// The same of a rule that tells of no cohort ("waiver.expired"); nullptr for any other name.
const KindHelp* rule_help(std::string_view rule);

}  // namespace toofew
