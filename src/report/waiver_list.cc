#include "report/waiver_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/words.h"
#include "report/line_index.h"

namespace toofew {
namespace {

using Json = nlohmann::ordered_json;

bool is_readable(const WaiverRecord& record) { return record.state != WaiverState::malformed; }

/// "until 2026-12-31 (37 days left), since 2026-10-01 (54 days old)"
std::string days(const Waiver& waiver, Date today) {
  const int left = days_between(today, waiver.until);
  const auto count = [](int n) { return counted(static_cast<std::size_t>(n), "day", "days"); };
  std::string out =
      fmt::format("until {} ({})", date_text(waiver.until), left < 0 ? count(-left) + " ago" : count(left) + " left");
  if (waiver.since) {
    out += fmt::format(", since {} ({} old)", date_text(*waiver.since), count(days_between(*waiver.since, today)));
  }
  return out;
}

std::string text(const WaiverRecord& record, const std::string& path, const LineIndex& index, Date today) {
  const Position at = index.position(record.source.begin);
  const std::string place = fmt::format("{}:{}:{}: {}", path, at.line, at.column, waiver_state_name(record.state));
  if (!is_readable(record)) return fmt::format("{}\n    {}\n", place, one_line(record.problem));
  std::string out = fmt::format("{}: {}, {}\n", place, record.waiver.rule, days(record.waiver, today));
  if (!record.path.empty()) out += fmt::format("    For {}\n", one_line(waiver_target(record)));
  out += fmt::format("    {}: {}\n", one_line(record.waiver.owner), one_line(record.waiver.reason));
  if (record.findings > 0) out += fmt::format("    Lets {} pass.\n", counted(record.findings, "finding", "findings"));
  return out;
}

Json json(const WaiverRecord& record, const std::string& path, const LineIndex& index, Date today) {
  const Position at = index.position(record.source.begin);
  Json out;
  out["path"] = path;
  out["line"] = at.line;
  out["column"] = at.column;
  out["state"] = waiver_state_name(record.state);
  out["written"] = record.written;
  if (is_readable(record)) {
    const Waiver& waiver = record.waiver;
    out["rule"] = waiver.rule;
    out["until"] = date_text(waiver.until);
    out["days_left"] = days_between(today, waiver.until);
    if (waiver.since) out["since"] = date_text(*waiver.since);
    if (waiver.since) out["age_days"] = days_between(*waiver.since, today);
    out["owner"] = waiver.owner;
    out["reason"] = waiver.reason;
    out["findings"] = record.findings;
  }
  if (!record.path.empty()) out["draft"] = record.path;
  if (!record.record.empty()) out["record"] = record.record;
  if (!record.words.empty()) out["words"] = record.words;
  if (!record.problem.empty()) out["problem"] = record.problem;
  return out;
}

/// "3 waivers: 2 active, 1 expired"
std::string summary(const std::vector<FileWaivers>& files) {
  constexpr std::array<WaiverState, 5> kStates = {WaiverState::active, WaiverState::unused, WaiverState::expired,
                                                  WaiverState::forbidden, WaiverState::malformed};
  std::array<std::size_t, kStates.size()> counts{};
  std::size_t all = 0;
  for (const FileWaivers& file : files) {
    for (const WaiverRecord& record : file.waivers) {
      ++counts[static_cast<std::size_t>(record.state)];
      ++all;
    }
  }
  if (all == 0) return "There are no waivers.\n";
  std::vector<std::string> parts;
  for (const WaiverState state : kStates) {
    const std::size_t count = counts[static_cast<std::size_t>(state)];
    if (count > 0) parts.push_back(fmt::format("{} {}", count, waiver_state_name(state)));
  }
  return fmt::format("{}: {}\n", counted(all, "waiver", "waivers"), fmt::join(parts, ", "));
}

}  // namespace

std::string waiver_target(const WaiverRecord& record) {
  std::string out = record.path;
  if (!record.record.empty()) out += fmt::format(", record {}", record.record);
  if (!record.words.empty()) out += fmt::format(", “{}”", record.words);
  return out;
}

std::string waiver_list(const std::vector<FileWaivers>& files, Date today) {
  std::string out;
  for (const FileWaivers& file : files) {
    const LineIndex index(file.bytes);
    for (const WaiverRecord& record : file.waivers) out += text(record, file.path, index, today);
  }
  return out + summary(files);
}

std::string waiver_list_json(const std::vector<FileWaivers>& files, Date today) {
  std::string out;
  for (const FileWaivers& file : files) {
    const LineIndex index(file.bytes);
    for (const WaiverRecord& record : file.waivers) {
      out += json(record, file.path, index, today).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
  }
  return out;
}

}  // namespace toofew
