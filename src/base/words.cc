#include "base/words.h"

#include <fmt/format.h>
#include <unicode/unistr.h>

namespace toofew {

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string one_line(std::string_view words) {
  std::string out;
  for (const char c : words) {
    const bool control = static_cast<unsigned char>(c) < ' ' || c == '\x7F';
    if (!control) out += c;
    if (control && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

std::string fold_case(std::string_view words) {
  std::string out;
  icu::UnicodeString::fromUTF8({words.data(), static_cast<int32_t>(words.size())}).foldCase().toUTF8String(out);
  return out;
}

}  // namespace toofew
