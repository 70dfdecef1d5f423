#pragma once

#include <string>

#include "grammar/claim.h"

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

}  // namespace toofew
