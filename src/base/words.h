#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace toofew {

/// "1 file", "3 files".
std::string counted(std::size_t n, std::string_view one, std::string_view many);

/// Words of a draft for use within a line of ours: line breaks and control characters become one space.
std::string one_line(std::string_view words);

/// Whether the byte is white space of ASCII, as HTML knows it.
bool is_space(char c);

/// Without white space of ASCII at both ends.
std::string_view trimmed(std::string_view text);

/// With the capitals of ASCII made small, for names of formats: tags, headers, endings of files.
std::string lower(std::string_view text);

/// UTF-8 with Unicode's full case folding: what compares equal but for case is the same text afterwards.
std::string fold_case(std::string_view words);

}  // namespace toofew
