#include "grammar/table.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace toofew {
namespace {

bool has_digit(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::size_t letters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; }));
}

// A figure: digits with at most a sign, a unit or a noun ("14 calls").
bool is_figure(const std::string& text) {
  if (!has_digit(text)) return false;
  const bool starts_with_digit = std::isdigit(static_cast<unsigned char>(text.front())) != 0;
  return letters(text) <= 4 || (starts_with_digit && std::count(text.begin(), text.end(), ' ') <= 1);
}

// A figure that says what it counts, "19 regulars": its column's heading only adds to that.
bool names_itself(const std::string& text) { return letters(text) > 4; }

// A figure with the words that tell what it counts. Whatever is said of it is said of the whole row, so all of the text
// maps to the stretch from the first of its cells to the last.
class RowText {
 public:
  void cell(const Block& cell) {
    const ByteRange source = cell.map.to_source({0, cell.text.size()});
    if (block_.text.empty()) source_ = source;
    source_ = {std::min(source_.begin, source.begin), std::max(source_.end, source.end)};
    block_.text += cell.text;
  }

  void words(const std::string& text) { block_.text += text; }

  Block take(const CellPosition& position) {
    block_.map.append(block_.text.size(), source_, false);
    block_.kind = BlockKind::table_cell;
    block_.cell = position;
    return std::move(block_);
  }

 private:
  Block block_;
  ByteRange source_;
};

}  // namespace

std::vector<Block> table_rows(const Part& part, std::size_t begin, std::size_t end) {
  std::map<int, const Block*> headings;
  std::map<int, std::vector<const Block*>> rows;
  for (std::size_t i = begin; i < end; ++i) {
    const Block& cell = part.blocks[i];
    if (cell.cell->header && cell.cell->row == 0) {
      headings[cell.cell->column] = &cell;
    } else {
      rows[cell.cell->row].push_back(&cell);
    }
  }
  std::vector<Block> blocks;
  for (const auto& [number, cells] : rows) {
    const auto label = std::find_if(cells.begin(), cells.end(), [](const Block* c) { return !is_figure(c->text) && letters(c->text) > 1; });
    bool has_figure = false;
    for (const Block* cell : cells) {
      if (!is_figure(cell->text)) continue;
      // The first column's figures are labels where other figures follow ("18–29 | 1,207").
      const bool is_label = cell == cells.front() && label == cells.end() && cells.size() > 1;
      if (is_label) continue;
      has_figure = true;
      const Block* row_label = label != cells.end() ? *label : (cells.front() != cell ? cells.front() : nullptr);
      const auto heading = headings.find(cell->cell->column);
      const bool has_heading = heading != headings.end() && letters(heading->second->text) > 2;
      RowText row;
      if (!has_heading && row_label != nullptr) {
        row.cell(*cell);
        row.words(" ");
        row.cell(*row_label);
        blocks.push_back(row.take(*cell->cell));
        continue;
      }
      row.cell(*cell);
      const bool heading_last = names_itself(cell->text);
      if (has_heading && !heading_last) row.words(" " + heading->second->text);
      if (row_label != nullptr) {
        row.words(": ");
        row.cell(*row_label);
      }
      if (has_heading && heading_last) row.words(" " + heading->second->text);
      blocks.push_back(row.take(*cell->cell));
    }
    if (has_figure) continue;
    for (const Block* cell : cells) blocks.push_back(*cell);
  }
  for (const auto& [column, heading] : headings) blocks.push_back(*heading);
  return blocks;
}

}  // namespace toofew
