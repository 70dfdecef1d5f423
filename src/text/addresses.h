#pragma once

#include <cstddef>
#include <string_view>

namespace toofew {

/// Finds e-mail addresses and URLs in clean text, in linear time when asked from left to right.
class AddressFinder {
 public:
  explicit AddressFinder(std::string_view text);

  /// Where the address that begins at `at` ends; 0 if none begins there.
  std::size_t end_of_address_at(std::size_t at);

 private:
  std::size_t url_end(std::size_t at) const;
  void look_at_run(std::size_t at);

  std::string_view text_;
  bool any_;  // false for most texts: nothing in them belongs to addresses only
  // The stretch of characters that may stand before the "@" of an address or the "/" of a URL, looked at once.
  std::size_t run_end_ = 0;
  std::size_t address_end_ = 0;
};

}  // namespace toofew
