#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/suggest.h"
#include "base/version.h"
#include "cli/command_help.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/exit_code.h"
#include "cli/standard_error.h"

namespace {

constexpr const char* kFooter = R"(Examples:
  toofew check                         every draft in this folder and below
  toofew check post.md queue.csv       these files
  pbpaste | toofew check -             what is on standard input
  toofew explain small-count           what a kind of finding means, and what to do
  toofew init                          a toofew.yaml to set your own thresholds in

Nothing that you check leaves this machine.

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 something could not be done.

Environment: An option that the help marks with (Env:NAME) is taken from the variable NAME when the command line does
not give it; flags are turned on by 1 or true. NO_COLOR turns colour off. SOURCE_DATE_EPOCH, in seconds since 1970, sets
the day.)";

/// The names of the options that `app` takes, with their dashes.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// What is wrong with a value. One that came from the environment is told of as such.
std::string value_error(const CLI::App& command, const CLI::ParseError& error) {
  std::string message = error.what();
  for (const CLI::Option* option : command.get_options()) {
    const char* variable = option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
    if (variable == nullptr || option->results() != std::vector<std::string>{variable}) continue;
    if (message.find(option->get_name()) == std::string::npos) continue;
    return fmt::format("{} (set by {} in the environment)", message, option->get_envname());
  }
  return message;
}

/// What is wrong with the command line, with the option or command that was probably meant.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  const auto unknown = app.remaining(true);
  if (unknown.empty()) return value_error(*command, error);
  const std::string& word = unknown.front();
  const std::string given = word.substr(0, word.find('='));
  if (given.starts_with("-")) {
    const std::string near = toofew::nearest(given, option_names(*command));
    return fmt::format("unknown option '{}'{}", given, near.empty() ? "" : fmt::format("; did you mean '{}'?", near));
  }
  const auto commands = command_names(*command);
  if (commands.empty()) return fmt::format("unexpected argument '{}'", word);
  return fmt::format("unknown command '{}'; {}", word, toofew::did_you_mean(word, commands));
}

int report_usage(const CLI::App& app, const CLI::ParseError& error) {
  const bool asked_for_text = error.get_exit_code() == 0;  // --help, --version
  if (asked_for_text) return app.exit(error);
  toofew::print_error("toofew: {}\nRun 'toofew --help' for what there is.\n", usage_error(app, error));
  return toofew::kFailed;
}

/// Where standard input, output or error is closed, the next file to be opened would take its place, and be written to
/// instead. What is opened here can neither be read nor written, so that it is told what cannot be.
void keep_standard_streams_apart() {
  constexpr int kWays[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", kWays[stream]);
  }
}

int run(int argc, char** argv) {
  CLI::App app("Finds statements about small groups of your users in drafts, before they are published.", "toofew");
  app.set_version_flag("--version", fmt::format("toofew {}", toofew::version()), "Print the version");
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  int status = toofew::kClean;
  toofew::add_check(app, status);
  toofew::add_baseline(app, status);
  toofew::add_explain(app, status);
  toofew::add_rules(app, status);
  toofew::add_inspect(app, status);
  toofew::add_config(app, status);
  toofew::add_init(app, status);
  toofew::add_waivers(app, status);
  toofew::add_ledger(app, status);
  toofew::add_review(app, status);
  toofew::add_report(app, status);
  toofew::add_lsp(app, status);
  toofew::add_hook(app, status);
  toofew::add_completion(app, status);
  toofew::add_manual(app, status);
  app.footer(kFooter);  // after the commands, which would inherit it
  if (argc > 1 && argv[1] == toofew::kComplete) {
    fmt::print("{}", toofew::completions(toofew::command_help(app), {argv + 2, argv + argc}));
    return status;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report_usage(app, error);
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  keep_standard_streams_apart();
  int status = toofew::kFailed;
  try {
    status = run(argc, argv);
  } catch (const std::bad_alloc&) {
    toofew::print_error("toofew: there is not enough memory\n");
  } catch (const std::exception& error) {
    toofew::print_error("toofew: {}\n", error.what());
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    toofew::print_error("toofew: cannot write to standard output\n");
    return toofew::kFailed;
  }
  return status;
}
