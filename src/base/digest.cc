#include "base/digest.h"

#include <fmt/format.h>
#include <nettle/hmac.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace toofew {
namespace {

constexpr std::size_t kBytes = 16;

const std::uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

}  // namespace

std::string keyed_digest(std::string_view key, std::string_view text) {
  hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key.size(), bytes_of(key));
  hmac_sha256_update(&context, text.size(), bytes_of(text));
  std::array<std::uint8_t, kBytes> digest{};
  hmac_sha256_digest(&context, digest.size(), digest.data());
  std::string out;
  for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

bool is_digest(std::string_view text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 2 * kBytes && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace toofew
