#include "policy/waiver.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <map>

#include "base/suggest.h"
#include "base/words.h"
#include "document/reader.h"
#include "policy/kind_help.h"
#include "policy/yaml_source.h"

namespace toofew {
namespace {

constexpr std::string_view kName = "toofew";
constexpr std::string_view kVerb = "allow";
constexpr std::string_view kShape = "A waiver reads: toofew: allow RULE until=YYYY-MM-DD owner=NAME reason=\"WHY\".";
constexpr std::size_t kLongestOwner = 100;   // bytes
constexpr std::size_t kLongestReason = 500;  // bytes
constexpr std::size_t kLongestNote = 1000;   // bytes
constexpr std::size_t kLongestShown = 60;    // bytes of what is quoted in a message

constexpr std::array<std::string_view, 5> kStateNames = {"active", "unused", "expired", "forbidden", "malformed"};

/// Why a waiver cannot be read.
struct Fault {
  std::string problem;
  std::string advice;
};

/// A waiver's words by their keys, before anything is made of them.
using Words = std::map<std::string, std::string, std::less<>>;

const std::vector<std::string>& keys() {
  static const std::vector<std::string> all = {"until", "owner", "reason", "since"};
  return all;
}

/// The words in single quotation marks, cut to a length that a message can bear.
std::string shown(std::string_view words) {
  std::string text = one_line(words.substr(0, kLongestShown));
  if (words.size() > kLongestShown) text += "…";
  return fmt::format("'{}'", text);
}

std::string with_capital(std::string sentence) {
  if (!sentence.empty()) sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
  return sentence;
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading "allow RULE key=value …"

/// Splits what stands behind "allow" in the rule and the keys.
class TermReader {
 public:
  explicit TermReader(std::string_view text) : text_(text) {}

  std::optional<Fault> read(Words& words) {
    while (!done()) {
      const std::string_view word = take_while([](char c) { return !is_space(c) && c != '='; });
      const bool has_value = at_ < text_.size() && text_[at_] == '=';
      if (auto fault = has_value ? read_value(word, words) : read_rule(word, words)) return fault;
    }
    return std::nullopt;
  }

 private:
  bool done() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ == text_.size();
  }

  template <typename Belongs>
  std::string_view take_while(Belongs belongs) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  static std::optional<Fault> read_rule(std::string_view word, Words& words) {
    if (words.empty()) {
      words.emplace("rule", word);
      return std::nullopt;
    }
    return Fault{fmt::format("{} belongs to no key", shown(word)),
                 "A waiver is for one rule or kind, and values of several words stand in quotation marks: "
                 "reason=\"as agreed\"."};
  }

  std::optional<Fault> read_value(std::string_view key, Words& words) {
    ++at_;  // "="
    if (std::find(keys().begin(), keys().end(), key) == keys().end()) {
      return Fault{fmt::format("there is no key {}", shown(key)), with_capital(did_you_mean(key, keys()))};
    }
    std::string_view value;
    const char quote = at_ < text_.size() ? text_[at_] : ' ';
    if (quote == '"' || quote == '\'') {
      const std::size_t close = text_.find(quote, ++at_);
      if (close == std::string_view::npos) {
        return Fault{fmt::format("the quotation mark behind {}= is not closed", key), std::string(kShape)};
      }
      value = text_.substr(at_, close - at_);
      at_ = close + 1;
      if (at_ < text_.size() && !is_space(text_[at_])) {
        return Fault{fmt::format("there must be a space behind {}={}{}{}", key, quote,
                                 one_line(value.substr(0, kLongestShown)), quote),
                     "A quotation mark inside of a value ends it; use the other sort (' or \") around the value."};
      }
    } else {
      value = take_while([](char c) { return !is_space(c); });
    }
    if (!words.emplace(key, trimmed(value)).second) {
      return Fault{fmt::format("{} is told twice", key), "Keep one of them."};
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Reads "toofew: allow …" up to the rule, and the rest into `words`.
std::optional<Fault> read_comment(std::string_view text, Words& words) {
  const auto take_word = [&] {
    text = trimmed(text);
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return is_space(c) || c == ':'; });
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(word.size());
    return word;
  };
  const std::string_view name = take_word();
  if (name != kName)
    return Fault{fmt::format("it begins with {} instead of 'toofew'", shown(name)), std::string(kShape)};
  text = trimmed(text);
  if (!text.starts_with(':')) return Fault{"there is no colon behind 'toofew'", std::string(kShape)};
  text.remove_prefix(1);
  const std::string_view verb = take_word();
  if (verb != kVerb) {
    return Fault{fmt::format("{} stands where 'allow' must", shown(verb)), std::string(kShape)};
  }
  if (!text.empty() && !is_space(text.front()))
    return Fault{"there must be a space behind 'allow'", std::string(kShape)};
  return TermReader(text).read(words);
}

// ---------------------------------------------------------------------------------------------------------------------
// Making a waiver of its words

/// Holds the words of waivers to the rules, the policy and the calendar.
class TermChecker {
 public:
  explicit TermChecker(const WaiverTerms& terms) : terms_(terms), known_(kind_names()) {
    known_.emplace_back(kFacts);
    for (const RuleInfo* rule : terms.checker.rules()) known_.push_back(rule->id);
  }

  /// Fills `waiver` as far as it goes.
  std::optional<Fault> check(const Words& words, Waiver& waiver) const {
    const auto word = [&](std::string_view key) {
      const auto found = words.find(key);
      return found == words.end() ? std::string() : found->second;
    };
    waiver.rule = word("rule");
    waiver.owner = word("owner");
    waiver.reason = word("reason");
    if (auto fault = check_rule(waiver.rule)) return fault;
    for (const char* key : {"until", "owner", "reason"}) {
      if (word(key).empty()) return Fault{fmt::format("it says nothing of {}", key), std::string(kShape)};
    }
    if (auto fault = check_length("owner", waiver.owner, kLongestOwner)) return fault;
    if (auto fault = check_length("reason", waiver.reason, kLongestReason)) return fault;
    return check_dates(word("since"), word("until"), waiver);
  }

 private:
  std::optional<Fault> check_rule(const std::string& rule) const {
    if (rule.empty()) return Fault{"it names no rule or kind", std::string(kShape)};
    if (rule.starts_with(kWaiver)) {
      return Fault{"what is wrong with a waiver cannot be waived", "Mend the other waiver."};
    }
    if (std::find(known_.begin(), known_.end(), rule) != known_.end()) return std::nullopt;
    const std::string near = nearest(rule, known_);
    return Fault{fmt::format("there is no rule or kind {}", shown(rule)),
                 near.empty() ? "The finding that it is for shows its rule in square brackets."
                              : fmt::format("Did you mean '{}'?", near)};
  }

  static std::optional<Fault> check_length(const char* key, const std::string& value, std::size_t most) {
    if (value.size() <= most) return std::nullopt;
    return Fault{fmt::format("its {} is longer than {} bytes", key, most),
                 "Say it in fewer words, or name a document."};
  }

  std::optional<Fault> check_dates(const std::string& since, const std::string& until, Waiver& waiver) const {
    const auto last = parse_date(until);
    if (!last) return no_date("until", until);
    waiver.until = *last;
    if (!since.empty()) {
      waiver.since = parse_date(since);
      if (!waiver.since) return no_date("since", since);
      if (*waiver.since > terms_.today)
        return Fault{fmt::format("it begins on {}, which is still to come", since),
                     "Set `since` to today or leave it out."};
      if (*waiver.since > waiver.until) return Fault{"it ends before it begins", "Mend `since` or `until`."};
    }
    const Date begin = waiver.since.value_or(terms_.today);
    const int longest = terms_.checker.config().waivers.max_days.value;
    const int days = days_between(begin, waiver.until);
    if (days <= longest) return std::nullopt;
    const Date latest(std::chrono::sys_days(begin) + std::chrono::days(longest));
    return Fault{fmt::format("it would last {} days, and the policy allows {}", days, longest),
                 fmt::format("Set `until` to {} or earlier.", date_text(latest))};
  }

  static Fault no_date(const char* key, const std::string& value) {
    return {fmt::format("{}={} is no date", key, one_line(value.substr(0, kLongestShown))),
            "Dates are written as 2027-01-31."};
  }

  const WaiverTerms& terms_;
  std::vector<std::string> known_;
};

void set_malformed(WaiverRecord& record, const Fault& fault) {
  record.state = WaiverState::malformed;
  record.problem = fmt::format("This waiver lets nothing pass: {}.", fault.problem);
  record.advice = fault.advice;
}

void set_expired(WaiverRecord& record) {
  record.state = WaiverState::expired;
  record.problem = fmt::format("This waiver held until {} and lets nothing pass now.", date_text(record.waiver.until));
  record.advice = "Mend the copy, or have the owner decide again and set a new date.";
}

void complete(WaiverRecord& record, const Words& words, const TermChecker& checker, Date today) {
  if (const auto fault = checker.check(words, record.waiver)) return set_malformed(record, *fault);
  if (record.waiver.until < today) set_expired(record);
}

// ---------------------------------------------------------------------------------------------------------------------
// Waivers in drafts

WaiverRecord record_at(const Note& note, std::string_view written) {
  WaiverRecord record;
  record.written = one_line(trimmed(written).substr(0, kLongestNote));
  record.source = note.source;
  record.covers = note.covers;
  return record;
}

class DraftWaivers {
 public:
  DraftWaivers(const Document& document, const WaiverTerms& terms)
      : document_(document), terms_(terms), checker_(terms) {}

  std::vector<WaiverRecord> read() {
    for (const Note& note : document_.notes) note.name.empty() ? comment(note) : field(note);
    return std::move(records_);
  }

 private:
  void comment(const Note& note) {
    add(note, note.text, [&](Words& words) { return read_comment(note.text, words); });
  }

  // Each line of a field's value is a waiver.
  void field(const Note& note) {
    const auto& fields = terms_.checker.config().waiver_fields.value;
    std::vector<std::string> names;
    names.reserve(fields.size());
    for (const auto& name : fields) names.push_back(name.value);
    const std::string last = note.name.substr(note.name.rfind('.') + 1);
    if (!is_field(note.name, names)) {
      add(note, note.name, [&](Words&) -> std::optional<Fault> {
        return Fault{fmt::format("there is no field {}", shown(last)), with_capital(did_you_mean(last, names))};
      });
      return;
    }
    std::string_view rest = note.text;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (trimmed(line).empty()) continue;
      add(note, line, [&](Words& words) { return TermReader(line).read(words); });
    }
  }

  template <typename Read>
  void add(const Note& note, std::string_view written, const Read& read) {
    WaiverRecord record = record_at(note, written);
    Words words;
    if (written.size() > kLongestNote) {
      set_malformed(record, {fmt::format("it is longer than {} bytes", kLongestNote), "Say it in fewer words."});
    } else if (const auto fault = read(words)) {
      set_malformed(record, *fault);
    } else {
      complete(record, words, checker_, terms_.today);
    }
    records_.push_back(std::move(record));
  }

  const Document& document_;
  const WaiverTerms& terms_;
  TermChecker checker_;
  std::vector<WaiverRecord> records_;
};

/// A line of prose that would have been a waiver in a comment: it would be published.
class WrittenAsProse {
 public:
  explicit WrittenAsProse(const Document& document) : document_(document) {}

