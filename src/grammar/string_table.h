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
  /// The first string that is not before `key`; "" where all are.
  std::string_view first_from(std::string_view key) const;
  std::size_t size() const { return size_; }
  std::string_view bytes() const { return bytes_; }

 private:
  std::uint32_t number(std::size_t at) const;
  std::string_view key(std::size_t index) const;
  std::size_t first_index_from(std::string_view key) const;

  // How many keys; where each key ends; their values; the keys, end to end.
  std::string_view bytes_;
  std::size_t size_ = 0;
  std::shared_ptr<const std::string> owned_;  // unless the bytes lie elsewhere
};

}  // namespace toofew
