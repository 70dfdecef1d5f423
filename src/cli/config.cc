#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/suggest.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/policy_text.h"
#include "cli/setups.h"

namespace toofew {
namespace {

struct Options {
  std::string path = ".";
  std::string config;
  std::string preset;
};

/// A file, and a line of it where one is named: "post.md:7".
struct FileLine {
  std::string path;
  std::optional<int> line;
};

FileLine file_line(const std::string& text) {
  std::error_code ignored;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || std::filesystem::exists(text, ignored)) return {text, {}};
  int line = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, line);
  if (error != std::errc() || stop != end || line < 1) return {text, {}};
  return {text.substr(0, colon), line};
}

void show(const Options& options) {
  Setups setups(options.config);
  const bool folder = std::filesystem::is_directory(options.path);
  const Setup& setup = folder ? setups.for_folder(options.path) : setups.for_file(options.path);
  std::string from = setup.shown_path().empty() ? "the built-in policy; there is no toofew.yaml" : setup.shown_path();
  const auto& extends = setup.config().extends;
  if (!extends.empty()) from += fmt::format(", over {}", fmt::join(extends, ", over "));
  fmt::print("# From {}.\n{}", from, to_yaml(setup.config()));
}

void explain(const Options& options) {
  const FileLine at = file_line(options.path);
  Setups setups(options.config);
  const Setup& setup = setups.for_file(at.path);
  try {
    fmt::print("{}", explain_policy(setup, at.path, at.line));
  } catch (const Error& error) {
    if (!error.place().file.empty()) throw;
    Error::Place place = error.place();
    place.file = at.path;
    throw Error(place, error.reason(), error.hint());
  }
}

void show_presets(const Options& options) {
  if (options.preset.empty()) {
    fmt::print("{}", preset_table());
    return;
  }
  const auto preset = find_preset(options.preset);
  if (!preset) {
    throw Error(Error::Place{}, fmt::format("there is no preset '{}'", options.preset),
                did_you_mean(options.preset, preset_names()));
  }
  fmt::print("{}", preset_text(*preset));
}

}  // namespace

void add_config(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("config", "Show the configuration");
  command->require_subcommand(1);
  const auto command_for = [&](const char* name, const char* what, void (*run)(const Options&)) {
    CLI::App* subcommand = command->add_subcommand(name, what);
    subcommand->callback([options, run, &status] {
      run(*options);
      status = kClean;
    });
    return subcommand;
  };
  CLI::App* show_command = command_for("show", "Print what holds for a file, and where each value comes from", show);
  show_command->add_option("FILE", options->path, "A draft or a folder; this folder if none is given")->type_name("");
  add_config_option(*show_command, options->config);

  CLI::App* explain_command =
      command_for("explain", "Tell which entry of the policy decides for a file, or for a line of it", explain);
  explain_command->add_option("FILE[:LINE]", options->path, "A draft, and one of its lines")->required()->type_name("");
  add_config_option(*explain_command, options->config);

  CLI::App* presets_command =
      command_for("presets", "List the published practices that a policy can take over, or show one", show_presets);
  presets_command->add_option(kPresetValue, options->preset, "As the list names it: cms-11")->type_name("");
}

}  // namespace toofew
