#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/byte_range.h"
#include "document/document.h"
#include "grammar/claim.h"
#include "grammar/segments.h"
#include "policy/finding.h"
#include "policy/policy.h"

namespace toofew {

/// Where a claim stands.
struct ClaimPlace {
  std::size_t part = 0;  ///< index into Document::parts
  ByteRange source;      ///< bytes of the original file
  std::string text;      ///< its words, a slice of Part::content
  std::string record;    ///< id of the queue record; "" outside queues
  std::string field;     ///< name of the queue field; "" outside queues
  Scope scope;
};

/// The place of a claim that was read in `part`, the part_index-th of its document, which stands in `scope`.
ClaimPlace place_of(const Claim& claim, const Part& part, std::size_t part_index, const Scope& scope = {});

/// The finding that the policy makes of a claim, without what it relates to; nullopt when the policy lets it pass.
/// `populations` are those that the claim's segments are of.
std::optional<Finding> judge(const Claim& claim, const ClaimPlace& place, const Policy& policy,
                             const Populations& populations = {});

/// The same for a claim that was read in `part`, with what it relates to there.
std::optional<Finding> judge(const Claim& claim, const Part& part, std::size_t part_index, const Policy& policy,
                             const Scope& scope = {}, const Populations& populations = {});

}  // namespace toofew
