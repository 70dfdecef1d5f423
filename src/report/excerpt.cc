#include "report/excerpt.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/utf8.h"

namespace toofew {
namespace {

constexpr std::size_t kTabWidth = 4;
constexpr char32_t kZeroWidthJoiner = 0x200D;
constexpr char32_t kEmojiPresentation = 0xFE0F;
constexpr std::string_view kCut = "…";

/// What stands in one place of the terminal: a character with the marks that combine with it.
struct Cell {
  std::string text;
  std::size_t width = 0;
  std::size_t offset = 0;  ///< in the file
};

std::size_t width_of(char32_t value) {
  const auto c = static_cast<UChar32>(value);
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool joins_previous(char32_t value) {
  const auto c = static_cast<UChar32>(value);
  const auto type = u_charType(c);
  const int syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || value == kZeroWidthJoiner ||
         u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER) || syllable == U_HST_VOWEL_JAMO ||
         syllable == U_HST_TRAILING_JAMO;
}

bool is_invisible(char32_t value) { return u_charType(static_cast<UChar32>(value)) == U_FORMAT_CHAR; }

/// Builds cells from code points, left to right.
class Cells {
 public:
  void add(char32_t value, std::size_t offset) {
    const bool joined = std::exchange(after_joiner_, value == kZeroWidthJoiner);
    if (!cells_.empty() && (joined || joins_previous(value))) {
      append_utf8(cells_.back().text, value);
      if (value == kEmojiPresentation) cells_.back().width = 2;
      return;
    }
    if (is_invisible(value)) return;
    Cell cell{{}, width_of(value), offset};
    if (value == U'\t') {
      cell.text.assign(kTabWidth, ' ');
      cell.width = kTabWidth;
    } else {
      append_utf8(cell.text, u_iscntrl(static_cast<UChar32>(value)) ? U'\uFFFD' : value);
    }
    cells_.push_back(std::move(cell));
  }

  const std::vector<Cell>& cells() const { return cells_; }

 private:
  std::vector<Cell> cells_;
  bool after_joiner_ = false;
};

std::vector<Cell> cells_in(const LineIndex& index, ByteRange window) {
  Cells cells;
  for (std::size_t at = window.begin; at < window.end;) {
    const CodePoint point = index.at(at);
    cells.add(point.value, at);
    at += point.size;
  }
  return cells.cells();
}

/// Cells [begin, end) that fit into `width` and hold the first of the words, with some of the line before them.
ByteRange fit(const std::vector<Cell>& cells, std::size_t first_word, std::size_t width) {
  ByteRange shown{first_word, first_word};
  std::size_t used = 0;
  const auto grow_left = [&](std::size_t limit) {
    while (shown.begin > 0 && used + cells[shown.begin - 1].width <= limit) used += cells[--shown.begin].width;
  };
  const auto grow_right = [&](std::size_t limit) {
    while (shown.end < cells.size() && used + cells[shown.end].width <= limit) used += cells[shown.end++].width;
  };
  grow_left(width / 4);
  grow_right(width);
  grow_left(width);
  return shown;
}

}  // namespace

Excerpt excerpt(const LineIndex& index, ByteRange words, std::size_t width) {
  // No more than `width` characters fit on either side, but for invisible ones, and one more tells that there is more.
  const ByteRange window = index.window(words.begin, width + 1, width + 1);
  const std::vector<Cell> cells = cells_in(index, window);
  const auto is_before = [](const Cell& cell, std::size_t offset) { return cell.offset < offset; };
  const auto first = std::lower_bound(cells.begin(), cells.end(), words.begin, is_before) - cells.begin();
  std::size_t room = std::max<std::size_t>(width, 2);
  ByteRange shown = fit(cells, static_cast<std::size_t>(first), room);
  if (shown.begin > 0 || shown.end < cells.size()) shown = fit(cells, static_cast<std::size_t>(first), room - 2);

  Excerpt out;
  const auto mark = [&](std::size_t columns, bool marked) { out.marks.append(columns, marked ? '^' : ' '); };
  if (shown.begin > 0) out.line += kCut, mark(1, false);
  for (std::size_t i = shown.begin; i < shown.end; ++i) {
    out.line += cells[i].text;
    mark(cells[i].width, cells[i].offset >= words.begin && cells[i].offset < words.end);
  }
  if (shown.end < cells.size()) out.line += kCut;
  out.marks.erase(out.marks.find_last_not_of(' ') + 1);
  return out;
}

std::size_t display_width(std::string_view text) {
  const LineIndex index(text);
  std::size_t width = 0;
  for (const Cell& cell : cells_in(index, {0, text.size()})) width += cell.width;
  return width;
}

}  // namespace toofew
