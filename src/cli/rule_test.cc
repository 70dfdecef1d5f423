#include "cli/rule_test.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "document/reader.h"

namespace toofew {
namespace {

/// Runs examples and writes down what is not as it should be.
class Tester {
 public:
  explicit Tester(const Checker& checker) : checker_(checker), fields_(checker.config().fields()) {}

  void test(const RuleInfo& rule) {
    populations_ = populations_of(rule);
    for (const auto& example : rule.flag) test_flag(rule, example);
    for (const auto& example : rule.clear) test_clear(rule, example);
  }

  void test(const CutPhrase& cut) {
    ++failures_;
    const std::string place = cut.place.line > 0 ? fmt::format("{}:{}: ", cut.place.file, cut.place.line) : std::string();
    text_ += fmt::format("{}{}: “{}” is one unit, in which a capture of the pattern begins or ends, so it never matches\n", place,
                         cut.rule, cut.phrase);
  }

  std::size_t examples() const { return examples_; }
  std::size_t failures() const { return failures_; }
  const std::string& text() const { return text_; }

 private:
  /// The segments that the rule's examples know.
  static Populations populations_of(const RuleInfo& rule) {
    Populations known;
    for (const auto& [name, users] : rule.populations) {
      Segment segment;
      segment.key = "place";
      segment.name = name;
      segment.users = Interval::exactly(users);
      segment.file = rule.file;
      segment.line = rule.line;
      known.segments.push_back(std::move(segment));
    }
    return known;
  }

  void test_flag(const RuleInfo& rule, const std::string& example) {
    ++examples_;
    const Document document = read_document(example, Format::markdown, fields_, rule.file);
    std::string instead;
    for (const Part& part : document.parts) {
      for (const Claim& claim : checker_.read(part, {}, &populations_)) {
        if (claim.rule == rule.id) return;
        const auto words = std::string_view(part.content).substr(claim.content.begin, claim.content.size());
        instead += fmt::format("    {} read “{}” as {}\n", claim.rule, one_line(words), claim.cohort.to_string());
      }
    }
    fail(rule, example, "should be flagged by this rule, and is not", instead.empty() ? trace(document) : instead);
  }

  void test_clear(const RuleInfo& rule, const std::string& example) {
    ++examples_;
    const Document document = read_document(example, Format::markdown, fields_, rule.file);
    std::string found;
    for (const Finding& finding : checker_.check(document, {}, nullptr, &populations_)) {
      if (finding.severity < Severity::warning) continue;
      found += fmt::format("    {} by {}: “{}” as {}\n", severity_name(finding.severity), finding.rule, finding.text,
                           finding.cohort.to_string());
    }
    if (!found.empty()) fail(rule, example, "should pass, and does not", found);
  }

  std::string trace(const Document& document) const {
    std::vector<std::vector<TraceStep>> steps;
    checker_.check(document, {}, &steps, &populations_);
    std::string out;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      for (const TraceStep& step : steps[i]) {
        const auto words = std::string_view(document.parts[i].content).substr(step.content.begin, step.content.size());
        out += fmt::format("    “{}”: {}\n", one_line(words), step.words);
      }
    }
    return out.empty() ? "    nothing was read in it\n" : out;
  }

  void fail(const RuleInfo& rule, const std::string& example, std::string_view what, const std::string& happened) {
    ++failures_;
    text_ += fmt::format("{}:{}: {}: “{}” {}\n{}", rule.file, rule.line, rule.id, example, what, happened);
  }

  const Checker& checker_;
  FieldNames fields_;
  Populations populations_;
  std::size_t examples_ = 0;
  std::size_t failures_ = 0;
  std::string text_;
};

}  // namespace

RuleTestResult test_rules(const Checker& checker, const std::string& file) {
  Tester tester(checker);
  std::size_t rules = 0;
  for (const RuleInfo* rule : checker.rules()) {
    if (!file.empty() && rule->file != file) continue;
    ++rules;
    tester.test(*rule);
  }
  for (const CutPhrase* cut : checker.cut_phrases()) {
    if (file.empty() || cut->place.file == file) tester.test(*cut);
  }
  if (rules == 0) throw Error(Error::Place{file, 0, 0, {}}, "there is no rule in it");
  const std::string outcome =
      tester.failures() == 0 ? "all are as they should be" : fmt::format("{} not as it should be", tester.failures());
  return {tester.failures(), tester.text() + fmt::format("{}, {}: {}\n", counted(rules, "rule", "rules"),
                                                         counted(tester.examples(), "example", "examples"), outcome)};
}

}  // namespace toofew
