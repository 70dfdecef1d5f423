#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace toofew {

/// A sorted table from strings to numbers in one run of bytes, searched where it lies.
class StringTable {
 public:
  StringTable() = default;
  /// The strings must differ.
  explicit StringTable(std::vector<std::pair<std::string_view, std::uint32_t>> values);

  /// Reads what bytes() gave; `bytes` must outlive the table. Throws Error when they cannot be a table.
  static StringTable in_place(std::string_view bytes);

  std::optional<std::uint32_t> find(std::string_view key) const;

  /// Strings of the table that stand together, by number.
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  /// Those that start with `prefix`.
  Range starting_with(std::string_view prefix) const;
  /// Whether one of these has the word at that byte, and goes on with a space or not at all. They must be alike up to there.
  bool has_word_at(Range among, std::size_t at, std::string_view word) const;

  std::size_t size() const { return size_; }
  /// By number, in order.
  std::string_view key(std::size_t index) const;
  std::uint32_t value(std::size_t index) const { return number(1 + size_ + index); }

  std::string_view bytes() const { return bytes_; }

 private:
  std::uint32_t number(std::size_t at) const;
  template <typename IsBefore>
  std::size_t first_not(Range among, const IsBefore& is_before) const;
  std::size_t first_index_from(std::string_view key) const;

  // How many keys; where each key ends; their values; the keys, end to end.
  std::string_view bytes_;
  std::size_t size_ = 0;
  std::shared_ptr<const std::string> owned_;  // unless the bytes lie elsewhere
};

}  // namespace toofew