  void read(std::vector<WaiverRecord>& records) const {
    for (std::size_t i = 0; i < document_.parts.size(); ++i) {
      for (const Block& block : document_.parts[i].blocks) read(i, block, records);
    }
  }

 private:
  void read(std::size_t part, const Block& block, std::vector<WaiverRecord>& records) const {
    for (std::size_t at = block.text.find(kName); at != std::string::npos; at = block.text.find(kName, at + 1)) {
      const std::size_t before = block.text.find_last_of('\n', at);
      const std::size_t begin = before == std::string::npos ? 0 : before + 1;
      const std::size_t end = std::min(block.text.find('\n', at), block.text.size());
      if (block.text.find_first_not_of(" \t#/<!-", begin) != at) continue;
      const std::string_view line = std::string_view(block.text).substr(at, end - at);
      if (!trimmed(line.substr(kName.size())).starts_with(':')) continue;
      if (!trimmed(line.substr(line.find(':') + 1)).starts_with(kVerb)) continue;
      WaiverRecord record;
      record.written = one_line(line.substr(0, kLongestNote));
      record.source = document_.parts[part].map.to_source(block.map.to_source({at, end}));
      set_malformed(record, {"it stands in the text, and would be published with it",
                             "Put it where it is not published (docs/waivers.md has the place for each format)."});
      records.push_back(std::move(record));
      at = end;
    }
  }

