#pragma once

#include <string>

#include "report/report.h"

namespace toofew {

/// How many findings there are by severity, kind, rule, category and channel, the most first, as lines for people. No
/// word and no number of a draft stands in it.
std::string statistics(const Report& report);

}  // namespace toofew
