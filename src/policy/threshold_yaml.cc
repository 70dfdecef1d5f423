#include "policy/threshold_yaml.h"

#include <fmt/format.h>

#include <vector>

namespace toofew {
namespace {

using Choices = std::vector<Inexact>;

Setting<Inexact> read_inexact(const YamlSource& source, const YAML::Node& node, const Choices& choices) {
  std::vector<std::string> names;
  names.reserve(choices.size());
  for (const Inexact choice : choices) names.emplace_back(inexact_name(choice));
  return source.setting(*inexact_from_name(source.choice(node, names, "way to read a figure")), node);
}

}  // namespace

void read_threshold(const YamlSource& source, const YAML::Node& node, ThresholdRow& row) {
  const Choices approximate = {Inexact::lowest, Inexact::figure, Inexact::allow};
  const Choices ceiling = {Inexact::highest, Inexact::lowest, Inexact::figure, Inexact::allow};
  // An open-ended claim has no other figure than its lowest reading.
  const Choices open_ended = {Inexact::lowest, Inexact::allow};
  source.read_keys(
      node, fmt::format("'{}'", row.category), "key of a threshold",
      {{"k", [&](const auto& n) { row.k = source.setting(source.people(n, "k", 1), n); }},
       {"error_below", [&](const auto& n) { row.error_below = source.setting(source.people(n, "error_below", 0), n); }},
       {"zero",
        [&](const auto& n) {
          row.flags_zero = source.setting(source.choice(n, {"allow", "flag"}, "way with zeros") == "flag", n);
        }},
       {"approximate", [&](const auto& n) { row.approximate = read_inexact(source, n, approximate); }},
       {"ceiling", [&](const auto& n) { row.ceiling = read_inexact(source, n, ceiling); }},
       {"open_ended", [&](const auto& n) { row.open_ended = read_inexact(source, n, open_ended); }}});
  const bool crossed = node["error_below"] && row.k && row.error_below->value > row.k->value;
  if (!crossed) return;
  source.fail(node["error_below"],
              fmt::format("error_below is {}, above k, which is {}", row.error_below->value, row.k->value),
              "groups of k and more are no findings at all");
}

std::string threshold_yaml(const ThresholdRow& row) {
  std::vector<std::string> keys;
  if (row.k) keys.push_back(fmt::format("k: {}", row.k->value));
  if (row.error_below) keys.push_back(fmt::format("error_below: {}", row.error_below->value));
  if (row.flags_zero) keys.push_back(fmt::format("zero: {}", row.flags_zero->value ? "flag" : "allow"));
  const auto inexact = [&](std::string_view key, const std::optional<Setting<Inexact>>& value) {
    if (value) keys.push_back(fmt::format("{}: {}", key, inexact_name(value->value)));
  };
  inexact("approximate", row.approximate);
  inexact("ceiling", row.ceiling);
  inexact("open_ended", row.open_ended);
  return fmt::format("{{{}}}", fmt::join(keys, ", "));
}

void follow_preset(const ThresholdRow& preset, ThresholdRow& row) {
  ThresholdRow laid = preset;
  laid.category = row.category;
  laid.follows = row.follows;
  if (!laid.error_below) laid.error_below = row.error_below;
  row = std::move(laid);
}

}  // namespace toofew
