#include "cli/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "base/printable.h"
#include "document/reader.h"

namespace toofew {
namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  throw Error(Error::Place{path, 0, 0, {}}, fmt::format("cannot be read: {}", std::strerror(error)));
}

[[noreturn]] void fail_too_large(const std::string& path, const std::string& reason, std::size_t most) {
  throw Error(Error::Place{path, 0, 0, {}}, reason, most == kMostReadable ? "" : "split it, or allow more");
}

std::string megabytes(std::size_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / (1024 * 1024));
}

std::string more_than_allowed(std::size_t most) {
  return most == kMostReadable ? "more than toofew can read (2 GB)"
                               : fmt::format("more than --max-file-size allows ({})", megabytes(most));
}

/// A file that is open for reading. One that finds all descriptors of the process taken waits until other threads have
/// given theirs back.
class Descriptor {
 public:
  explicit Descriptor(const std::string& path) {
    if (path == "-") return;
    beside_others_ = std::shared_lock(taken());
    number_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (number_ >= 0 || errno != EMFILE) return;
    beside_others_.unlock();
    alone_ = std::unique_lock(taken());
    number_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  ~Descriptor() {
    if (number_ > STDIN_FILENO) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  /// Locked by each thread that has a file open.
  static std::shared_mutex& taken() {
    static std::shared_mutex mutex;
    return mutex;
  }

  std::shared_lock<std::shared_mutex> beside_others_;
  std::unique_lock<std::shared_mutex> alone_;
  int number_ = STDIN_FILENO;  // -1 with errno where the file cannot be opened
};

/// Whether a walk leaves out what has this name.
bool is_left_out(const fs::path& name) { return name.native().starts_with(".") || name == "node_modules"; }

bool is_folder(const fs::directory_entry& entry) {
  std::error_code ignored;
  return entry.is_directory(ignored) && !entry.is_symlink(ignored);
}

bool is_wanted(const std::string& path, const WalkOptions& options) {
  return options.any_name || format_from_path(path).has_value();
}

void walk_into(const fs::path& folder, const WalkOptions& options, Walk& out) {
  std::vector<fs::path> pending{folder};
  while (!pending.empty()) {
    const fs::path current = std::move(pending.back());
    pending.pop_back();
    std::error_code error;
    for (fs::directory_iterator it(current, error), end; !error && it != end; it.increment(error)) {
      const fs::path path = it->path().lexically_normal();
      const bool folder_entry = is_folder(*it);
      if (is_left_out(path.filename())) continue;
      if (folder_entry) {
        if (!options.skip(path.native(), true)) pending.push_back(path);
        continue;
      }
      std::error_code ignored;
      if (!is_wanted(path.native(), options) || it->is_directory(ignored)) continue;
      if (!options.skip(path.native(), false)) out.files.push_back(path.native());
    }
    if (error) {
      out.errors.emplace_back(Error::Place{current.native(), 0, 0, {}},
                              fmt::format("cannot be read: {}", error.message()));
    }
  }
}

}  // namespace

fs::path full_path(const fs::path& path) {
  std::error_code error;
  fs::path full = fs::absolute(path, error).lexically_normal();
  if (error && path.empty()) throw Error("a path is empty");
  if (error) throw Error({}, fmt::format("the current folder cannot be told: {}", error.message()), "step into one that is there");
  if (!full.has_filename()) full = full.parent_path();  // "a/b/" → "a/b"
  return full.empty() ? fs::path("/") : full;
}

bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path inside = path.lexically_relative(folder);
  return !inside.empty() && *inside.begin() != "..";
}

std::string shown(const fs::path& path) { return path.lexically_relative(fs::current_path()).native(); }

std::string too_large(std::size_t bytes, std::size_t most) {
  if (bytes <= most) return {};
  return fmt::format("has {}, {}", megabytes(bytes), more_than_allowed(most));
}

void require_size(const std::string& path, std::size_t bytes, std::size_t most) {
  const std::string reason = too_large(bytes, most);
  if (!reason.empty()) fail_too_large(path, reason, most);
}

bool is_binary(std::string_view bytes) {
  constexpr std::size_t kLookedAt = 8000;                                                // bytes, as git does
  const bool has_mark = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");  // UTF-16
  return !has_mark && bytes.substr(0, kLookedAt).find('\0') != std::string_view::npos;
}

