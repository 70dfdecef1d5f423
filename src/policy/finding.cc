#include "policy/finding.h"

#include <array>

namespace toofew {
namespace {

constexpr std::array<std::string_view, 3> kSeverityNames = {"note", "warning", "error"};
constexpr std::array<std::string_view, 4> kInexactNames = {"lowest", "highest", "figure", "allow"};

template <typename Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view severity_name(Severity severity) { return kSeverityNames[static_cast<std::size_t>(severity)]; }

std::optional<Severity> severity_from_name(std::string_view name) { return find_name<Severity>(kSeverityNames, name); }

std::vector<std::string> severity_names() { return {kSeverityNames.begin(), kSeverityNames.end()}; }

std::string_view inexact_name(Inexact inexact) { return kInexactNames[static_cast<std::size_t>(inexact)]; }

std::optional<Inexact> inexact_from_name(std::string_view name) { return find_name<Inexact>(kInexactNames, name); }


std::string_view kind_of(const Finding& finding) {
  return finding.kind ? kind_name(*finding.kind) : std::string_view(finding.rule).substr(0, finding.rule.find('.'));
}

}  // namespace toofew
