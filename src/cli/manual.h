#pragma once

#include <string>

#include "base/date.h"
#include "cli/command_help.h"

namespace toofew {

/// The manual page of the program and all its commands, in the macros of man(7). `date` is the one that it bears.
std::string manual_page(const CommandHelp& program, Date date);

}  // namespace toofew
