#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace toofew {

/// A place in a file as people count: both from 1, columns in code points. A byte-order mark has no column.
struct Position {
  int line = 1;
  int column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

/// A code point and the bytes that it takes; U+FFFD for a byte that belongs to none.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;
};

/// Finds lines and columns in the bytes of a file, in UTF-8 or, by its byte-order mark, UTF-16. Lines end at "\n",
/// "\r\n" or "\r". Built in one pass; each look-up reads a bounded number of bytes, however long the line.
class LineIndex {
 public:
  /// `bytes` must outlive the index.
  explicit LineIndex(std::string_view bytes);

  /// The position of the code point that the byte belongs to; offsets past the end are at the end.
  Position position(std::size_t offset) const;

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
    Position position;
    bool after_carriage_return;
  };

  char16_t unit(std::size_t offset) const;
  std::size_t previous(std::size_t offset) const;
  static void step(Checkpoint& scan, const CodePoint& point);

  std::string_view bytes_;
  Encoding encoding_ = Encoding::utf8;
  std::size_t text_begin_ = 0;  // behind the byte-order mark
  std::vector<Checkpoint> checkpoints_;
};

}  // namespace toofew
