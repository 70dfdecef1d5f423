#include "report/entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "base/words.h"
#include "policy/messages.h"

namespace toofew {
namespace {

/// FNV-1a of 64 bits, as hexadecimal digits.
std::string digest(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3U;
  }
  return fmt::format("{:016x}", hash);
}

/// The text with each run of white space as one space.
std::string collapsed(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    const bool is_space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!is_space && space && !out.empty()) out += ' ';
    if (!is_space) out += c;
    space = is_space;
  }
  return out;
}

Entry failure_entry(const Error& failure, const std::string& path) {
  const Error::Place& place = failure.place();
  Entry entry;
  entry.path = place.file.empty() ? path : place.file;
  if (place.line > 0) entry.begin = {place.line, place.column > 0 ? place.column : 1};
  entry.end = entry.begin;
  entry.rule = kNotChecked;
  entry.message = "This could not be checked: " + failure_text(failure);
  entry.fingerprint = digest(fmt::format("{}\n{}\n{}", entry.path, entry.rule, failure.what()));
  return entry;
}

/// What makes findings of a file the same.
std::string words_of(const CheckedFile& file, const Finding& finding) {
  return fmt::format("{}\n{}\n{}", file.path, finding.rule, collapsed(finding.text));
}

/// By finding, of those that are reported and those that something lets pass.
std::map<const Finding*, std::string> all_fingerprints(const CheckedFile& file, const FileBefore& before) {
  std::vector<const Finding*> all;
  all.reserve(file.findings.size() + file.waived.size());
  for (const Finding& finding : file.findings) all.push_back(&finding);
  for (const Finding& finding : file.waived) all.push_back(&finding);
  std::stable_sort(all.begin(), all.end(),
                   [](const Finding* a, const Finding* b) { return a->source.begin < b->source.begin; });
  std::map<const Finding*, std::string> prints;
  std::map<std::string, int> times;
  for (const Finding* finding : all) {
    const std::string words = words_of(file, *finding);
    const auto earlier = before.words.find(std::hash<std::string>()(words));
    const int times_before = earlier == before.words.end() ? 0 : earlier->second;
    prints.emplace(finding, digest(fmt::format("{}\n{}", words, times_before + ++times[words])));
  }
  return prints;
}

/// Bytes of the file's encoding as UTF-8.
std::string as_utf8(std::string_view bytes, std::string_view file) {
  for (const std::string_view mark : {"\xFF\xFE", "\xFE\xFF"}) {
    if (!file.starts_with(mark)) continue;
    const std::string marked = std::string(mark) + std::string(bytes);
    return LineIndex(marked).text({mark.size(), marked.size()});
  }
  return LineIndex(bytes).text({0, bytes.size()});
}

std::vector<EntryFix> fixes_of(const Finding& finding, const LineIndex& index, ColumnUnit unit) {
  std::vector<EntryFix> out;
  out.reserve(finding.fixes.size());
  for (const Fix& fix : finding.fixes) {
    out.push_back({&fix, index.position(fix.source.begin, unit), index.position(fix.source.end, unit),
                   as_utf8(fix.replacement, index.bytes())});
  }
  return out;
}

std::vector<Entry> rows(const CheckedFile& file, const std::vector<Finding>& findings, ColumnUnit unit,
                        const FileBefore& before) {
  std::vector<Entry> out;
  if (findings.empty()) return out;
  const LineIndex index(file.bytes);
  const auto prints = all_fingerprints(file, before);
  const auto position = [&](std::size_t offset) {
    Position at = index.position(offset - before.bytes, unit);
    at.line += before.lines;
    return at;
  };
  for (const Finding& finding : findings) {
    out.push_back({file.path, position(finding.source.begin), position(finding.source.end),
                   finding.severity, file.fail_on && finding.severity >= *file.fail_on, finding.rule,
                   finding.message + " " + finding.why, finding.advice, prints.at(&finding), &finding,
                   fixes_of(finding, index, unit)});
  }
  return out;
}

}  // namespace

std::string failure_text(const Error& failure) {
  return failure.hint().empty() ? failure.reason() : failure.reason() + "; " + failure.hint();
}

std::string other_figure(const OtherStatement& other) {
  if (other.ledger.empty()) {
    return fmt::format("{}, line {}, column {}: “{}”", other.path, other.line, other.column, one_line(other.text));
  }
  const std::string people = Messages::built_in().cohort(Interval::exactly(other.people), "people");
  const std::string id = other.id.empty() ? "" : fmt::format(" in {}", one_line(other.id));
  return fmt::format("A figure of {} was published{} on {} ({}, line {}).", people, id, date_text(*other.published), other.ledger,
                     other.line);
}

std::vector<std::string> fingerprints(const CheckedFile& file) {
  const auto prints = all_fingerprints(file, {});
  std::vector<std::string> out;
  out.reserve(file.findings.size());
  for (const Finding& finding : file.findings) out.push_back(prints.at(&finding));
  return out;
}

void FileBefore::add(const CheckedFile& stretch) {
  for (const auto* findings : {&stretch.findings, &stretch.waived}) {
    for (const Finding& finding : *findings) ++words[std::hash<std::string>()(words_of(stretch, finding))];
  }
  bytes += stretch.bytes.size();
  lines += LineIndex(stretch.bytes).position(stretch.bytes.size()).line - 1;
}

std::vector<Entry> entries(const CheckedFile& file, ColumnUnit unit, const FileBefore& before) {
  if (file.failure) return {failure_entry(*file.failure, file.path)};
  return rows(file, file.findings, unit, before);
}

std::vector<Entry> waived_entries(const CheckedFile& file, ColumnUnit unit, const FileBefore& before) {
  std::vector<Entry> out = rows(file, file.waived, unit, before);
  for (Entry& entry : out) entry.fails = false;
  return out;
}

std::vector<Entry> entries(const Report& report, ColumnUnit unit) {
  std::vector<Entry> out;
  std::set<std::string> told;
  const auto add = [&](Entry entry) {
    if (entry.finding || told.insert(entry.fingerprint).second) out.push_back(std::move(entry));
  };
  for (const Error& failure : report.failures) add(failure_entry(failure, {}));
  for (const CheckedFile& file : report.files) {
    for (Entry& entry : entries(file, unit)) add(std::move(entry));
  }
  return out;
}

}  // namespace toofew
