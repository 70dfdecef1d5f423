#include "cli/watch.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <system_error>
#include <thread>
#include <utility>

#include "cli/files.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

constexpr auto kBetweenLooks = std::chrono::milliseconds(300);
constexpr auto kUntilQuiet = std::chrono::milliseconds(100);  // an editor may write a file in several steps

/// When each file was written, and its size.
using Look = std::map<std::string, std::pair<fs::file_time_type, std::uintmax_t>>;

void add_file(const fs::path& path, Look& look) {
  std::error_code none;
  const auto written = fs::last_write_time(path, none);
  const auto size = none ? 0 : fs::file_size(path, none);
  if (!none) look[path.native()] = {written, size};
}

/// The configurations in a folder and above it, and the YAML files beside them, which they may name.
void add_configurations(const fs::path& folder, Look& look) {
  std::error_code none;
  for (fs::path above = fs::absolute(folder, none).lexically_normal(); !above.empty(); above = above.parent_path()) {
    if (fs::exists(above / "toofew.yaml", none) || fs::exists(above / ".toofew.yaml", none)) {
      for (const auto& entry : fs::directory_iterator(above, none)) {
        if (entry.path().extension() == ".yaml") add_file(entry.path(), look);
      }
    }
    if (above == above.parent_path()) break;
  }
}

Look look_at(const std::vector<std::string>& paths) {
  Look look;
  for (const std::string& path : paths) {
    std::error_code none;
    if (!fs::is_directory(path, none)) {
      add_file(path, look);
      add_configurations(fs::path(path).parent_path().empty() ? "." : fs::path(path).parent_path(), look);
      continue;
    }
    const WalkOptions all{.skip = [](const std::string&, bool) { return false; }};
    for (const std::string& file : walk(path, all).files) add_file(file, look);
    add_configurations(path, look);
  }
  return look;
}

}  // namespace

void watch(const std::vector<std::string>& paths, const std::function<bool()>& work) {
  for (;;) {
    Look known = look_at(paths);
    if (!work()) return;
    Look now = look_at(paths);
    while (now == known) {
      std::this_thread::sleep_for(kBetweenLooks);
      now = look_at(paths);
    }
    do {
      known = std::exchange(now, {});
      std::this_thread::sleep_for(kUntilQuiet);
      now = look_at(paths);
    } while (now != known);
  }
}

}  // namespace toofew
