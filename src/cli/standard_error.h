#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace toofew {

/// Writes to standard error. Where nobody can be told, the run goes on: nothing is thrown.
template <typename... Arguments>
void print_error(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  const std::string text = fmt::format(format, std::forward<Arguments>(arguments)...);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace toofew
