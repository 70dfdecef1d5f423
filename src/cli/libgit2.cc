#include "cli/libgit2.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "base/error.h"

namespace toofew {
namespace {

constexpr const char* kLibrary = "libgit2.so." LIBGIT2_SOVERSION;

void* load() {
  if (void* library = dlopen(kLibrary, RTLD_LAZY | RTLD_LOCAL)) return library;
  throw Error({}, fmt::format("Git cannot be asked: {}", dlerror()), fmt::format("install {}", kLibrary));
}

}  // namespace

void* libgit2_function(const char* name) {
  static void* const library = load();
  if (void* function = dlsym(library, name)) return function;
  throw Error({}, fmt::format("Git cannot be asked: {}", dlerror()));
}

}  // namespace toofew
