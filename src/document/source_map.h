#pragma once

#include <cstddef>
#include <vector>

#include "base/byte_range.h"

namespace toofew {

/// Tells, for text that was made from a source (decoded, unescaped, stripped of markup, normalised), which bytes of
/// the source each byte of the text came from. Built left to right, then only read.
class SourceMap {
 public:
  /// Appends `text_size` bytes of text made from `source`. A verbatim piece has the same bytes on both sides and maps
  /// byte for byte; any other piece maps as a whole (an entity, an escape, a base64 quantum). A piece may have an
  /// empty source range: it was inserted (a space where a line break was).
  void append(std::size_t text_size, ByteRange source, bool verbatim);

  /// The smallest source range that the text range came from. An empty range maps to an empty range. Ranges that
  /// cross inserted pieces are trimmed to what has a source. Precondition: text.end <= text_size().
  ByteRange to_source(ByteRange text) const;

  /// The smallest text range that covers what came from the source range; empty at the nearest place if none did.
  ByteRange to_text(ByteRange source) const;

  /// Appends what `map` says of its text range `text`: for text that was copied out of another one.
  /// Precondition: `map` leads to the same source, at or after what was appended last.
  void append(const SourceMap& map, ByteRange text);

  /// The map that leads from this map's text to the source of `earlier`, whose text is this map's source.
  SourceMap over(const SourceMap& earlier) const;

  std::size_t text_size() const { return text_size_; }

  static SourceMap identity(std::size_t size);

 private:
  struct Piece {
    std::size_t text_begin;
    std::size_t text_end;
    ByteRange source;
    bool verbatim;
  };
  std::size_t piece_at(std::size_t text_offset) const;

  std::vector<Piece> pieces_;  // in order of text; sources never go back
  std::size_t text_size_ = 0;
};

}  // namespace toofew
