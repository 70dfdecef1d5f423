#include "report/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace toofew {
namespace {

using Counts = std::map<std::string, std::size_t, std::less<>>;

/// What findings are counted by.
struct Tables {
  Counts severities;
  Counts kinds;
  Counts rules;
  Counts categories;
  Counts channels;

  void add(const CheckedFile& file, const Finding& finding) {
    ++severities[std::string(finding.waiver ? "waived" : severity_name(finding.severity))];
    ++kinds[std::string(kind_of(finding))];
    ++rules[finding.rule];
    if (finding.kind) ++categories[finding.category];
    const std::string channel = finding.part < file.channels.size() ? file.channels[finding.part] : "";
    ++channels[channel.empty() ? "none" : channel];
  }
};

std::string table(std::string_view heading, const Counts& counts) {
  std::vector<std::pair<std::string, std::size_t>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string out = fmt::format("\nBy {}:\n", heading);
  for (const auto& [name, count] : rows) out += fmt::format("{:>8}  {}\n", count, name);
  return out;
}

}  // namespace

std::string statistics(const Report& report) {
  Tables tables;
  for (const CheckedFile& file : report.files) {
    for (const Finding& finding : file.findings) tables.add(file, finding);
    for (const Finding& finding : file.waived) tables.add(file, finding);
  }
  std::string out = "Statistics: " + summary(tally(report));
  if (tables.rules.empty()) return out;
  return out + table("severity", tables.severities) + table("kind", tables.kinds) + table("rule", tables.rules) +
         table("kind of data", tables.categories) + table("channel", tables.channels);
}

}  // namespace toofew
