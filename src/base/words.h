#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toofew {

/// "1 file", "3 files".
std::string counted(std::size_t n, std::string_view one, std::string_view many);

/// Words of a draft for use within a line of ours: line breaks and control characters become one space.
std::string one_line(std::string_view words);

/// UTF-8 with Unicode's full case folding: what compares equal but for case is the same text afterwards.
std::string fold_case(std::string_view words);

}  // namespace toofew
