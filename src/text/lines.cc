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

/// Whether the line's first word would have made the line before it wider than `width`.
bool did_not_fit(const std::vector<Line>& lines, std::size_t i, std::size_t width) {
  const std::size_t first_word = characters::length(lines[i].text.substr(0, lines[i].text.find(' ')));
  return lines[i - 1].length + 1 + first_word > width;
}

// Somebody, or a program, broke the lines of this text at some width. In a list the longest line is as wide, but it is
// alone with that.
bool is_filled(const std::vector<Line>& lines, std::size_t width) {
  if (width < kNarrowestFill || width > kWidestFill) return false;
  std::size_t breaks = 0;
  std::size_t full = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty_before) continue;
    ++breaks;
    if (did_not_fit(lines, i, width)) ++full;
  }
  return 2 * full > breaks;
}

bool ends_sentence(std::string_view line) {
  std::size_t last = line.size() - 1;
  while (last > 0 && (static_cast<unsigned char>(line[last]) & 0xC0) == 0x80) --last;
  return characters::ends_sentence(decode(line, last).code_point);
}

// The large figure of a card: "61" over "left for a home of their own".
bool is_figure(std::string_view line) {
  constexpr std::size_t kLongestFigure = 12;
  return line.size() <= kLongestFigure && std::all_of(line.begin(), line.end(), [](char c) {
           return characters::is_ascii_digit(c) || std::string_view(",.%+* ").find(c) != std::string_view::npos;
         });
}

bool ends_with_letter(std::string_view line) { return characters::is_ascii_letter(line.back()); }

// A poster or a push message: its few words to a line make sentences.
struct Poster {
  bool in_capitals = false;       // all of it
  bool wraps_in_small = false;    // a line goes on with a small letter
  std::size_t last_sentence = 0;  // the last line that ends one; 0 where none does
};

Poster poster_of(const std::vector<Line>& lines, bool capitals) {
  Poster poster;
  poster.in_capitals = capitals;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i].text;
    if (std::any_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; })) poster.in_capitals = false;
    if (i > 0 && capitals && characters::is_lower(first_character(line))) poster.wraps_in_small = true;
    if (ends_sentence(line)) poster.last_sentence = i;
  }
  return poster;
}

/// Whether line `i` goes on with the sentence of the line before it, by what the whole poster looks like.
bool goes_on(const Poster& poster, const std::vector<Line>& lines, std::size_t i) {
  if (i > poster.last_sentence || !ends_with_letter(lines[i - 1].text)) return false;
  const UChar32 first = first_character(lines[i].text);
  const bool starts_with_digit = first < 0x80 && characters::is_ascii_digit(static_cast<char>(first));
  if (poster.in_capitals) return starts_with_digit || characters::is_letter(first);
  return poster.wraps_in_small && starts_with_digit;
}

bool starts_with_emoji(std::string_view line) { return characters::emoji_size(line, 0) != 0; }

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
  const bool filled = is_filled(lines, width);
  const bool capitals = starts_lines_with_capitals(lines);
  const Poster poster = poster_of(lines, capitals);

  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const std::string_view before = lines[i - 1].text;
    const bool runs_on = (capitals || is_figure(before)) && characters::is_lower(first_character(line.text));
    const bool overflows = filled && did_not_fit(lines, i, width) && !starts_with_emoji(line.text);
    const bool wrapped =
        !line.empty_before && (overflows || runs_on || expects_more(before) || goes_on(poster, lines, i));
    if (!wrapped) ends.push_back(line.break_at);
  }
  return ends;
}

}  // namespace toofew