  const Document& document_;
};

// ---------------------------------------------------------------------------------------------------------------------
// Files of waivers

class WaiverFileReader {
 public:
  WaiverFileReader(const std::string& file, const std::string& yaml, const WaiverTerms& terms)
      : yaml_(yaml), source_(file, yaml), terms_(terms), checker_(terms) {}

  std::vector<WaiverRecord> read() {
    const YAML::Node root = source_.parse();
    if (root.IsNull()) return {};
    source_.require_mapping(root, "the file");
    for (const auto& entry : root) source_.require_known(entry.first, {"waivers"}, "key");
    const YAML::Node list = root["waivers"];
    if (list.IsNull()) return {};
    if (!list.IsSequence()) source_.fail(list, "'waivers' must be a list");
    std::vector<WaiverRecord> records;
    for (const auto& entry : list) records.push_back(read_entry(entry));
    return records;
  }

 private:
  WaiverRecord read_entry(const YAML::Node& entry) const {
    WaiverRecord record;
    record.place = source_.place(entry.Mark());
    const auto begin = std::min(static_cast<std::size_t>(std::max(entry.Mark().pos, 0)), yaml_.size());
    record.source = {begin, std::min(yaml_.find_first_of("\r\n", begin), yaml_.size())};
    record.written = one_line(std::string_view(yaml_).substr(begin, record.source.size()));
    Words words;
    if (const auto fault = read_words(entry, words)) {
      set_malformed(record, *fault);
      return record;
    }
    record.path = words["path"];
    record.record = words["record"];
    record.words = words["words"];
    if (record.path.empty()) {
      set_malformed(record, {"it says nothing of path", "Name the draft that it is for, relative to toofew.yaml."});
    } else {
      complete(record, words, checker_, terms_.today);
    }
    return record;
  }

