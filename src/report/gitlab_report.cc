#include "report/entries.h"
#include "report/finding_json.h"
#include "report/formats.h"

namespace toofew {
namespace {

std::string_view gitlab_severity(const Entry& entry) {
  if (!entry.finding) return "blocker";
  if (entry.severity == Severity::error) return "major";
  return entry.severity == Severity::warning ? "minor" : "info";
}

Json issue(const Entry& entry) {
  Json json;
  json["type"] = "issue";
  json["check_name"] = entry.rule;
  json["description"] = entry.message;
  json["content"] = {{"body", entry.advice}};
  json["categories"] = {"Security"};
  json["severity"] = gitlab_severity(entry);
  json["fingerprint"] = entry.fingerprint;
  json["location"] = {{"path", entry.path}, {"lines", {{"begin", entry.begin.line}, {"end", entry.end.line}}}};
  return json;
}

}  // namespace

std::string gitlab_report(const Report& report) {
  Json issues = Json::array();
  for (const Entry& entry : entries(report)) issues.push_back(issue(entry));
  return indented(issues);
}

}  // namespace toofew
