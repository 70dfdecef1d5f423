#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/utf8.h"

namespace toofew {

/// What columns count. People see code points, more or less; SARIF and editors ask for code units of UTF-16, the
/// Reviewdog Diagnostic Format for bytes of UTF-8.
enum class ColumnUnit { code_points, utf16, utf8 };

/// A place in a file: both from 1, columns in code points where nothing else is said. A byte-order mark has no column.
struct Position {
  int line = 1;
  int column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

/// Finds lines and columns in the bytes of a file, in UTF-8 or, by its byte-order mark, UTF-16. Lines end at "\n",
/// "\r\n" or "\r". Built in one pass; each look-up reads a bounded number of bytes, however long the line.
class LineIndex {
 public:
  /// `bytes` must outlive the index.
  explicit LineIndex(std::string_view bytes);

  /// The position of the code point that the byte belongs to; offsets past the end are at the end.
  Position position(std::size_t offset, ColumnUnit unit = ColumnUnit::code_points) const;

  /// How many UTF-16 code units of text there are before the code point that the byte belongs to.
  std::size_t utf16_offset(std::size_t offset) const;

  /// The bytes as UTF-8, with U+FFFD for what is no text.
  std::string text(ByteRange range) const;

  /// The bytes around `offset`, at most `before` code points before it and `after` from it on, within its line.
  ByteRange window(std::size_t offset, std::size_t before, std::size_t after) const;

  /// Precondition: offset < bytes().size(), and a code point begins there.
  CodePoint at(std::size_t offset) const;

  std::string_view bytes() const { return bytes_; }

 private:
  enum class Encoding { utf8, utf16_le, utf16_be };

  /// Where a scan can begin: the first code point that starts at or after a multiple of the interval.
  struct Checkpoint {
    std::size_t offset;
    int line;
    int code_points;  // columns, each in its unit, from 1
    int utf16;
    int utf8;
    std::size_t utf16_offset;
    bool after_carriage_return;
  };

  char16_t unit(std::size_t offset) const;
  std::size_t previous(std::size_t offset) const;
  void step(Checkpoint& scan, const CodePoint& point) const;
  Checkpoint scan_to(std::size_t offset) const;

  std::string_view bytes_;
  Encoding encoding_ = Encoding::utf8;
  std::size_t text_begin_ = 0;  // behind the byte-order mark
  std::vector<Checkpoint> checkpoints_;
};

}  // namespace toofew
