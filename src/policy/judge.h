#pragma once

#include <cstddef>
#include <optional>

#include "document/document.h"
#include "grammar/claim.h"
#include "policy/finding.h"
#include "policy/policy.h"

namespace toofew {

/// The finding that the policy makes of a claim read in `part`, the part_index-th of its document, which stands in
/// `scope`; nullopt when the policy lets it pass.
std::optional<Finding> judge(const Claim& claim, const Part& part, std::size_t part_index, const Policy& policy,
                             const Scope& scope = {});

}  // namespace toofew
