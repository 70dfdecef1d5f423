#include "report/entries.h"
#include "report/finding_json.h"
#include "report/formats.h"

namespace toofew {
namespace {

Json failure_json(const Error& failure) {
  const Error::Place& place = failure.place();
  Json json;
  if (!place.file.empty()) json["path"] = place.file;
  if (place.line > 0) json["line"] = place.line;
  if (place.line > 0 && place.column > 0) json["column"] = place.column;
  json["message"] = failure_text(failure);
  return json;
}

Json file_json(const CheckedFile& file) {
  Json json;
  json["path"] = file.path;
  if (file.failure) json["failure"] = failure_json(*file.failure);
  json["findings"] = findings_json(file);
  if (auto waived = waived_json(file); !waived.empty()) json["waived"] = std::move(waived);
  if (auto baselined = baselined_json(file); !baselined.empty()) json["baselined"] = std::move(baselined);
  return json;
}

}  // namespace

std::string json_report(const Report& report) {
  const Tally counts = tally(report);
  Json json;
  json["tool"] = {{"name", "toofew"}, {"version", report.version}};
  json["summary"] = {{"errors", counts.errors},
                     {"warnings", counts.warnings},
                     {"notes", counts.notes},
                     {"waived", counts.waived},
                     {"baselined", counts.baselined},
                     {"files_checked", counts.files_checked},
                     {"files_with_findings", counts.files_with_findings},
                     {"files_failed", counts.files_failed},
                     {"files_skipped", counts.files_skipped}};
  json["files"] = Json::array();
  for (const CheckedFile& file : report.files) json["files"].push_back(file_json(file));
  json["failures"] = Json::array();
  for (const Error& failure : report.failures) json["failures"].push_back(failure_json(failure));
  json["skipped"] = Json::array();
  for (const Error& skipped : report.skipped) json["skipped"].push_back(failure_json(skipped));
  return indented(json);
}

std::string json_lines_report(const Report& report) {
  std::string out;
  for (const CheckedFile& file : report.files) {
    for (const Json& finding : findings_json(file)) out += compact(finding) + "\n";
    for (const Json& finding : waived_json(file)) out += compact(finding) + "\n";
    for (const Json& finding : baselined_json(file)) out += compact(finding) + "\n";
  }
  return out;
}

}  // namespace toofew
