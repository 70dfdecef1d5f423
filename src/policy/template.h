#pragma once

#include <map>
#include <string>

namespace toofew {

/// The text with each "{name}" replaced by its value. Throws fmt::format_error for a name that has none.
std::string fill(const std::string& text, const std::map<std::string, std::string>& values);

}  // namespace toofew
