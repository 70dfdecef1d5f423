#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/reader.h"

namespace toofew {

/// Names of the fields of records, or of the keys of front matter, that hold text which is not published, and so not read
/// as copy: dotted when nested, sorted, each once. A front matter of which nothing is read counts as one. The file must be
/// one that read_document() takes; of what it refuses, an Error or a ReadFailure is thrown.
std::vector<std::string> unread_fields(std::string_view bytes, Format format, const FieldNames& fields);

}  // namespace toofew
