#include "cli/write_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "base/digest.h"
#include "base/error.h"
#include "cli/files.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOpenFiles = "/proc/self/fd";

[[noreturn]] void fail(const std::string& path, int error) {
  throw Error(Error::Place{path, 0, 0, {}}, fmt::format("cannot be written: {}", std::strerror(error)));
}

/// 0, or the error.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void write_in_place(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) fail(path, errno);
  int error = write_all(file, bytes);
  if (::close(file) != 0 && error == 0) error = errno;
  if (error != 0) fail(path, error);
}

/// The permissions of the file that is there, or those of a new one.
mode_t mode_for(const std::string& path) {
  struct stat info = {};
  if (::stat(path.c_str(), &info) == 0) return info.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

/// While it lives, what would end the program (Ctrl-C …) waits, so that no half-made file stays behind.
class SignalsWait {
 public:
  SignalsWait() {
    sigset_t ending;
    sigemptyset(&ending);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) sigaddset(&ending, signal);
    ::pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  ~SignalsWait() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_;
};

/// A file in the folder, to be written. Where the system can do that it has no name yet, so that nothing is left of it
/// whatever ends the program; elsewhere it is called `name`. Negative with errno.
int open_fresh(const fs::path& folder, const std::string& name) {
  if (::access(kOpenFiles, X_OK) == 0) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (file >= 0) return file;
  }
  return ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

/// 0, or the error. A file of open_fresh() may be called so already.
int give_name(int file, const std::string& name) {
  const std::string open = fmt::format("{}/{}", kOpenFiles, file);
  const bool is_named = ::linkat(AT_FDCWD, open.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0 || errno == EEXIST;
  return is_named ? 0 : errno;
}

/// Writes the new file beside the old one, as `name`. 0, or the error.
int fill(int file, const std::string& name, std::string_view bytes, mode_t mode) {
  int error = write_all(file, bytes);
  if (error == 0 && ::fchmod(file, mode) != 0) error = errno;
  if (error == 0 && ::fsync(file) != 0) error = errno;
  if (error == 0) error = give_name(file, name);
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace

void write_file(const std::string& path, std::string_view bytes) {
  std::error_code none;
  const fs::file_status status = fs::status(path, none);
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_in_place(path, bytes);

  const fs::path target = fs::weakly_canonical(fs::absolute(path), none);
  if (none) fail(path, none.value());
  const SignalsWait wait;
  const std::string fresh = (target.parent_path() / (".toofew-" + new_digest_key())).native();
  const int file = open_fresh(target.parent_path(), fresh);
  if (file < 0) fail(path, errno);
  int error = fill(file, fresh, bytes, mode_for(target.native()));
  if (error == 0 && ::rename(fresh.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return;
  ::unlink(fresh.c_str());
  fail(path, error);
}

void replace_file(const std::string& path, std::string_view was, std::string_view bytes) {
  std::error_code none;
  if (!fs::is_regular_file(path, none)) {
    throw Error(Error::Place{path, 0, 0, {}}, "is no regular file, so nothing was written to it");
  }
  const std::string now = read_file(path);
  if (now == bytes) return;
  if (now != was) throw Error(Error::Place{path, 0, 0, {}}, "has been changed by somebody else; nothing was written");
  write_file(path, bytes);
}

FolderLock::FolderLock(const fs::path& file)
    : folder_(::open(resolved_path(file.native()).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  while (folder_ >= 0 && ::flock(folder_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

FolderLock::~FolderLock() {
  if (folder_ >= 0) ::close(folder_);
}

fs::path resolved_path(const std::string& path) {
  std::error_code none;
  const fs::path target = fs::weakly_canonical(fs::absolute(path), none);
  return none ? fs::path(path) : target;
}

}  // namespace toofew
