#pragma once

#include <string>
#include <string_view>

namespace toofew {

/// The first 32 hexadecimal digits of the HMAC-SHA-256 (RFC 2104, FIPS 180-4) of the text under the key: the same for
/// the same text, of no use under another key.
std::string keyed_digest(std::string_view key, std::string_view text);

/// The SHA-256 of the bytes (FIPS 180-4), as `sha256sum` prints it: 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

/// A key for it that nobody can guess: 32 hexadecimal digits. Throws Error where the system has no random numbers.
std::string new_digest_key();

/// Whether the text is what keyed_digest() returns: 32 digits, 0 to 9 and a to f.
bool is_digest(std::string_view text);

}  // namespace toofew
