#include "cli/profile_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.h"

namespace toofew {
namespace {

constexpr std::size_t kMostRules = 20;
constexpr std::size_t kMostFiles = 10;

double milliseconds(Profile::Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

/// The `most` rows that took longest, and how many are left out.
std::string table(std::string_view heading, std::string_view unit, const Profile::Entries& entries, std::size_t most) {
  std::vector<std::pair<std::string, Profile::Entry>> rows(entries.begin(), entries.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second.time > b.second.time; });
  Profile::Clock::duration sum{};
  for (const auto& row : rows) sum += row.second.time;
  const double all = std::max(milliseconds(sum), 1e-6);
  std::string out = fmt::format("\n{:>10}  {:>6}  {:>9}  {}\n", "ms", "share", unit, heading);
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
    const auto& [name, entry] = rows[i];
    const double time = milliseconds(entry.time);
    out += fmt::format("{:10.2f}  {:5.1f}%  {:9}  {}\n", time, 100 * time / all, entry.times, one_line(name));
  }
  if (rows.size() > most) out += fmt::format("{:>32}{} more\n", "", rows.size() - most);
  return out;
}

}  // namespace

std::string profile_text(const Profile& profile, Profile::Clock::duration run) {
  return fmt::format("Profile: {} in {:.0f} ms; below, the times of all threads are added up\n",
                     counted(profile.files().size(), "file", "files"), milliseconds(run)) +
         table("stage", "times", profile.stages(), profile.stages().size()) +
         table("rule", "times", profile.rules(), kMostRules) + table("file", "bytes", profile.files(), kMostFiles);
}

}  // namespace toofew
