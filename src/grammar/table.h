#pragma once

#include <vector>

#include "document/document.h"

namespace toofew {

/// Reads part.blocks[begin, end), the cells of one table, as a reader does: each figure with its column's heading and
/// its row's label. Returns one block a figure, worded "figure heading: label" ("figure: label heading" where the
/// figure says itself what it counts), all of which maps to the row from its label to the figure.
std::vector<Block> table_rows(const Part& part, std::size_t begin, std::size_t end);

}  // namespace toofew
