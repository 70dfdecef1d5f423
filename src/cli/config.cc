#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/setups.h"

namespace toofew {
namespace {

struct Options {
  std::string path = ".";
  std::string config;
};

void show(const Options& options) {
  Setups setups(options.config);
  const bool folder = std::filesystem::is_directory(options.path);
  const Setup& setup = folder ? setups.for_folder(options.path) : setups.for_file(options.path);
  fmt::print("# From {}.\n{}",
             setup.shown_path().empty() ? "the built-in policy; there is no toofew.yaml" : setup.shown_path(),
             to_yaml(setup.config()));
}

}  // namespace

void add_config(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("config", "Show the configuration");
  command->require_subcommand(1);
  CLI::App* show_command =
      command->add_subcommand("show", "Print what holds for a file, and where each value comes from");
  show_command->add_option("FILE", options->path, "A draft or a folder; this folder if none is given");
  show_command->add_option("--config", options->config, "Use this toofew.yaml");
  show_command->callback([options, &status] {
    show(*options);
    status = kClean;
  });
}

}  // namespace toofew