  std::optional<Fault> read_words(const YAML::Node& entry, Words& words) const {
    static const std::vector<std::string> known = {"path",   "rule",  "until",  "owner",
                                                   "reason", "since", "record", "words"};
    if (!entry.IsMap()) return Fault{"it is no mapping", fmt::format("Its keys are {}.", fmt::join(known, ", "))};
    for (const auto& member : entry) {
      const std::string key = member.first.IsScalar() ? member.first.Scalar() : std::string();
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        return Fault{fmt::format("there is no key {}", shown(key)), with_capital(did_you_mean(key, known))};
      }
      if (!member.second.IsScalar()) return Fault{fmt::format("{} must be a text", key), {}};
      if (!words.emplace(key, trimmed(member.second.Scalar())).second) {
        return Fault{fmt::format("{} is told twice", key), "Keep one of them."};
      }
    }
    return std::nullopt;
  }

  const std::string& yaml_;
  YamlSource source_;
  const WaiverTerms& terms_;
  TermChecker checker_;
};

// ---------------------------------------------------------------------------------------------------------------------
// Applying

/// The text with each run of white space as one space.
std::string collapsed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return std::string(trimmed(out));
}

bool is_for(const WaiverRecord& record, const Finding& finding) {
  if (record.waiver.rule != finding.rule && record.waiver.rule != kind_of(finding)) return false;
  if (!record.place.file.empty()) {
    if (!record.record.empty() && record.record != finding.record) return false;
    return record.words.empty() || collapsed(finding.text).find(collapsed(record.words)) != std::string::npos;
  }
  return std::any_of(record.covers.begin(), record.covers.end(), [&](const Note::Reach& reach) {
    return reach.part == finding.part && reach.source.overlaps(finding.source);
  });
}

bool is_forbidden(const std::string& category, const NameList& forbid) {
  return std::any_of(forbid.value.begin(), forbid.value.end(), [&](const auto& name) {
    return name.value == category || (name.value == kSensitive && !category.empty() && category != kOrdinary);
  });
}

void set_forbidden(WaiverRecord& record, const Finding& finding, const NameList& forbid) {
  const Error::Place& origin = forbid.origin;
  record.state = WaiverState::forbidden;
  record.problem = fmt::format("The policy lets nobody waive what is told here ({}); see waivers.forbid in {}{}.",
                               finding.category, origin.file, origin.line > 0 ? fmt::format(":{}", origin.line) : "");
  record.advice = "Mend the copy, and take the waiver out.";
}

