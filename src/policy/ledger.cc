#include "policy/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "base/digest.h"
#include "base/error.h"

namespace toofew {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::string_view kHeaderStart = "{\"toofew-ledger\":";
constexpr std::string_view kEntryStart = "{\"told\":\"";
constexpr std::size_t kDigits = 32;
constexpr std::size_t kShortestEntry = 128;  // bytes, about
constexpr std::int64_t kMostPeople = 1'000'000'000'000;

constexpr std::array<std::string_view, 4> kTimes = {"open", "dated", "recurring", "relative"};

std::optional<Telling::Time> time_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kTimes.size(); ++i) {
    if (kTimes[i] == name) return static_cast<Telling::Time>(i);
  }
  return std::nullopt;
}

auto order(const LedgerEntry& entry) {
  return std::tuple(entry.told, std::chrono::sys_days(entry.date), entry.post, entry.record, entry.people, entry.id);
}

/// Whether the line begins as an entry does. Whether its digits are digits shows when it is needed.
bool is_entry(std::string_view line) {
  const std::size_t end = kEntryStart.size() + kDigits;
  return line.size() > end && line[end] == '"' && line.starts_with(kEntryStart);
}

/// The member of that name if it is a text, else "".
std::string text_of(const Json& json, const char* key) {
  const auto member = json.find(key);
  return member != json.end() && member->is_string() ? member->get<std::string>() : std::string();
}

}  // namespace

Ledger::Ledger(std::string file, std::string key) : file_(std::move(file)), key_(std::move(key)) {}

Ledger Ledger::read(std::string file, std::string text) {
  Ledger ledger(std::move(file), {});
  ledger.text_ = std::move(text);
  ledger.index();
  return ledger;
}

void Ledger::fail(int line, const std::string& reason, const std::string& hint) const {
  throw Error(Error::Place{file_, line, 0, {}}, reason, hint);
}

void Ledger::index() {
  int number = 0;
  lines_.reserve(text_.size() / kShortestEntry);
  for (std::size_t at = 0; at < text_.size();) {
    const std::size_t stop = std::min(text_.find('\n', at), text_.size());
    std::string_view line = std::string_view(text_).substr(at, stop - at);
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(kHeaderStart)) {
      read_header(line, number);
    } else if (!line.empty()) {
      if (!is_entry(line)) {
        const bool conflict = line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>");
        fail(number, conflict ? "a merge has left its marks here" : "this is no entry of a ledger",
             conflict ? "keep the lines of both sides and take the marks out"
                      : "each begins with {\"told\": and 32 digits");
      }
      lines_.push_back({at, number});
    }
    at = stop + 1;
  }
  if (key_.empty()) fail(1, "the ledger has no header", "its first line must be {\"toofew-ledger\":1,\"key\":\"…\"}");
  const auto less = [&](const Line& a, const Line& b) { return told(a) < told(b); };
  if (!std::is_sorted(lines_.begin(), lines_.end(), less)) std::stable_sort(lines_.begin(), lines_.end(), less);
}

std::string_view Ledger::told(const Line& line) const {
  return std::string_view(text_).substr(line.begin + kEntryStart.size(), kDigits);
}

void Ledger::read_header(std::string_view line, int number) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) fail(number, "the header is no JSON");
  if (json["toofew-ledger"] != kVersion) fail(number, "this ledger is of a version that toofew does not know");
  const std::string key = text_of(json, "key");
  if (!is_digest(key)) fail(number, "the header's key must be 32 hexadecimal digits");
  if (!key_.empty() && key_ != key) {
    fail(number, "there is a second header with another key",
         "entries of two ledgers cannot be compared; keep one of them");
  }
  key_ = key;
}

std::string Ledger::digest(std::string_view text) const { return keyed_digest(key_, text); }

std::string Ledger::digest(const Telling& telling) const {
  return digest(fmt::format("{}", fmt::join(telling.words, "\n")));
}

std::vector<LedgerEntry> Ledger::find(std::string_view wanted) const {
  const auto is_before = [&](const Line& line, std::string_view digits) { return told(line) < digits; };
  std::vector<LedgerEntry> found;
  for (auto it = std::lower_bound(lines_.begin(), lines_.end(), wanted, is_before); it != lines_.end(); ++it) {
    if (told(*it) != wanted) break;
    found.push_back(parse(*it));
  }
  return found;
}

std::vector<LedgerEntry> Ledger::entries() const {
  std::vector<LedgerEntry> all;
  all.reserve(lines_.size());
  for (const Line& line : lines_) all.push_back(parse(line));
  std::sort(all.begin(), all.end(), [](const LedgerEntry& a, const LedgerEntry& b) { return a.line < b.line; });
  return all;
}

LedgerEntry Ledger::parse(const Line& line) const {
  const Json json = Json::parse(std::string_view(text_).substr(line.begin, text_.find('\n', line.begin) - line.begin),
                                nullptr, false);
  if (!json.is_object()) fail(line.number, "this is no JSON");
  constexpr std::array<std::string_view, 8> kKeys = {"told", "people", "category", "time",
                                                     "date", "post",   "record",   "id"};
  for (const auto& [key, value] : json.items()) {
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end())
      fail(line.number, fmt::format("unknown key '{}'", key));
  }
  LedgerEntry entry;
  entry.told = text_of(json, "told");
  entry.category = text_of(json, "category");
  entry.post = text_of(json, "post");
  entry.record = text_of(json, "record");
  entry.id = text_of(json, "id");
  entry.line = line.number;
  const auto people = json.find("people");
  if (people == json.end() || !people->is_number_integer()) fail(line.number, "people must be a whole number");
  entry.people = people->get<std::int64_t>();
  if (entry.people < 0 || entry.people > kMostPeople) fail(line.number, "people must be a whole number");
  const auto time = time_from_name(text_of(json, "time"));
  if (!time) fail(line.number, fmt::format("time must be one of {}", fmt::join(kTimes, ", ")));
  entry.time = *time;
  const auto date = parse_date(text_of(json, "date"));
  if (!date) fail(line.number, "date must be a date such as 2027-01-31");
  entry.date = *date;
  if (entry.category.empty()) fail(line.number, "category is missing");
  if (!is_digest(entry.told)) fail(line.number, "told must be 32 hexadecimal digits");
  if (!is_digest(entry.post)) fail(line.number, "post must be 32 hexadecimal digits");
  if (!entry.record.empty() && !is_digest(entry.record)) fail(line.number, "record must be 32 hexadecimal digits");
  return entry;
}

std::string Ledger::text_with(std::vector<LedgerEntry> entries) const {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return order(a) < order(b); });
  Json header;
  header["toofew-ledger"] = kVersion;
  header["key"] = key_;
  std::string out = header.dump() + "\n";
  std::string last;
  for (const LedgerEntry& entry : entries) {
    std::string line = ledger_line(entry);
    if (line != last) out += line + "\n";
    last = std::move(line);
  }
  return out;
}

std::string ledger_line(const LedgerEntry& entry) {
  Json json;
  json["told"] = entry.told;
  json["people"] = entry.people;
  json["category"] = entry.category;
  json["time"] = kTimes[static_cast<std::size_t>(entry.time)];
  json["date"] = date_text(entry.date);
  json["post"] = entry.post;
  if (!entry.record.empty()) json["record"] = entry.record;
  if (!entry.id.empty()) json["id"] = entry.id;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace toofew
