#pragma once

#include <string>

#include "grammar/grammar.h"

namespace toofew {

/// All that a rule says of itself, for people.
std::string rule_text(const RuleInfo& rule);

}  // namespace toofew
