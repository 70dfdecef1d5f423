#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace toofew {

/// A published practice, as a file of rules/presets has it.
struct Preset {
  std::string name;    ///< "cms-11"
  std::string title;   ///< of the rule
  std::string source;  ///< who made it, and where it stands
  std::string url;
  std::string made_for;    ///< what its makers apply it to
  std::string note;        ///< what one should know before one borrows it
  ThresholdRow threshold;  ///< k is set; origins name the preset
};

/// Names of all presets, sorted.
std::vector<std::string> preset_names();

/// The preset of that name; nullopt when there is none.
std::optional<Preset> find_preset(std::string_view name);

/// The name under which settings of a preset are shown: "preset cms-11".
std::string preset_file(std::string_view name);

/// Title and address, for those who ask where a number comes from.
std::string citation(const Preset& preset);

}  // namespace toofew
