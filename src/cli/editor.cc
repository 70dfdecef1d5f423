#include "cli/editor.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "cli/files.h"
#include "cli/write_file.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

/// A folder that only its owner can enter; deleted with all that is in it.
class PrivateFolder {
 public:
  PrivateFolder() : path_((fs::temp_directory_path() / "toofew-XXXXXX").native()) {
    if (!::mkdtemp(path_.data())) throw Error(fmt::format("cannot make a folder for the editor: {}", std::strerror(errno)));
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  fs::path file(const std::string& name) const { return fs::path(path_) / name; }

 private:
  std::string path_;
};

std::string editor() {
  for (const char* variable : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(variable);
    if (value && *value) return value;
  }
  return "vi";
}

/// Runs the command line with the file as its last argument; its exit status, 127 where it cannot be run.
int run(const std::string& command, const std::string& file) {
  const std::string line = command + " \"$1\"";
  const pid_t child = ::fork();
  if (child < 0) return 127;
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", line.c_str(), "sh", file.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

}  // namespace

std::string edit_text(const std::string& path, const std::string& text) {
  const PrivateFolder folder;
  const std::string file = folder.file(fs::path(path).filename().native()).native();
  write_file(file, text);
  const std::string command = editor();
  const int status = run(command, file);
  if (status == 127) throw Error(fmt::format("the editor '{}' cannot be run; set VISUAL or EDITOR", command));
  if (status != 0) throw Error(fmt::format("the editor '{}' ended with status {}; nothing was changed", command, status));
  return read_file(file);
}

}  // namespace toofew
