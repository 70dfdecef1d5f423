#pragma once

#include <string>

#include "policy/policy.h"

namespace toofew {

/// Refuses a policy that contradicts itself, after `file` has been laid over it: an override for a channel that does
/// not exist, patterns that give a path two channels, two overrides of one weight that would decide the same draft
/// differently, an error_below above its k. Throws Error with both places.
void check_policy(const Policy& policy, const std::string& file);

}  // namespace toofew
