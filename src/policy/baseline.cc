#include "policy/baseline.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <tuple>
#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "base/utf8.h"
#include "base/words.h"

namespace toofew {
namespace {

constexpr std::string_view kHeader = "toofew-baseline";
constexpr std::string_view kVersion = "1";
constexpr std::string_view kAnew = "`toofew baseline` writes another one once this is deleted";

/// What may not stand in a line as it is, and how it is written.
constexpr std::array<std::pair<char, char>, 4> kEscapes = {{{'\\', '\\'}, {'\t', 't'}, {'\n', 'n'}, {'\r', 'r'}}};

std::string escaped(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const auto escape = std::find_if(kEscapes.begin(), kEscapes.end(), [&](const auto& one) { return one.first == c; });
    if (escape != kEscapes.end()) out += '\\';
    out += escape == kEscapes.end() ? c : escape->second;
  }
  return out;
}

std::string unescaped(std::string_view written) {
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != '\\' || i + 1 == written.size()) {
      out += written[i];
      continue;
    }
    const char c = written[++i];
    const auto escape =
        std::find_if(kEscapes.begin(), kEscapes.end(), [&](const auto& one) { return one.second == c; });
    out += escape == kEscapes.end() ? c : escape->first;
  }
  return out;
}

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(separator, at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

bool is_of_word(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  return u_isalnum(point) || (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0;
}

/// The words with one space between them, in small letters.
std::string words_of(std::string_view text) {
  std::string out;
  bool is_apart = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const bool belongs = point.value != kReplacement && is_of_word(point.value);
    if (belongs && is_apart && !out.empty()) out += ' ';
    if (belongs) out += text.substr(at, point.size);
    is_apart = !belongs;
    at += point.size;
  }
  return fold_case(out);
}

auto key_of(const BaselineEntry& entry) { return std::tie(entry.path, entry.rule, entry.digest); }

bool is_less(const BaselineEntry& a, const BaselineEntry& b) { return key_of(a) < key_of(b); }

/// Sorts the entries and makes one of those that tell the same; `unite` reckons its count.
template <typename Unite>
void sort_and_unite(std::vector<BaselineEntry>& entries, const Unite& unite) {
  std::stable_sort(entries.begin(), entries.end(), is_less);
  std::vector<BaselineEntry> united;
  for (BaselineEntry& entry : entries) {
    if (!united.empty() && key_of(united.back()) == key_of(entry)) {
      united.back().count = unite(united.back().count, entry.count);
    } else {
      united.push_back(std::move(entry));
    }
  }
  entries = std::move(united);
}

}  // namespace

Baseline::Baseline(std::string file, std::string key) : file_(std::move(file)), key_(std::move(key)) {}

Baseline Baseline::read(std::string file, std::string_view text) {
  Baseline baseline(std::move(file), {});
  int number = 0;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (!line.empty()) baseline.read_line(line, number);
  }
  if (baseline.key_.empty()) {
    baseline.fail(1, fmt::format("its first line must be '{} {}' and a key", kHeader, kVersion), std::string(kAnew));
  }
  sort_and_unite(baseline.entries_, [](std::size_t a, std::size_t b) { return std::max(a, b); });
  return baseline;
}

void Baseline::fail(int line, const std::string& reason, const std::string& hint) const {
  throw Error(Error::Place{file_, line, 0, {}}, reason, hint);
}

void Baseline::read_header(std::string_view line, int number) {
  const auto fields = split(line, ' ');
  if (fields.size() != 3 || fields[1] != kVersion) {
    fail(number, "this baseline is of a version that toofew does not know", std::string(kAnew));
  }
  if (!is_digest(fields[2])) fail(number, "the key must be 32 hexadecimal digits", std::string(kAnew));
  if (!key_.empty() && key_ != fields[2]) {
    fail(number, "there is a second header with another key",
         "entries under two keys cannot be told apart; keep the header and the entries of one side, and run `toofew "
         "baseline`");
  }
  key_ = fields[2];
}

