#include "report/entries.h"
#include "report/finding_json.h"
#include "report/formats.h"

namespace toofew {
namespace {

std::string_view rdf_severity(Severity severity) {
  if (severity == Severity::error) return "ERROR";
  return severity == Severity::warning ? "WARNING" : "INFO";
}

Json position_json(const Position& position) { return {{"line", position.line}, {"column", position.column}}; }

Json range_json(const Position& begin, const Position& end) {
  return {{"start", position_json(begin)}, {"end", position_json(end)}};
}

Json diagnostic(const Entry& entry) {
  Json json;
  json["message"] = entry.advice.empty() ? entry.message : entry.message + "\n" + entry.advice;
  json["location"] = {{"path", entry.path}, {"range", range_json(entry.begin, entry.end)}};
  json["severity"] = rdf_severity(entry.severity);
  json["source"] = {{"name", "toofew"}};
  json["code"] = {{"value", entry.rule}};
  if (!entry.fixes.empty()) json["suggestions"] = Json::array();
  for (const EntryFix& fix : entry.fixes) {
    json["suggestions"].push_back({{"range", range_json(fix.begin, fix.end)}, {"text", fix.text}});
  }
  return json;
}

}  // namespace

std::string rdjson_report(const Report& report) {
  Json json;
  json["source"] = {{"name", "toofew"}};
  json["diagnostics"] = Json::array();
  for (const Entry& entry : entries(report, ColumnUnit::utf8)) json["diagnostics"].push_back(diagnostic(entry));
  return indented(json);
}

std::string rdjsonl_report(const Report& report) {
  std::string out;
  for (const Entry& entry : entries(report, ColumnUnit::utf8)) out += compact(diagnostic(entry)) + "\n";
  return out;
}

}  // namespace toofew
