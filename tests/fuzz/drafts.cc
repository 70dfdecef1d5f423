#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "document/reader.h"
#include "document/unread.h"
#include "fuzz.h"
#include "policy/checker.h"
#include "policy/config.h"
#include "policy/facts.h"
#include "policy/fixes.h"
#include "policy/new_waiver.h"
#include "policy/populations.h"
#include "policy/waiver.h"
#include "report/line_index.h"
#include "report/redact.h"
#include "report/report.h"

namespace toofew::fuzz {
namespace {

constexpr Date kToday{std::chrono::year(2026), std::chrono::June, std::chrono::day(15)};

bool is_utf16(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

bool is_letter(char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }

/// That each character of a block leads to the file, forwards only, and a letter that was read from one byte to itself.
void promise_positions(const Block& block, const Part& part, std::string_view bytes) {
  promise(block.map.text_size() == block.text.size(), "a block's map covers it");
  const SourceMap to_file = block.map.over(part.map);
  std::size_t last = 0;
  for (std::size_t at = 0; at < block.text.size();) {
    std::size_t next = at + 1;
    while (!is_boundary(block.text, next)) ++next;
    promise_range(block.map.to_source({at, next}), part.content, "a character of a block lies in its part");
    const ByteRange source = to_file.to_source({at, next});
    promise(source.begin <= source.end && source.end <= bytes.size(), "a character of a block lies in the file");
    promise(source.begin >= last, "sources never go back");
    if (next == at + 1 && source.size() == 1 && is_letter(block.text[at])) {
      promise(bytes[source.begin] == block.text[at], "a letter was read from where it is said to stand");
    }
    last = source.begin;
    at = next;
  }
}

void promise_part(const Part& part, std::string_view bytes) {
  promise(is_utf8(part.content), "a part is UTF-8");
  promise(part.map.text_size() == part.content.size(), "a part's map covers it");
  promise_range(part.front_matter, part.content, "front matter lies in its part");
  for (const Block& block : part.blocks) {
    promise(is_utf8(block.text), "a block is UTF-8");
    for (const Mark& mark : block.marks) promise_range(mark.text, block.text, "a mark lies in its block");
    promise(!block.cell || (block.cell->row >= 0 && block.cell->column >= 0 && block.cell->table >= 0),
            "cells are counted from zero");
    promise_positions(block, part, bytes);
  }
}

void promise_document(const Document& document, std::string_view bytes) {
  for (const Part& part : document.parts) promise_part(part, bytes);
  const auto lies_in_file = [&](ByteRange range) { return range.begin <= range.end && range.end <= bytes.size(); };
  std::size_t last = 0;
  for (const Note& note : document.notes) {
    promise(lies_in_file(note.source), "a note lies in the file");
    promise(note.source.begin >= last, "notes are in order of position");
    last = note.source.begin;
    for (const auto& reach : note.covers) {
      promise(reach.part < document.parts.size(), "a note speaks of a part");
      promise(lies_in_file(reach.source), "a note speaks of a stretch of the file");
    }
  }
}

void read_draft(std::string_view bytes, Format format) {
  static const FieldNames kFields = default_field_names();
  reads([&] {
    const Document document = read_document(bytes, format, kFields, "draft");
    promise_document(document, bytes);
    unread_fields(bytes, format, kFields);
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// What is made of documents

const Checker& checker() {
  static const Checker kChecker = [] {
    Config config = read_config("toofew.yaml", "channels: {web: ['*.md'], social: ['*.tweet']}\n");
    Populations populations = read_populations({{"segments.yaml",
                                                 "as_of: 2026-01-31\ntotal: 48200\nsegments:\n"
                                                 "  - {key: place, name: Troms\u00F8, users: 61}\n"
                                                 "  - {key: place, name: Norway, users: 9400}\n"
                                                 "  - {key: plan, name: Family plan, users: 400}\n"}});
    std::vector<Fact> facts = read_facts({{"facts.yaml",
                                           "facts:\n  - {post: 'draft*', says: 153 people, people: 153}\n"
                                           "  - {post: 'draft*', says: '12%', people: 48, base: 400}\n"}},
                                         config.policy.categories());
    return Checker(std::move(config), {}, std::move(populations), std::move(facts), kToday);
  }();
  return kChecker;
}

struct Draft {
  std::string_view bytes;
  Format format;
  Document document;
  std::vector<Finding> findings;
};

/// nullopt for what cannot be read or checked.
std::optional<Draft> checked(std::string_view bytes, Format format) {
  Draft draft{bytes, format, {}, {}};
  const bool is_read = reads([&] {
    draft.document = read_document(bytes, format, checker().config().fields(), "draft");
    draft.findings = checker().check(draft.document, "draft");
  });
  return is_read ? std::optional(std::move(draft)) : std::nullopt;
}

void promise_finding(const Finding& finding, const Draft& draft) {
  promise(finding.part < draft.document.parts.size(), "a finding has a part");
  const Part& part = draft.document.parts[finding.part];
  if (is_utf16(draft.bytes)) {
    promise(finding.source.begin <= finding.source.end && finding.source.end <= draft.bytes.size() &&
                finding.source.begin % 2 == 0 && finding.source.end % 2 == 0,
            "a finding lies in the file, between two units of UTF-16");
  } else if (draft.format != Format::email) {  // whose parts have encodings of their own
    promise_range(finding.source, draft.bytes, "a finding lies in the file, and cuts no character");
  }
  promise(is_utf8(finding.text), "a finding's words are UTF-8");
  promise(part.content.find(finding.text) != std::string::npos, "a finding's words stand in its part");
  const bool is_verbatim = draft.format == Format::markdown || draft.format == Format::plain ||
                           draft.format == Format::tweet || draft.format == Format::html;
  if (is_verbatim && !is_utf16(draft.bytes)) {
    promise(draft.bytes.substr(finding.source.begin, finding.source.size()) == finding.text,
            "the bytes of a finding are its words");
  }
  promise(finding.cohort.lo >= 0 && finding.cohort.hi.value_or(finding.cohort.lo) >= finding.cohort.lo,
          "a cohort is an interval of people");
  promise(!finding.kind || finding.cohort.lo < finding.threshold.k || finding.threshold.flags_zero,
          "a finding misses its threshold");
  if (finding.related) {
    promise(finding.related->begin <= finding.related->end && finding.related->end <= draft.bytes.size(),
            "what a finding relates to lies in the file");
  }
}

std::string told(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    out += finding.rule + ' ' + std::to_string(finding.source.begin) + ' ' + std::to_string(finding.source.end) + ' ' +
           finding.cohort.to_string() + ' ' + finding.message + '\n';
  }
  return out;
}

Format format_of(Choices& choices) {
  const auto names = format_names();
  return *format_from_name(names[choices.below(names.size())]);
}

void check_draft(std::string_view input) {
  Choices choices(input);
  const Format format = format_of(choices);
  const auto draft = checked(choices.rest(), format);
  if (!draft) return;
  for (const Finding& finding : draft->findings) promise_finding(finding, *draft);
  const auto again = checked(choices.rest(), format);
  promise(again && told(draft->findings) == told(again->findings), "the same draft gives the same findings");
}

/// Every format of reports, of a draft that has findings, with and without its words.
void report_draft(std::string_view input) {
  Choices choices(input);
  const Format format = format_of(choices);
  auto draft = checked(choices.rest(), format);
  if (!draft) return;
  const WaiverTerms terms{checker(), kToday};
  CheckedFile file;
  file.path = "draft \xFF \u00E9";
  reads([&] {
    auto waivers = read_waivers(draft->document, "draft", terms);
    apply_waivers(waivers, {}, terms, draft->findings);
  });
  file.findings = draft->findings;
  file.bytes = choices.rest();
  file.document = draft->document;
  file.channels.resize(file.document.parts.size());
  const LineIndex index(file.bytes);
  for (const Finding& finding : file.findings) {
    const Position begin = index.position(finding.source.begin);
    const Position end = index.position(finding.source.end);
    promise(begin.line >= 1 && begin.column >= 1 && std::pair(begin.line, begin.column) <= std::pair(end.line, end.column),
            "positions count from one, and an end comes after its begin");
  }
  Report report;
  report.version = "0";
  report.files.push_back(std::move(file));
  const Report hidden = redacted(report);
  promise(hidden.files.front().findings.size() == report.files.front().findings.size(), "a redacted report has all findings");
  for (const ReportFormat& how : report_formats()) {
    for (const Report* which : std::initializer_list<const Report*>{&report, &hidden}) {
      const std::string text = how.write(*which);
      promise(is_utf8(text), "a report is valid UTF-8");
      if (how.name == "json" || how.name == "sarif" || how.name == "gitlab" || how.name == "rdjson") {
        promise(nlohmann::json::accept(text), "a report in JSON is JSON");
      }
    }
  }
}

/// That fixes do what they say: the finding is gone, no other one comes, and fixing twice is fixing once.
void fix_draft(std::string_view input) {
  Choices choices(input);
  const Format format = format_of(choices);
  auto draft = checked(choices.rest(), format);
  if (!draft || draft->findings.empty()) return;
  const FixableDraft fixable{draft->bytes, "draft", draft->document};
  add_fixes(checker(), fixable, draft->findings);
  for (const Finding& finding : draft->findings) {
    for (const Fix& fix : finding.fixes) {
      promise(fix.source.begin <= fix.source.end && fix.source.end <= draft->bytes.size(), "a fix lies in the file");
      promise(is_utf8(fix.title), "a fix's title is UTF-8");
      const std::string fixed = with_fixes(draft->bytes, {fix});
      const auto after = checked(fixed, format);
      promise(after.has_value(), "a fixed draft can be read");
      promise(after->findings.size() < draft->findings.size(), "a fix takes its finding away, and brings no other");
    }
  }
  const auto none = [](const Document&, std::vector<Finding>&) {};
  const FixedDraft once = fix_all(checker(), fixable, true, none);
  const auto after = checked(once.bytes, format);
  promise(after.has_value(), "a fixed draft can be read");
  promise(draft->findings.size() - after->findings.size() == once.fixed, "as many findings are gone as it says");
  const FixedDraft twice = fix_all(checker(), {once.bytes, "draft", after->document}, true, none);
  promise(twice.bytes == once.bytes && twice.fixed == 0, "fixing twice is fixing once");
}

/// That a waiver, put where waiver_in_draft() says, lets the finding pass.
void waive_draft(std::string_view input) {
  Choices choices(input);
  const Format format = format_of(choices);
  const auto draft = checked(choices.rest(), format);
  if (!draft || draft->findings.empty() || is_utf16(draft->bytes)) return;
  const Finding& finding = draft->findings.front();
  const std::string text(draft->bytes);
  const WaiverTerms terms{checker(), kToday};
  const auto is_waived = [&](const std::string& with, std::size_t begin) {
    bool passes = false;
    reads([&] {
      const Document document = read_document(with, format, checker().config().fields(), "draft");
      auto findings = checker().check(document, "draft");
      auto waivers = read_waivers(document, "draft", terms);
      apply_waivers(waivers, {}, terms, findings);
      passes = std::any_of(findings.begin(), findings.end(), [&](const Finding& each) {
        return each.waiver && each.rule == finding.rule && each.source.begin == begin;
      });
    });
    return passes;
  };
  const NewWaiver waiver{kToday, "Jo \"J\" Doe", "agreed: yes, \u00E9 'all' # of it"};
  const auto inside = waiver_in_draft(finding, draft->document, text, waiver, is_waived);
  if (inside) promise_range({inside->offset, inside->offset}, text, "a waiver is put between two characters");
  const Insertion entry = waiver_in_file(finding, "draft", "", waiver);
  const auto records = read_waiver_file("waivers.yaml", entry.text, terms);
  promise(records.size() == 1 && records.front().state != WaiverState::malformed, "a file of waivers reads what it gets");
}

}  // namespace

std::vector<Target> draft_targets() {
  std::vector<Target> targets;
  for (const auto& name : format_names()) {
    const Format format = *format_from_name(name);
    targets.push_back({name, [format](std::string_view bytes) { read_draft(bytes, format); }});
  }
  targets.push_back({"check", check_draft});
  targets.push_back({"report", report_draft});
  targets.push_back({"fix", fix_draft});
  targets.push_back({"waive", waive_draft});
  return targets;
}

}  // namespace toofew::fuzz
