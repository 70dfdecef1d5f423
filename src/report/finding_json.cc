#include "report/finding_json.h"

#include "report/entries.h"

namespace toofew {
namespace {

Json to_json(const Entry& entry) {
  const Finding& finding = *entry.finding;
  Json json;
  json["path"] = entry.path;
  json["line"] = entry.begin.line;
  json["column"] = entry.begin.column;
  json["end_line"] = entry.end.line;
  json["end_column"] = entry.end.column;
  json["offset"] = finding.source.begin;
  json["length"] = finding.source.size();
  if (!finding.record.empty()) json["record"] = {{"id", finding.record}};
  json["rule"] = finding.rule;
  json["kind"] = kind_of(finding);
  json["severity"] = severity_name(finding.severity);
  json["confidence"] = confidence_name(finding.confidence);
  json["text"] = finding.text;
  if (finding.kind) json["cohort"] = {{"lo", finding.cohort.lo}, {"hi", finding.cohort.hi ? Json(*finding.cohort.hi) : Json(nullptr)}};
  if (finding.kind) json["category"] = finding.category;
  if (finding.kind) json["threshold"] = {{"k", finding.threshold.k}, {"source", finding.threshold.source}};
  json["message"] = entry.message;
  json["advice"] = finding.advice;
  json["fingerprint"] = entry.fingerprint;
  return json;
}

}  // namespace

std::vector<Json> findings_json(const CheckedFile& file) {
  std::vector<Json> out;
  for (const Entry& entry : entries(file)) {
    if (entry.finding) out.push_back(to_json(entry));
  }
  return out;
}

std::string compact(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string indented(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace toofew
