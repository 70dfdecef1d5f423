#pragma once

#include <string>

namespace toofew {

/// A file that the configuration names, by its name (as errors and findings show it) and its text.
struct DataFile {
  std::string name;
  std::string text;
};

}  // namespace toofew
