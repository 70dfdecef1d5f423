#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/embedded.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/repository.h"
#include "cli/write_file.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMark = "# Written by `toofew hook install`";
constexpr const char* kProgram = "@PROGRAM@";
constexpr const char* kKept = ".before-toofew";  // the end of a file's name: the hook that was there

struct Options {
  std::string hook = "pre-commit";
  bool force = false;
};

/// A path as one word of a shell script.
std::string quoted(const std::string& path) {
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// The script, which knows this very program for shells on whose PATH it is not.
std::string script(const std::string& hook) {
  std::string text(embedded_file("hooks/" + hook));
  text.replace(text.find(kProgram), std::string_view(kProgram).size(),
               quoted(fs::read_symlink("/proc/self/exe").native()));
  return text;
}

bool is_ours(const fs::path& hook) { return read_file(hook.native()).find(kMark) != std::string::npos; }

bool is_there(const fs::path& path) {
  std::error_code none;
  return fs::exists(fs::symlink_status(path, none));
}

Error::Place at(const fs::path& path) { return {path.native(), 0, 0, {}}; }

/// Where git looks for the hook. `force` is that the folder may be one of several repositories.
fs::path path_of(const std::string& hook, bool force) {
  const HooksFolder folder = Repository::here().hooks();
  if (folder.is_shared && !force) {
    throw Error(at(folder.path), "is where core.hooksPath leads, and serves other repositories, too",
                "--force installs the hook there");
  }
  return folder.path / hook;
}

void install(const Options& options) {
  const fs::path path = path_of(options.hook, options.force);
  const fs::path kept = path.native() + kKept;
  if (is_there(path) && !is_ours(path)) {
    if (!options.force) {
      throw Error(at(path), "is a hook that toofew did not write, and is left as it is",
                  fmt::format("add what `toofew hook show {}` prints to it, or let --force put it aside", options.hook));
    }
    if (is_there(kept)) throw Error(at(kept), "is there already; move it away first");
    fs::rename(path, kept);
    fmt::print("Put the hook that was there aside, as {}.\n", kept.native());
  }
  fs::create_directories(path.parent_path());
  write_file(path.native(), script(options.hook));
  fs::permissions(path, fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
  fmt::print("Wrote {}.\n", path.native());
}

void uninstall(const Options& options) {
  const fs::path path = path_of(options.hook, true);
  if (!is_there(path)) throw Error(at(path), "is not there");
  if (!is_ours(path)) throw Error(at(path), "is a hook that toofew did not write, and is left as it is");
  fs::remove(path);
  fmt::print("Took {} away.\n", path.native());
  const fs::path kept = path.native() + kKept;
  if (!is_there(kept)) return;
  fs::rename(kept, path);
  fmt::print("Put back the hook that was there before.\n");
}

/// What cannot be done to a file, in the words of other errors.
template <typename Work>
void run(const Work& work, const Options& options) {
  try {
    work(options);
  } catch (const fs::filesystem_error& error) {
    throw Error(at(error.path1()), fmt::format("cannot be changed: {}", error.code().message()));
  }
}

constexpr const char* kFooter = R"(Examples:
  toofew hook install             before each commit, the lines that it would add
  toofew hook install pre-push    before each push, the lines that it would add to the remote
  toofew hook uninstall

A hook that somebody else wrote is left as it is, unless --force is given; uninstalling then puts it back. The hook goes
where core.hooksPath says.)";

}  // namespace

void add_hook(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("hook", "Check before each commit or push, by a hook of Git");
  command->require_subcommand(1);
  command->footer(kFooter);
  const auto add = [&](const char* name, const char* what, void (*work)(const Options&)) {
    CLI::App* sub = command->add_subcommand(name, what);
    sub->add_option("HOOK", options->hook, "pre-commit, if not given, or pre-push")
        ->type_name("")
        ->check(CLI::IsMember({"pre-commit", "pre-push"}));
    sub->callback([options, work, &status] {
      run(work, *options);
      status = kClean;
    });
    return sub;
  };
  add("install", "Write the hook into this repository", install)
      ->add_flag("--force", options->force, "Put a hook aside that is there; write where other repositories look, too");
  add("uninstall", "Take the hook away again", uninstall);
  add("show", "Print the hook, for those who put it in by themselves",
      [](const Options& shown) { fmt::print("{}", script(shown.hook)); });
}

}  // namespace toofew
