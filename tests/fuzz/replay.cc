// Stands in for libFuzzer where there is none: runs the target on each file, and on each file of each folder, that is named.
// Options of libFuzzer are passed over.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::size_t replay(const fs::path& path) {
  if (fs::is_directory(path)) {
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(path)) files += replay(entry.path());
    return files;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::fprintf(stderr, "Running: %s\n", path.c_str());  // the last one is the one that broke something
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  LLVMFuzzerInitialize(&argc, &argv);
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] != '-') files += replay(argv[i]);
  }
  std::fprintf(stderr, "stat::number_of_executed_units: %zu\n", files);
}
