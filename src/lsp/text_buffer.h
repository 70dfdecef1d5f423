#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "lsp/types.h"

namespace toofew::lsp {

/// The text of an open document. Lines end at "\n", "\r\n" or "\r"; a place behind the end of a line is its end, one
/// behind the last line is the end of the text, and one inside of a character is its begin.
class TextBuffer {
 public:
  /// `text` is UTF-8.
  TextBuffer(std::string text, PositionEncoding encoding);

  const std::string& text() const { return text_; }

  /// Puts `text` in the place of the range.
  void replace(const Range& range, std::string_view text);
  void replace_all(std::string text);

  /// The byte that stands behind the position.
  std::size_t offset(const Position& position) const;
  ByteRange offsets(const Range& range) const;

  /// The position before a byte. Asking from left to right takes time for the text between, not for the whole line.
  Position position(std::size_t offset) const;
  Range range(ByteRange bytes) const;

  /// The bytes of a line, without its end; empty behind the last one.
  ByteRange line(int number) const;

 private:
  void index_lines(std::size_t from_line);

  std::string text_;
  PositionEncoding encoding_;
  std::vector<std::size_t> starts_;  // of the lines; never empty

  struct Place {
    std::size_t offset = 0;
    Position position;
  };
  mutable Place last_;  // that was asked for
};

}  // namespace toofew::lsp
