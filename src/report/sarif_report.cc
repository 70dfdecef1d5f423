#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "policy/kind_help.h"
#include "report/entries.h"
#include "report/escape.h"
#include "report/finding_json.h"
#include "report/formats.h"
#include "report/rule_help.h"
#include "report/rule_pages.h"

namespace toofew {
namespace {

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr const char* kFingerprint = "toofew/v1";

/// "small-count.group-did" → "SmallCountGroupDid": SARIF wants names to be one identifier.
std::string identifier(std::string_view id) {
  std::string out;
  bool begins_word = true;
  for (const char c : id) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool other = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (lower || other) out += lower && begins_word ? static_cast<char>(c - 'a' + 'A') : c;
    begins_word = !lower && !other;
  }
  return out;
}

/// The level of the rule's findings, when the policy says nothing else: sure rules make errors.
Severity default_severity(const RuleInfo& rule) {
  return rule.confidence == Confidence::low ? Severity::note : Severity::error;
}

/// What GitHub's code scanning calls a severity.
std::string_view problem_severity(Severity severity) {
  if (severity == Severity::error) return "error";
  return severity == Severity::warning ? "warning" : "recommendation";
}

Json rule_json(const RuleInfo& rule) {
  const KindHelp& kind = kind_help(kind_of(rule));
  Json json;
  json["id"] = rule.id;
  json["name"] = identifier(rule.id);
  json["shortDescription"] = {{"text", kind.what}};
  json["fullDescription"] = {{"text", kind.what + " " + kind.why}};
  if (const std::string url = rule_url(rule); !url.empty()) json["helpUri"] = url;
  json["help"] = {{"text", rule_help_text(rule)}, {"markdown", rule_help_markdown(rule)}};
  json["defaultConfiguration"] = {{"level", severity_name(default_severity(rule))}};
  json["properties"] = {{"kind", kind_of(rule)},
                        {"precision", confidence_name(rule.confidence)},
                        {"problem.severity", problem_severity(default_severity(rule))},
                        {"tags", {"privacy", kind_of(rule)}}};
  return json;
}

Json driver_json(const Report& report) {
  Json driver;
  driver["name"] = "toofew";
  driver["version"] = report.version;
  driver["semanticVersion"] = report.version;
  driver["shortDescription"] = {{"text", "Finds statements about small groups of users in drafts."}};
  driver["rules"] = Json::array();
  for (const RuleInfo& rule : report.rules) driver["rules"].push_back(rule_json(rule));
  return driver;
}

/// SARIF 2.1.0, 3.30: columns and character offsets in the run's columnKind, which is UTF-16 code units.
Json region_json(const LineIndex& index, ByteRange bytes) {
  const Position begin = index.position(bytes.begin, ColumnUnit::utf16);
  const Position end = index.position(bytes.end, ColumnUnit::utf16);
  const std::size_t offset = index.utf16_offset(bytes.begin);
  return {{"startLine", begin.line},
          {"startColumn", begin.column},
          {"endLine", end.line},
          {"endColumn", end.column},
          {"charOffset", offset},
          {"charLength", index.utf16_offset(bytes.end) - offset},
          {"byteOffset", bytes.begin},
          {"byteLength", bytes.size()},
          {"snippet", {{"text", index.text(bytes)}}}};
}

/// The results of one file, which is the artifact of that index.
class ResultWriter {
 public:
  ResultWriter(const CheckedFile& file, std::size_t artifact, const std::map<std::string, std::size_t>& rules)
      : artifact_({{"uri", path_uri(file.path)}, {"index", artifact}}), index_(file.bytes), rules_(rules) {}

  Json result(const Entry& entry) const {
    const Finding& finding = *entry.finding;
    Json json;
    json["ruleId"] = finding.rule;
    const auto rule = rules_.find(finding.rule);
    if (rule != rules_.end()) json["ruleIndex"] = rule->second;
    json["level"] = severity_name(finding.severity);
    json["message"] = {{"text", entry.message + " " + entry.advice}};
    json["locations"] = Json::array({location(finding.source)});
    if (finding.related) json["relatedLocations"] = Json::array({related(*finding.related)});
    if (finding.other) json["relatedLocations"] = Json::array({other_location(*finding.other)});
    if (finding.waiver) json["suppressions"] = Json::array({suppression(*finding.waiver)});
    if (finding.baseline) json["suppressions"] = Json::array({suppression(*finding.baseline)});
    if (!entry.fixes.empty()) json["fixes"] = Json::array();
    for (const EntryFix& fix : entry.fixes) json["fixes"].push_back(fix_json(fix));
    json["partialFingerprints"] = {{kFingerprint, entry.fingerprint}};
    json["properties"] = properties(finding);
    return json;
  }

 private:
  /// SARIF 2.1.0, 3.55.
  Json fix_json(const EntryFix& fix) const {
    const Json replacement = {{"deletedRegion", region_json(index_, fix.fix->source)},
                              {"insertedContent", {{"text", fix.text}}}};
    Json json;
    json["description"] = {{"text", fix.fix->title}};
    json["artifactChanges"] =
        Json::array({Json{{"artifactLocation", artifact_}, {"replacements", Json::array({replacement})}}});
    json["properties"] = {{"safe", fix.fix->safe}};
    return json;
  }

