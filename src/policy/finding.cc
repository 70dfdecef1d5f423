#include "policy/finding.h"

#include <array>

namespace toofew {
namespace {

constexpr std::array<std::string_view, 3> kSeverityNames = {"note", "warning", "error"};

}  // namespace

std::string_view severity_name(Severity severity) { return kSeverityNames[static_cast<std::size_t>(severity)]; }

std::optional<Severity> severity_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kSeverityNames.size(); ++i) {
    if (kSeverityNames[i] == name) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

std::vector<std::string> severity_names() { return {kSeverityNames.begin(), kSeverityNames.end()}; }

std::string_view kind_of(const Finding& finding) {
  return finding.kind ? kind_name(*finding.kind) : std::string_view(finding.rule).substr(0, finding.rule.find('.'));
}

}  // namespace toofew
