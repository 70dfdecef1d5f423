#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "document/source_map.h"

namespace toofew {

/// Text that was decoded from bytes, with the way back.
struct Mapped {
  std::string text;
  SourceMap map;

  /// Appends bytes that stand in the source as they are.
  void verbatim(std::string_view bytes, std::size_t source_begin);
  /// Appends text that was made from `source` as a whole.
  void piece(std::string_view made, ByteRange source);
};

/// A draft that cannot be read, by offset (bytes of the text that the reader was given). Whoever knows where that text
/// came from turns it into an Error.
struct ReadFailure {
  std::size_t offset = 0;
  std::string reason;
};

/// The file's bytes as UTF-8 without BOM. Throws Error for what is neither UTF-8 nor UTF-16 with a BOM.
Mapped decode_file(std::string_view bytes, std::string_view path);

/// The place of the byte at `offset` of the UTF-8 `text`: line, column in code points, and the line itself, cut to a
/// readable length.
Error::Place place_of(std::string_view text, std::size_t offset, std::string_view path);

/// Bytes of the well-formed UTF-8 sequence at `offset`; 0 when there is none.
std::size_t utf8_length(std::string_view text, std::size_t offset);

}  // namespace toofew
