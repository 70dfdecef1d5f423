#include "report/finding_json.h"

namespace toofew {
namespace {

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

Json to_json(const AppliedWaiver& waiver, const CheckedFile& file, const LineIndex& index, const FileBefore& before) {
  const bool inside = waiver.place.file.empty();
  Json json;
  json["owner"] = waiver.owner;
  json["reason"] = waiver.reason;
  json["until"] = date_text(waiver.until);
  json["path"] = inside ? file.path : waiver.place.file;
  json["line"] = inside ? before.lines + index.position(waiver.source.begin - before.bytes).line : waiver.place.line;
  return json;
}

Json to_json(const EntryFix& fix) {
  Json json;
  json["title"] = fix.fix->title;
  json["safe"] = fix.fix->safe;
  json["line"] = fix.begin.line;
  json["column"] = fix.begin.column;
  json["end_line"] = fix.end.line;
  json["end_column"] = fix.end.column;
  json["offset"] = fix.fix->source.begin;
  json["length"] = fix.fix->source.size();
  json["text"] = fix.text;
  return json;
}

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
  if (finding.kind) {
    json["cohort"] = {{"lo", finding.cohort.lo}, {"hi", finding.cohort.hi ? Json(*finding.cohort.hi) : Json(nullptr)}};
    json["category"] = finding.category;
    json["threshold"] = {{"k", finding.threshold.k}, {"source", finding.threshold.source}};
  }
  json["message"] = entry.message;
  json["advice"] = finding.advice;
  if (!entry.fixes.empty()) json["fixes"] = Json::array();
  for (const EntryFix& fix : entry.fixes) json["fixes"].push_back(to_json(fix));
  json["fingerprint"] = entry.fingerprint;
  if (finding.other) json["other"] = to_json(*finding.other);
  return json;
}

}  // namespace

std::vector<Json> findings_json(const CheckedFile& file, const FileBefore& before) {
  std::vector<Json> out;
  for (const Entry& entry : entries(file, ColumnUnit::code_points, before)) {
    if (entry.finding) out.push_back(to_json(entry));
  }
  return out;
}

std::vector<Json> waived_json(const CheckedFile& file, const FileBefore& before) {
  std::vector<Json> out;
  if (file.waived.empty()) return out;
  const LineIndex index(file.bytes);
  for (const Entry& entry : waived_entries(file, ColumnUnit::code_points, before)) {
    if (!entry.finding->waiver) continue;
    out.push_back(to_json(entry));
    out.back()["waiver"] = to_json(*entry.finding->waiver, file, index, before);
  }
  return out;
}

std::vector<Json> baselined_json(const CheckedFile& file) {
  std::vector<Json> out;
  for (const Entry& entry : waived_entries(file)) {
    if (!entry.finding->baseline) continue;
    out.push_back(to_json(entry));
    out.back()["baseline"] = {{"path", entry.finding->baseline->file}, {"line", entry.finding->baseline->line}};
  }
  return out;
}

std::string compact(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string indented(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace toofew
