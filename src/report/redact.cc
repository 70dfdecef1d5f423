#include "report/redact.h"

#include <unicode/utf16.h>

#include "base/utf8.h"
#include "policy/kind_help.h"

namespace toofew {
namespace {

/// The UTF-8 of a character that takes as many bytes; in UTF-16 it takes as many code units.
std::string_view mask_of(const CodePoint& point) {
  if (point.value == U'\n') return "\n";
  if (point.value == U'\r') return "\r";
  constexpr std::string_view kMasks[] = {"#", "·", "█", "🔒"};
  return kMasks[point.size - 1];
}

std::string masked(std::string_view text) {
  std::string out;
  while (out.size() < text.size()) out += mask_of(code_point_at(text, out.size()));
  return out;
}

/// The unit of UTF-16 that stands for another one.
char16_t mask_of(char16_t unit) {
  if (unit == u'\n' || unit == u'\r') return unit;
  if (U16_IS_LEAD(unit)) return U16_LEAD(0x1F512);
  if (U16_IS_TRAIL(unit)) return U16_TRAIL(0x1F512);
  if (unit < 0x80) return u'#';
  return unit < 0x800 ? u'·' : u'█';
}

std::string masked_utf16(std::string_view bytes, bool little_endian) {
  const std::size_t low = little_endian ? 0 : 1;
  std::string out(bytes.size(), '#');
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[at + i])); };
    const char16_t mask = mask_of(static_cast<char16_t>(byte(low) | byte(1 - low) << 8));
    out[at + low] = static_cast<char>(mask & 0xFF);
    out[at + 1 - low] = static_cast<char>(mask >> 8);
  }
  return out;
}

/// Keeps the byte-order mark, by which positions are reckoned.
std::string masked_file(std::string_view bytes) {
  for (const std::string_view mark : {"\xFF\xFE", "\xFE\xFF"}) {
    if (bytes.starts_with(mark)) return std::string(mark) + masked_utf16(bytes.substr(2), mark == "\xFF\xFE");
  }
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return bytes.starts_with(kMark) ? std::string(kMark) + masked(bytes.substr(kMark.size())) : masked(bytes);
}

/// Only what is named here is kept: what findings may hold one day must be thought of before it is shown.
Finding redacted(const Finding& finding) {
  const KindHelp& help = kind_help(kind_of(finding));
  Finding out;
  out.part = finding.part;
  out.source = finding.source;
  out.related = finding.related;
  out.text = masked(finding.text);
  out.related_text = masked(finding.related_text);
  out.rule = finding.rule;
  out.kind = finding.kind;
  out.severity = finding.severity;
  out.confidence = finding.confidence;
  out.category = finding.category;
  out.threshold = finding.threshold;
  out.cohort = Interval::at_least(0);
  out.field = finding.field;
  out.message = help.what;
  out.why = help.why;
  out.advice = help.advice;
  out.baseline = finding.baseline;
  if (finding.waiver) {
    constexpr const char* kLeftOut = "left out, since it may quote the draft";
    out.waiver = AppliedWaiver{kLeftOut, kLeftOut, finding.waiver->until, finding.waiver->place, finding.waiver->source};
  }
  return out;
}

void redact(Part& part) {
  part.content = masked(part.content);
  part.record.clear();
  part.metadata.clear();
  for (Block& block : part.blocks) block.text = masked(block.text);
}

}  // namespace

void redact_failure(CheckedFile& file) {
  if (!file.failure || !file.failure_quotes) return;
  const Error::Place& place = file.failure->place();
  file.failure = Error({place.file, place.line, place.column, {}}, "cannot be read",
                       "the reason is left out, since it may quote the draft");
}

Report redacted(Report report) {
  for (CheckedFile& file : report.files) {
    redact_failure(file);
    for (Finding& finding : file.findings) finding = redacted(finding);
    for (Finding& finding : file.waived) finding = redacted(finding);
    file.bytes = masked_file(file.bytes);
    for (Part& part : file.document.parts) redact(part);
  }
  return report;
}

}  // namespace toofew
