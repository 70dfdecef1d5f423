#pragma once

#include <optional>
#include <string>

#include "cli/setups.h"
#include "policy/presets.h"

namespace toofew {

/// For `toofew config explain`: what the policy asks of the file, and which entries decide it; with `line` (from 1),
/// what it says of each claim in that line. Throws Error for a file that cannot be read.
std::string explain_policy(const Setup& setup, const std::string& path, std::optional<int> line);

/// For `toofew config presets`: all of them in a table.
std::string preset_table();

/// For `toofew config presets NAME`: all that is known of one.
std::string preset_text(const Preset& preset);

}  // namespace toofew
