#pragma once

#include <cstddef>
#include <string_view>

#include "document/document.h"
#include "document/reader.h"

namespace toofew {

/// What of a file comes before some lines of it.
struct LinesBefore {
  std::size_t bytes = 0;
  std::size_t records = 0;
};

/// Reads lines of a file of JSON Lines in UTF-8, whole ones, as read_document() reads the file; positions are bytes of the
/// file. Counts the records on. Throws Error as that does, with places that count from these lines.
Document read_json_lines(std::string_view bytes, const FieldNames& fields, std::string_view path, LinesBefore& before);

}  // namespace toofew