  Json location(ByteRange bytes) const {
    return {{"physicalLocation", {{"artifactLocation", artifact_}, {"region", region_json(index_, bytes)}}}};
  }

  Json related(ByteRange bytes) const {
    Json json = {{"id", 1}};
    json.update(location(bytes));
    json["message"] = {{"text", "The figure that this one is reckoned with."}};
    return json;
  }

  static Json other_location(const OtherStatement& other) {
    const bool published = !other.ledger.empty();
    Json region = {{"startLine", other.line}};
    Json json = {{"id", 1}};
    json["physicalLocation"] = {{"artifactLocation", {{"uri", path_uri(published ? other.ledger : other.path)}}},
                                {"region", region}};
    json["message"] = {{"text", published ? "The figure that was published before."
                                          : "The figure that this one is reckoned with."}};
    return json;
  }

  /// SARIF 2.1.0, 3.35: a waiver in the draft is "inSource", one in a file "external".
  Json suppression(const AppliedWaiver& waiver) const {
    Json json;
    json["kind"] = waiver.place.file.empty() ? "inSource" : "external";
    json["status"] = "accepted";
    json["justification"] =
        fmt::format("{} (owner: {}, until {})", waiver.reason, waiver.owner, date_text(waiver.until));
    if (waiver.place.file.empty()) json["location"] = location(waiver.source);
    return json;
  }

  static Json suppression(const Error::Place& baseline) {
    return {{"kind", "external"},
            {"status", "accepted"},
            {"justification", fmt::format("It was there before: {}, line {}.", baseline.file, baseline.line)}};
  }

  static Json properties(const Finding& finding) {
    Json json;
    json["kind"] = kind_of(finding);
    json["confidence"] = confidence_name(finding.confidence);
    if (!finding.kind) return with_record(std::move(json), finding);
    json["category"] = finding.category;
    json["cohort"] = {{"lo", finding.cohort.lo}, {"hi", finding.cohort.hi ? Json(*finding.cohort.hi) : Json(nullptr)}};
    json["threshold"] = {{"k", finding.threshold.k}, {"source", finding.threshold.source}};
    return with_record(std::move(json), finding);
  }

  static Json with_record(Json json, const Finding& finding) {
    if (!finding.record.empty()) json["record"] = finding.record;
    return json;
  }

  Json artifact_;
  LineIndex index_;
  const std::map<std::string, std::size_t>& rules_;
};

Json artifact_json(const CheckedFile& file) {
  return {{"location", {{"uri", path_uri(file.path)}}}, {"roles", {"analysisTarget"}}};
}

Json notification_json(const Error& failure) {
  const Error::Place& place = failure.place();
  Json json;
  json["descriptor"] = {{"id", kNotChecked}, {"index", 0}};
  json["level"] = "error";
  json["message"] = {{"text", failure_text(failure)}};
  if (place.file.empty()) return json;
  Json physical = {{"artifactLocation", {{"uri", path_uri(place.file)}}}};
  if (place.line > 0) physical["region"] = {{"startLine", place.line}};
  json["locations"] = Json::array({Json{{"physicalLocation", physical}}});
  return json;
}

/// The run of the tool, with what it could not do.
Json invocation_json(const Report& report) {
  Json notifications = Json::array();
  for (const Error& failure : report.failures) notifications.push_back(notification_json(failure));
  for (const CheckedFile& file : report.files) {
    if (file.failure) notifications.push_back(notification_json(*file.failure));
  }
  Json json;
  json["executionSuccessful"] = notifications.empty();
  if (!notifications.empty()) json["toolExecutionNotifications"] = std::move(notifications);
  return json;
}

Json notification_descriptor() {
  return {{"id", kNotChecked},
          {"name", identifier(kNotChecked)},
          {"shortDescription", {{"text", "A file or a folder that could not be checked."}}},
          {"fullDescription", {{"text", "A file or a folder that could not be checked. The others were."}}},
          {"help", {{"text", "Mend the file, or the configuration that holds for it, and check again."}}}};
}

}  // namespace

std::string sarif_report(const Report& report) {
  std::map<std::string, std::size_t> rules;
  for (const RuleInfo& rule : report.rules) rules.emplace(rule.id, rules.size());

  Json artifacts = Json::array();
  Json results = Json::array();
  for (const CheckedFile& file : report.files) {
    const ResultWriter writer(file, artifacts.size(), rules);
    artifacts.push_back(artifact_json(file));
    for (const Entry& entry : entries(file)) {
      if (entry.finding) results.push_back(writer.result(entry));
    }
    for (const Entry& entry : waived_entries(file)) results.push_back(writer.result(entry));
  }

  Json run;
  run["tool"]["driver"] = driver_json(report);
  const Json invocation = invocation_json(report);
  if (!invocation["executionSuccessful"]) {
    run["tool"]["driver"]["notifications"] = Json::array({notification_descriptor()});
  }
  run["invocations"] = Json::array({invocation});
  run["columnKind"] = "utf16CodeUnits";
  run["newlineSequences"] = {"\r\n", "\n", "\r"};
  run["artifacts"] = std::move(artifacts);
  run["results"] = std::move(results);
  return indented({{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}});
}

}  // namespace toofew
