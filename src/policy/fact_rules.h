#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/grammar.h"

namespace toofew {

/// One of the checks that declared facts go through, with what its findings say; data of rules/defaults/facts.yaml.
struct FactRule {
  RuleInfo info;        ///< has no kind, no pattern and no examples
  std::string message;  ///< templates, see the file
  std::string why;
  std::string advice;
};

/// All of them, in order.
const std::vector<FactRule>& fact_rules();

/// Reads them from the file, while toofew is built.
std::vector<FactRule> read_fact_rules();

/// Precondition: there is one of that id.
const FactRule& fact_rule(std::string_view id);

}  // namespace toofew
