#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/embedded.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/exit_code.h"

namespace toofew {
namespace {

void write_template() {
  constexpr const char* kPath = "toofew.yaml";
  for (const char* name : {kPath, ".toofew.yaml"}) {
    if (std::filesystem::exists(name)) {
      throw Error(Error::Place{name, 0, 0, {}}, "exists already, and is left as it is");
    }
  }
  const std::string_view text = embedded_file("defaults/toofew.yaml");
  std::FILE* file = std::fopen(kPath, "wbx");  // x: never over a file that came between
  const bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = file && std::fclose(file) == 0;
  if (!written || !closed) {
    throw Error(Error::Place{kPath, 0, 0, {}}, fmt::format("cannot be written: {}", std::strerror(errno)));
  }
  fmt::print("Wrote {}. `toofew config show` prints what is in force.\n", kPath);
}

}  // namespace

void add_init(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("init", "Write a toofew.yaml with the defaults, to change");
  command->callback([&status] {
    write_template();
    status = kClean;
  });
}

}  // namespace toofew
