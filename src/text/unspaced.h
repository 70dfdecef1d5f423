#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace toofew {

/// Ends of the words in a stretch of a script that is written without spaces, as ICU's dictionaries tell them; the last
/// is `range.end`. Throws Error when `locale` is none.
std::vector<std::size_t> unspaced_word_ends(std::string_view text, ByteRange range, const std::string& locale);

}  // namespace toofew
