#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/setups.h"
#include "policy/presets.h"

namespace toofew {

/// For `toofew config explain`: what the policy asks of the file, and which entries decide it; with `line` (from 1),
/// what it says of each claim in that line. Throws Error for a file that cannot be read.
std::string explain_policy(const Setup& setup, const std::string& path, std::optional<int> line);

/// The policy as it is shown: "toofew.yaml, over preset cms-11".
std::string policy_name(const Setup& setup);

/// Parts of a draft that stand in one scope.
struct ScopeGroup {
  Scope scope;
  std::vector<std::string> records;  ///< of a queue, those that stand there
};

/// The scopes that the parts of a draft stand in, at least one; `path` is relative to the folder of the configuration.
/// Throws Error, without a place, for a channel that the policy does not know.
std::vector<ScopeGroup> scope_groups(const Config& config, const Document& document, const std::string& path);

/// For `toofew config presets`: all of them in a table.
std::string preset_table();

/// For `toofew config presets NAME`: all that is known of one.
std::string preset_text(const Preset& preset);

}  // namespace toofew
