#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "policy/config.h"
#include "policy/fact_rules.h"
#include "policy/kind_help.h"
#include "policy/messages.h"

namespace toofew {

/// What the files of rules/defaults say: the policy, and the words of reports.
struct Defaults {
  Config config;
  MessageTexts messages;
  std::vector<FactRule> fact_rules;
  KindHelps kind_helps;
};

/// Those that the program was built with.
const Defaults& defaults();

/// Reads and checks the files, while toofew is built. Throws Error for the first thing that is wrong.
Defaults read_defaults();

/// As bytes, so that a program need not read them at every start. The bytes are for the machine and the version that they
/// were made with.
std::string write_defaults(const Defaults& defaults);

/// What write_defaults() wrote. Throws Error for other bytes.
Defaults read_compiled_defaults(std::string_view bytes);

}  // namespace toofew
