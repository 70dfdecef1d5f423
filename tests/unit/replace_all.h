#pragma once

#include <string>
#include <string_view>

namespace toofew {

/// Puts `to` in the place of each `from` of the text.
inline void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t next = text.find(from); next != std::string::npos; next = text.find(from, at)) {
    out.append(text, at, next - at).append(to);
    at = next + from.size();
  }
  text = out.append(text, at);
}

}  // namespace toofew
