#pragma once

#include <string>

#include "grammar/grammar.h"

namespace toofew {

/// What a reader of a report needs to know of a rule and of the kind of finding that it makes. Of the rule's own
/// examples, the first.
std::string rule_help_text(const RuleInfo& rule);
std::string rule_help_markdown(const RuleInfo& rule);

}  // namespace toofew
