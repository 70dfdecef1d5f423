#include "document/block_builder.h"
#include "document/readers.h"

namespace toofew {
namespace {

// Length of "> " marks, nested ones included, that a line of a quoted reply starts with.
std::size_t quote_mark(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && line[end] == '>') end += line.substr(end).starts_with("> ") ? 2 : 1;
  return end;
}

class ParagraphReader {
 public:
  explicit ParagraphReader(std::string_view content) : content_(content) {}

  std::vector<Block> read(ByteRange range) {
    for (std::size_t at = range.begin; at < range.end;) {
      Line line = line_at(content_, at);
      line.end = std::min(line.end, range.end);
      at = std::min(line.next, range.end);
      add_line(line, at);
    }
    flush();
    return std::move(blocks_);
  }

 private:
  void add_line(const Line& line, std::size_t next) {
    const std::string_view whole = content_.substr(line.begin, line.end - line.begin);
    const std::size_t mark = quote_mark(whole);
    if (is_blank(whole.substr(mark)) || (mark > 0) != quoted_) flush();
    quoted_ = mark > 0;
    if (is_blank(whole.substr(mark))) return;
    builder_.verbatim(whole.substr(mark), line.begin + mark);
    if (next > line.end) builder_.line_break({line.end, next});
  }

  void flush() {
    auto block = builder_.finish(BlockKind::paragraph);
    if (!block) return;
    block->quoted = quoted_;
    blocks_.push_back(std::move(*block));
  }

  std::string_view content_;
  BlockBuilder builder_;
  bool quoted_ = false;
  std::vector<Block> blocks_;
};

}  // namespace

std::vector<Block> plain_blocks(std::string_view content, ByteRange range) {
  return ParagraphReader(content).read(range);
}

void read_plain(Part& part) { part.blocks = plain_blocks(part.content, {0, part.content.size()}); }

}  // namespace toofew
