#pragma once

#include <string>
#include <string_view>

namespace toofew {

/// A folded word (Token::form) as somebody types it whose keyboard lacks its accents: "tromsø" and "tromsö" as "tromso",
/// "æbelø" as "aebelo". What differs from ASCII letters in more than an accent, by the primary weights of the Unicode
/// Collation Algorithm (UTS #10, root collation), is left as it is, and so are words that hold such letters. Thread-safe.
std::string without_accents(std::string_view word);

}  // namespace toofew