void apply(WaiverRecord& record, const NameList& forbid, std::vector<Finding>& findings) {
  const bool is_due = record.state == WaiverState::unused;
  for (Finding& finding : findings) {
    if (!is_due || !is_for(record, finding)) continue;
    if (is_forbidden(finding.category, forbid)) {
      set_forbidden(record, finding, forbid);
    } else if (!finding.waiver) {
      const Waiver& waiver = record.waiver;
      finding.waiver = AppliedWaiver{waiver.owner, waiver.reason, waiver.until, record.place, record.source};
      ++record.findings;
    }
  }
  if (!is_due || record.state == WaiverState::forbidden) return;
  if (record.findings > 0) {
    record.state = WaiverState::active;
    return;
  }
  const bool has_place = !record.place.file.empty() || !record.covers.empty();
  record.problem = has_place
                       ? fmt::format("This waiver is of no use: toofew finds no {} there that is not waived already.",
                                     record.waiver.rule)
                       : std::string("This waiver is of no use: no text that is published follows it.");
  record.advice = "Take it out, or put it where the finding is.";
}

Severity severity_of(WaiverState state) {
  const bool is_slip = state == WaiverState::unused || state == WaiverState::expired;
  return is_slip ? Severity::warning : Severity::error;
}

std::string rule_of(WaiverState state) { return fmt::format("{}.{}", kWaiver, waiver_state_name(state)); }

constexpr std::string_view kWhy =
    "A waiver lets a finding pass only while somebody answers for it, and only where it was meant to.";

}  // namespace

std::string_view waiver_state_name(WaiverState state) { return kStateNames[static_cast<std::size_t>(state)]; }

const std::vector<RuleInfo>& waiver_rules() {
  const auto rule = [](WaiverState state) {
    RuleInfo info;
    info.id = rule_of(state);
    info.kind.reset();
    info.confidence = Confidence::high;
    info.summary = kind_help(info.id).what;
    return info;
  };
  static const std::vector<RuleInfo> rules = {rule(WaiverState::expired), rule(WaiverState::forbidden),
                                              rule(WaiverState::malformed), rule(WaiverState::unused)};
  return rules;
}

std::vector<WaiverRecord> read_waivers(const Document& document, const std::string& path, const WaiverTerms& terms) {
  std::vector<WaiverRecord> records;
  if (!document.notes.empty()) records = DraftWaivers(document, terms).read();
  WrittenAsProse(document).read(records);
  for (WaiverRecord& record : records) {
    const std::size_t part = record.covers.empty() ? 0 : record.covers.front().part;
    if (part < document.parts.size()) record.scope = terms.checker.config().scope_of(document.parts[part], path);
  }
  return records;
}

std::vector<WaiverRecord> read_waiver_file(const std::string& file, const std::string& yaml, const WaiverTerms& terms) {
  return WaiverFileReader(file, yaml, terms).read();
}

void apply_waivers(std::vector<WaiverRecord>& in_draft, const std::vector<WaiverRecord*>& in_files,
                   const WaiverTerms& terms, std::vector<Finding>& findings) {
  const Config& config = terms.checker.config();
  for (WaiverRecord& record : in_draft) apply(record, config.waivers.forbid, findings);
  for (WaiverRecord* record : in_files) apply(*record, config.waivers.forbid, findings);
  for (const WaiverRecord& record : in_draft) {
    auto finding = judge_waiver(record, terms.checker);
    if (!finding) continue;
    const auto is_later = [&](const Finding& other) { return other.source.begin > finding->source.begin; };
    findings.insert(std::find_if(findings.begin(), findings.end(), is_later), std::move(*finding));
  }
}

std::optional<Finding> judge_waiver(const WaiverRecord& record, const Checker& checker) {
  if (record.state == WaiverState::active || checker.is_disabled(rule_of(record.state))) return std::nullopt;
  const std::optional<Severity> severity =
      std::min(std::optional(severity_of(record.state)),
               checker.config().policy.severity_for(kWaiver, record.scope).ceiling.value);
  if (!severity) return std::nullopt;
  Finding finding;
  finding.kind.reset();
  finding.part = record.covers.empty() ? 0 : record.covers.front().part;
  finding.source = record.source;
  finding.text = record.written;
  finding.rule = rule_of(record.state);
  finding.severity = *severity;
  finding.confidence = Confidence::high;
  finding.message = record.problem;
  finding.why = kWhy;
  finding.advice = record.advice;
  return finding;
}

}  // namespace toofew
