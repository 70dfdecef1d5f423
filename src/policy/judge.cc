#include "policy/judge.h"

#include "policy/messages.h"

namespace toofew {

std::optional<Finding> judge(const Claim& claim, const Part& part, std::size_t part_index, const Policy& policy,
                             const Scope& scope, const Populations& populations) {
  Verdict verdict = policy.verdict(claim, scope);
  if (!verdict.severity) return std::nullopt;

  Finding finding;
  finding.part = part_index;
  finding.source = part.map.to_source(claim.content);
  finding.text = part.content.substr(claim.content.begin, claim.content.size());
  finding.rule = claim.rule;
  finding.kind = claim.kind;
  finding.severity = *verdict.severity;
  finding.confidence = claim.confidence;
  finding.cohort = claim.cohort;
  finding.category = claim.category.empty() ? kOrdinary : claim.category;
  finding.topic = claim.topic;
  finding.threshold = std::move(verdict.threshold);
  finding.arithmetic = claim.arithmetic;
  finding.record = part.record;
  finding.field = part.field;
  if (claim.related) {
    finding.related = part.map.to_source(*claim.related);
    finding.related_text = part.content.substr(claim.related->begin, claim.related->size());
  }
  Messages::built_in().describe(claim, finding.threshold, populations, finding);
  return finding;
}

}  // namespace toofew
