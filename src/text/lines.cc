#include "text/lines.h"

#include <algorithm>

#include "base/byte_range.h"
#include "base/words.h"
#include "text/characters.h"

namespace toofew {
namespace {

using characters::decode;

// Narrower text is rather a list or a poem; wider text nobody wraps by hand.
constexpr std::size_t kNarrowestFill = 50;
constexpr std::size_t kWidestFill = 120;

struct Line {
  std::string_view text;      // without spaces around it, never empty
  std::size_t break_at = 0;   // the '\n' before it
  bool empty_before = false;  // an empty line before it
  std::size_t length = 0;     // code points
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::size_t break_at = 0;
  int breaks = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (const std::string_view line = trimmed(text.substr(begin, end - begin)); !line.empty()) {
      lines.push_back({line, break_at, breaks > 1, characters::length(line)});
      breaks = 0;
    }
    if (breaks++ == 0) break_at = end;
    begin = end + 1;
  }
  return lines;
}

// The first letter or digit after quotes and brackets; 0 when something else, a bullet say, starts the line.
UChar32 first_character(std::string_view line) {
  const std::size_t at = line.find_first_not_of("\"'([");
  return at == std::string_view::npos ? 0 : decode(line, at).code_point;
}

bool expects_more(std::string_view line) {
  constexpr std::string_view kOpen = ",([{-/&";
  return kOpen.find(line.back()) != std::string_view::npos;
}

// Copy without capitals tells nothing by starting a line in lower case.
bool starts_lines_with_capitals(const std::vector<Line>& lines) {
  return std::any_of(lines.begin(), lines.end(),
                     [](const Line& line) { return characters::is_upper(first_character(line.text)); });
}

}  // namespace

std::vector<std::size_t> visible_line_ends(std::string_view text) {
  std::vector<std::size_t> ends;
  if (text.find('\n') == std::string_view::npos) return ends;
  const std::vector<Line> lines = lines_of(text);
  std::size_t width = 0;
  for (const Line& line : lines) width = std::max(width, line.length);
  const bool filled = kNarrowestFill <= width && width <= kWidestFill;
  const bool capitals = starts_lines_with_capitals(lines);

  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const std::string_view before = lines[i - 1].text;
    const std::size_t first_word = characters::length(line.text.substr(0, line.text.find(' ')));
    const bool did_not_fit = filled && lines[i - 1].length + 1 + first_word > width;
    const bool runs_on = capitals && characters::is_lower(first_character(line.text));
    const bool wrapped = !line.empty_before && (did_not_fit || runs_on || expects_more(before));
    if (!wrapped) ends.push_back(line.break_at);
  }
  return ends;
}

}  // namespace toofew
