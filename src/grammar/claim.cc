#include "grammar/claim.h"

#include <array>

namespace toofew {
namespace {

constexpr std::array<std::string_view, kKindCount> kKindNames{"small-count", "singling-out", "extreme",
                                                              "small-share", "complement",   "vague-small",
                                                              "uniform-group", "differencing", "narrow-segment"};
constexpr std::array<std::string_view, 3> kConfidenceNames{"low", "medium", "high"};

template <typename Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view kind_name(Kind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }
std::optional<Kind> kind_from_name(std::string_view name) { return find_name<Kind>(kKindNames, name); }
std::vector<std::string> kind_names() { return {kKindNames.begin(), kKindNames.end()}; }

std::string_view confidence_name(Confidence confidence) { return kConfidenceNames[static_cast<std::size_t>(confidence)]; }
std::optional<Confidence> confidence_from_name(std::string_view name) {
  return find_name<Confidence>(kConfidenceNames, name);
}

}  // namespace toofew
