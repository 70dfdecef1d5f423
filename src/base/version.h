#pragma once

#include <string_view>

namespace toofew {

/// "0.1.0": the version of the program, as CMakeLists.txt sets it.
std::string_view version();

}  // namespace toofew
