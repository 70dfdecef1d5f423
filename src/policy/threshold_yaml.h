#pragma once

#include <string>

#include "policy/policy.h"
#include "policy/yaml_source.h"

namespace toofew {

/// Reads the mapping "{k: 100, zero: flag, …}" over `row`. Throws Error for an unknown key or value, and for an
/// error_below above the k beside it.
void read_threshold(const YamlSource& source, const YAML::Node& node, ThresholdRow& row);

/// The keys that the row sets, as such a mapping.
std::string threshold_yaml(const ThresholdRow& row);

/// Lays what a preset asks for over the row: all of its keys are the preset's afterwards, but for an error_below that
/// the preset does not set.
void follow_preset(const ThresholdRow& preset, ThresholdRow& row);

}  // namespace toofew
