#include "policy/judge.h"

#include "policy/messages.h"

namespace toofew {

ClaimPlace place_of(const Claim& claim, const Part& part, std::size_t part_index, const Scope& scope) {
  return {part_index,
          part.map.to_source(claim.content),
          part.content.substr(claim.content.begin, claim.content.size()),
          part.record,
          part.field,
          scope};
}

std::optional<Finding> judge(const Claim& claim, const ClaimPlace& place, const Policy& policy,
                             const Populations& populations) {
  Verdict verdict = policy.verdict(claim, place.scope);
  if (!verdict.severity) return std::nullopt;

  Finding finding;
  finding.part = place.part;
  finding.source = place.source;
  finding.text = place.text;
  finding.rule = claim.rule;
  finding.kind = claim.kind;
  finding.severity = *verdict.severity;
  finding.confidence = claim.confidence;
  finding.cohort = claim.cohort;
  finding.category = claim.category.empty() ? kOrdinary : claim.category;
  finding.topic = claim.topic;
  finding.threshold = std::move(verdict.threshold);
  finding.arithmetic = claim.arithmetic;
  finding.record = place.record;
  finding.field = place.field;
  Messages::built_in().describe(claim, finding.threshold, populations, finding);
  return finding;
}

std::optional<Finding> judge(const Claim& claim, const Part& part, std::size_t part_index, const Policy& policy,
                             const Scope& scope, const Populations& populations) {
  auto finding = judge(claim, place_of(claim, part, part_index, scope), policy, populations);
  if (finding && claim.related) {
    finding->related = part.map.to_source(*claim.related);
    finding->related_text = part.content.substr(claim.related->begin, claim.related->size());
  }
  return finding;
}

}  // namespace toofew
