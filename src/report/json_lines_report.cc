#include <nlohmann/json.hpp>

#include "report/line_index.h"
#include "report/report.h"

namespace toofew {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const OtherStatement& other) {
  Json json;
  json["path"] = other.ledger.empty() ? other.path : other.ledger;
  json["line"] = other.line;
  if (other.ledger.empty()) json["column"] = other.column;
  if (other.ledger.empty()) json["text"] = other.text;
  json["people"] = other.people;
  if (other.published) json["published"] = date_text(*other.published);
  if (!other.id.empty()) json["id"] = other.id;
  return json;
}

Json to_json(const AppliedWaiver& waiver, const std::string& path, const LineIndex& index) {
  const bool inside = waiver.place.file.empty();
  Json json;
  json["owner"] = waiver.owner;
  json["reason"] = waiver.reason;
  json["until"] = date_text(waiver.until);
  json["path"] = inside ? path : waiver.place.file;
  json["line"] = inside ? index.position(waiver.source.begin).line : waiver.place.line;
  return json;
}

Json to_json(const Finding& finding, const std::string& path, const LineIndex& index) {
  const Position begin = index.position(finding.source.begin);
  const Position end = index.position(finding.source.end);
  Json json;
  json["path"] = path;
  json["line"] = begin.line;
  json["column"] = begin.column;
  json["end_line"] = end.line;
  json["end_column"] = end.column;
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
  json["message"] = finding.message + " " + finding.why;
  json["advice"] = finding.advice;
  if (finding.other) json["other"] = to_json(*finding.other);
  if (finding.waiver) json["waiver"] = to_json(*finding.waiver, path, index);
  return json;
}

}  // namespace

std::string json_lines_report(const FileFindings& file) {
  if (file.findings.empty()) return {};
  const LineIndex index(file.bytes);
  std::string out;
  for (const Finding& finding : file.findings) {
    out += to_json(finding, file.path, index).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return out;
}

}  // namespace toofew
