#pragma once

#include <string_view>
#include <vector>

namespace toofew {

struct EmbeddedFile {
  std::string_view path;
  std::string_view bytes;
};

/// Defined by the source that cmake/embed.cmake writes; sorted by path.
std::vector<EmbeddedFile> embedded_table();

}  // namespace toofew
