#include "report/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.h"
#include "base/words.h"

namespace toofew {
namespace {

// What begins or ends something within a line: emphasis, code, links bare or not, tags, entities, mathematics, cells.
constexpr std::string_view kMarkdownSpecial = R"(#$&*.:<>@[\]^_`|~)";

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
bool is_noncharacter(char32_t c) { return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF); }

/// Calls `append` with each code point; what neither XML nor HTML may hold becomes U+FFFD.
template <typename Append>
void for_each_character(std::string_view text, const Append& append) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const bool space = point.value == U'\t' || point.value == U'\n' || point.value == U'\r';
    const bool fits = space || (!is_control(point.value) && !is_noncharacter(point.value));
    append(fits ? point.value : kReplacement);
    at += point.size;
  }
}

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string escape_markup(std::string_view text) {
  constexpr std::pair<char32_t, std::string_view> kReferences[] = {
      {U'&', "&amp;"},  {U'<', "&lt;"},  {U'>', "&gt;"},   {U'"', "&quot;"},
      {U'\'', "&#39;"}, {U'\t', "&#9;"}, {U'\n', "&#10;"}, {U'\r', "&#13;"},
  };
  std::string out;
  for_each_character(text, [&](char32_t c) {
    const auto is_it = [c](const auto& reference) { return reference.first == c; };
    const auto* found = std::find_if(std::begin(kReferences), std::end(kReferences), is_it);
    if (found != std::end(kReferences)) {
      out += found->second;
    } else {
      append_utf8(out, c);
    }
  });
  return out;
}

std::string escape_markdown(std::string_view text) {
  std::string out;
  for_each_character(one_line(text), [&](char32_t c) {
    if (c < 0x80 && kMarkdownSpecial.find(static_cast<char>(c)) != std::string_view::npos) out += '\\';
    append_utf8(out, c);
  });
  return out;
}

std::string markdown_code(std::string_view text) {
  std::string code;
  for_each_character(one_line(text), [&](char32_t c) {
    if (c == U'|') code += '\\';  // it would end the table cell
    append_utf8(code, c);
  });
  if (code.find_first_not_of(' ') == std::string::npos) return {};
  const std::string fence(longest_run(code, '`') + 1, '`');
  return fmt::format("{} {} {}", fence, code, fence);  // one space on either side is no part of the code
}

std::string markdown_block(std::string_view text, std::string_view language) {
  constexpr std::size_t kShortestFence = 3;
  std::string code;
  for_each_character(text, [&](char32_t c) { append_utf8(code, c); });
  if (!code.ends_with('\n')) code += '\n';
  const std::string fence(std::max(longest_run(code, '`') + 1, kShortestFence), '`');
  return fmt::format("{}{}\n{}{}\n", fence, language, code, fence);
}

std::string path_uri(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (c == '/' || is_unreserved(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace toofew
