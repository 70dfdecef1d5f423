#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command_help.h"

namespace toofew {

/// The first word of a command line that asks what may stand in the place of its last word. The scripts that
/// `toofew completion` prints ask so whenever TAB is pressed; it is no command that help tells of.
inline constexpr std::string_view kComplete = "__complete";

/// What may stand in the place of the last of `words`, which are what was typed after the program's name: one line
/// each, the whole word, a tab, and what it means. The line ":files" asks the shell for names of files too.
std::string completions(const CommandHelp& program, const std::vector<std::string>& words);

}  // namespace toofew
