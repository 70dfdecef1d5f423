#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/encoding.h"

namespace toofew {

/// Stands in the text of a block for what is shown but is no prose (a code span, an address, a picture), so that the
/// words around it do not join: U+FFFC, the object replacement character.
inline constexpr std::string_view kObject = "\uFFFC";

/// Collects the text of one block, left to right; positions are bytes of Part::content.
class BlockBuilder {
 public:
  /// Text that stands in the content as it is.
  void verbatim(std::string_view text, std::size_t content_begin);
  /// Text that was made from `content`: an entity, an escape, a line break.
  void piece(std::string_view text, ByteRange content);
  /// A range of decoded text, and how it came from the content.
  void append(const Mapped& from, ByteRange range);
  /// Like append, but as HTML shows it: a run of white space is one space, and none at the start of a line.
  void append_collapsed(const Mapped& from);
  void line_break(ByteRange content);
  void object(ByteRange content) { piece(kObject, content); }

  void open_mark(MarkKind kind);
  /// Closes the innermost open mark of that kind, if any.
  void close_mark(MarkKind kind);
  /// The kinds that are open, each once.
  std::vector<MarkKind> open_marks() const;

  /// Nothing but white space so far.
  bool blank() const;
  /// End of the last content range appended; 0 when there is none.
  std::size_t content_end() const { return content_end_; }

  /// The block, without white space at its ends and with bare web addresses replaced by kObject, or nullopt when there
  /// is no text. The builder is empty afterwards.
  std::optional<Block> finish(BlockKind kind);

 private:
  Mapped built_;
  std::vector<Mark> marks_;
  std::map<MarkKind, std::vector<std::size_t>> open_;  // where the open marks of a kind begin; no list is empty
  std::size_t content_end_ = 0;
};

/// Orders blocks by where they start in the content; blocks that start together keep their order.
void sort_by_position(std::vector<Block>& blocks);

/// Lines of `text` without their ends; "\n", "\r\n" and "\r" end a line. `next` is where the following line starts.
struct Line {
  std::size_t begin;
  std::size_t end;
  std::size_t next;
};
Line line_at(std::string_view text, std::size_t begin);

/// Whether there is nothing but white space of ASCII.
bool is_blank(std::string_view text);

}  // namespace toofew
