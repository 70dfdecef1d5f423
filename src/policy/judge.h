#pragma once

#include <cstddef>
#include <optional>

#include "document/document.h"
#include "grammar/claim.h"
#include "grammar/segments.h"
#include "policy/finding.h"
#include "policy/policy.h"

namespace toofew {

/// The finding that the policy makes of a claim read in `part`, the part_index-th of its document, which stands in
/// `scope`; nullopt when the policy lets it pass. `populations` are those that the claim's segments are of.
std::optional<Finding> judge(const Claim& claim, const Part& part, std::size_t part_index, const Policy& policy,
                             const Scope& scope = {}, const Populations& populations = {});

}  // namespace toofew
