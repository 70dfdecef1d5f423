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

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string fold_case(std::string_view words) {
  std::string out;
  icu::UnicodeString::fromUTF8({words.data(), static_cast<int32_t>(words.size())}).foldCase().toUTF8String(out);
  return out;
}

}  // namespace toofew