void Baseline::read_line(std::string_view line, int number) {
  for (const std::string_view mark : {"<<<<<<<", "=======", ">>>>>>>", "|||||||"}) {
    if (!line.starts_with(mark)) continue;
    fail(number, "a merge has left its marks here", "keep the lines of both sides and take the marks out");
  }
  if (line.starts_with(kHeader) && line.find('\t') == std::string_view::npos) return read_header(line, number);
  const auto fields = split(line, '\t');
  if (fields.size() != 4) {
    fail(number, "this is no entry", "each is a path, a rule, a digest and a number, with a tab between them");
  }
  BaselineEntry entry{unescaped(fields[0]), std::string(fields[1]), std::string(fields[2]), 0, number};
  if (entry.path.empty()) fail(number, "there is no path before the first tab");
  if (entry.rule.empty()) fail(number, "there is no rule behind the first tab");
  if (!is_digest(entry.digest)) fail(number, "the third field must be 32 hexadecimal digits");
  const std::string_view count = fields[3];
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), entry.count);
  if (error != std::errc() || end != count.data() + count.size() || entry.count == 0) {
    fail(number, fmt::format("'{}' must be the number of findings, 1 or more", count));
  }
  entries_.push_back(std::move(entry));
}

bool Baseline::can_hold(const Finding& finding) { return finding.kind.has_value(); }

std::string Baseline::digest(const Finding& finding) const {
  const std::string highest = finding.cohort.hi ? fmt::format("{}", *finding.cohort.hi) : std::string();
  return keyed_digest(key_, fmt::format("{}\n{}\n{}\n{}", finding.cohort.lo, highest, words_of(finding.text),
                                        words_of(finding.related_text)));
}

void Baseline::mark(BaselineEntry& entry, Finding& finding) const {
  --entry.count;
  finding.baseline = Error::Place{file_, entry.line, 0, {}};
}

void Baseline::mark(const std::string& path, std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (!can_hold(finding) || finding.baseline) continue;
    const BaselineEntry wanted{path, finding.rule, digest(finding), 0, 0};
    const auto entry = std::lower_bound(entries_.begin(), entries_.end(), wanted, is_less);
    if (entry != entries_.end() && key_of(*entry) == key_of(wanted) && entry->count > 0) mark(*entry, finding);
  }
}

void Baseline::set_gone(const std::function<bool(const std::string& path)>& is_gone) {
  const std::string* path = nullptr;
  bool gone = false;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!path || *path != entries_[i].path) gone = is_gone(entries_[i].path);
    path = &entries_[i].path;
    if (gone && entries_[i].count > 0) gone_.emplace(entries_[i].digest, i);
  }
}

void Baseline::mark_moved(std::vector<Finding>& findings) {
  if (gone_.empty()) return;
  for (Finding& finding : findings) {
    if (!can_hold(finding) || finding.baseline) continue;
    const auto [begin, end] = gone_.equal_range(digest(finding));
    const auto found = std::find_if(begin, end, [&](const auto& one) {
      return entries_[one.second].count > 0 && entries_[one.second].rule == finding.rule;
    });
    if (found != end) mark(entries_[found->second], finding);
  }
}

std::vector<BaselineEntry> Baseline::left() const {
  std::vector<BaselineEntry> rest;
  std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(rest),
               [](const BaselineEntry& entry) { return entry.count > 0; });
  return rest;
}

std::string Baseline::text_with(std::vector<BaselineEntry> entries) const {
  sort_and_unite(entries, [](std::size_t a, std::size_t b) { return a + b; });
  std::string out = fmt::format("{} {} {}\n", kHeader, kVersion, key_);
  for (const BaselineEntry& entry : entries) {
    out += fmt::format("{}\t{}\t{}\t{}\n", escaped(entry.path), entry.rule, entry.digest, entry.count);
  }
  return out;
}

}  // namespace toofew
