#include "base/embedded.h"

#include "base/embedded_table.h"

namespace toofew {
namespace {

const std::vector<EmbeddedFile>& table() {
  static const std::vector<EmbeddedFile> files = embedded_table();
  return files;
}

}  // namespace

std::string_view embedded_file(std::string_view path) {
  for (const auto& file : table()) {
    if (file.path == path) return file.bytes;
  }
  return {};
}

std::vector<std::string_view> embedded_files(std::string_view prefix) {
  std::vector<std::string_view> paths;
  for (const auto& file : table()) {
    if (file.path.starts_with(prefix)) paths.push_back(file.path);
  }
  return paths;
}

}  // namespace toofew