std::string read_file(const std::string& path, std::size_t most) try {
  const Descriptor file(path);
  struct stat info = {};
  if (file.number() < 0 || ::fstat(file.number(), &info) != 0) fail(path, errno);
  if (S_ISDIR(info.st_mode)) fail(path, EISDIR);

  if (S_ISREG(info.st_mode)) require_size(path, static_cast<std::size_t>(info.st_size), most);

  // One byte more than the size, so that one read tells of the end; pipes say size 0 and grow.
  constexpr std::size_t kLeast = 16 << 10;
  std::string bytes(S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) + 1 : kLeast, '\0');
  std::size_t used = 0;
  while (true) {
    if (used == bytes.size()) bytes.resize(std::min(std::max(bytes.size() * 2, kLeast), most + 1));
    // NOLINTNEXTLINE(clang-analyzer-unix.BlockInCriticalSection): the lock counts who has a file open
    const ssize_t got = ::read(file.number(), bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path, errno);
    used += static_cast<std::size_t>(got);
    if (used > most) fail_too_large(path, fmt::format("has {}", more_than_allowed(most)), most);
    if (got == 0 || (S_ISREG(info.st_mode) && used == static_cast<std::size_t>(info.st_size))) break;
  }
  bytes.resize(used);
  return bytes;
} catch (const std::bad_alloc&) {
  throw Error(Error::Place{path, 0, 0, {}}, "there is not enough memory to read it");
}

Format format_of(const std::string& path, const std::string& wanted) {
  if (!wanted.empty()) return *format_from_name(wanted);
  if (const auto format = format_from_path(path)) return *format;
  const std::string extension = fs::path(path).extension().native();
  throw Error(
      Error::Place{path, 0, 0, {}},
      fmt::format("{}; say what it is with --input-format ({})",
                  extension.empty() ? "a file without an extension" : fmt::format("unknown extension '{}'", printable(extension)),
                  fmt::join(format_names(), ", ")));
}

Walk walk(const std::string& folder, const WalkOptions& options) {
  Walk out;
  walk_into(folder, options, out);
  std::sort(out.files.begin(), out.files.end());
  return out;
}

Walk walk_listed(const std::string& folder, const std::vector<std::string>& paths, const WalkOptions& options) {
  std::map<fs::path, bool> left_out;
  const auto is_skipped = [&](const fs::path& path, bool is_folder) {
    return is_left_out(path.filename()) || options.skip(path.native(), is_folder);
  };
  const auto is_in_skipped = [&](const std::string& path) {
    fs::path inside = fs::path(folder).lexically_normal();
    const fs::path parent = fs::path(path).lexically_relative(inside).parent_path();
    for (const fs::path& name : parent) {
      inside = (inside / name).lexically_normal();
      const auto [known, is_new] = left_out.try_emplace(inside);
      if (is_new) known->second = is_skipped(inside, true);
      if (known->second) return true;
    }
    return false;
  };
  Walk out;
  for (const std::string& path : paths) {
    if (!is_wanted(path, options) || is_in_skipped(path) || is_skipped(path, false)) continue;
    out.files.push_back(path);
  }
  std::sort(out.files.begin(), out.files.end());
  return out;
}

std::optional<PathPattern> PathPattern::parse(const std::string& path) {
  const std::size_t first = path.find_first_of("*?[");
  if (first == std::string::npos) return std::nullopt;
  const std::size_t slash = path.rfind('/', first);
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
  const std::string rest = slash == std::string::npos ? path : path.substr(slash + 1);
  return PathPattern{folder, Glob("/" + rest)};  // with the slash it does not fit at any depth
}

bool PathPattern::fits(const std::string& path) const {
  const std::string inside = fs::path(path).lexically_relative(fs::path(folder).lexically_normal()).generic_string();
  if (glob.match(inside, false)) return true;
  for (std::size_t slash = inside.find('/'); slash != std::string::npos; slash = inside.find('/', slash + 1)) {
    if (glob.match(inside.substr(0, slash), true)) return true;
  }
  return false;
}

}  // namespace toofew
