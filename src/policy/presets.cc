#include "policy/presets.h"

#include <fmt/format.h>

#include "base/embedded.h"
#include "policy/threshold_yaml.h"

namespace toofew {
namespace {

constexpr std::string_view kFolder = "presets/";
constexpr std::string_view kEnding = ".yaml";

}  // namespace

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (std::string_view path : embedded_files(kFolder)) {
    path.remove_prefix(kFolder.size());
    path.remove_suffix(kEnding.size());
    names.emplace_back(path);
  }
  return names;
}

std::optional<Preset> find_preset(std::string_view name) {
  const std::string_view text = embedded_file(fmt::format("{}{}{}", kFolder, name, kEnding));
  if (!text.data()) return std::nullopt;
  const YamlSource source(preset_file(name), std::string(text));
  const YAML::Node root = source.parse();
  Preset preset;
  preset.name = name;
  const auto text_into = [&](std::string& field) {
    return [&](const YAML::Node& node) { field = source.text_of(node, "a text of a preset"); };
  };
  source.read_keys(root, "a preset", "key of a preset",
                   {{"title", text_into(preset.title)},
                    {"source", text_into(preset.source)},
                    {"url", text_into(preset.url)},
                    {"made_for", text_into(preset.made_for)},
                    {"note", text_into(preset.note)},
                    {"threshold", [&](const auto& n) { read_threshold(source, n, preset.threshold); }}});
  if (!preset.threshold.k) source.fail(root, "a preset must have a threshold with a k");
  return preset;
}

std::string preset_file(std::string_view name) { return fmt::format("{}{}", kPresetFile, name); }

std::string citation(const Preset& preset) { return fmt::format("{}, {}", preset.title, preset.url); }

}  // namespace toofew
