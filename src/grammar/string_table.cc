#include "grammar/string_table.h"

#include <algorithm>
#include <cstring>

#include "base/error.h"

namespace toofew {
namespace {

constexpr std::size_t kNumber = sizeof(std::uint32_t);

void append(std::uint32_t number, std::string& out) {
  char bytes[kNumber];
  std::memcpy(bytes, &number, kNumber);
  out.append(bytes, kNumber);
}

}  // namespace

StringTable::StringTable(std::vector<std::pair<std::string_view, std::uint32_t>> values) {
  std::sort(values.begin(), values.end());
  std::string out;
  append(static_cast<std::uint32_t>(values.size()), out);
  std::size_t end = 0;
  for (const auto& [key, value] : values) append(static_cast<std::uint32_t>(end += key.size()), out);
  for (const auto& [key, value] : values) append(value, out);
  for (const auto& [key, value] : values) out += key;
  owned_ = std::make_shared<const std::string>(std::move(out));
  bytes_ = *owned_;
  size_ = values.size();
}

StringTable StringTable::in_place(std::string_view bytes) {
  StringTable table;
  table.bytes_ = bytes;
  if (bytes.empty()) return table;
  if (bytes.size() >= kNumber) table.size_ = table.number(0);
  const std::size_t keys = (1 + 2 * table.size_) * kNumber;
  if (bytes.size() < keys || (table.size_ > 0 && bytes.size() < keys + table.number(table.size_))) {
    throw Error("a table of the compiled rules is cut off");
  }
  return table;
}

std::uint32_t StringTable::number(std::size_t at) const {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes_.data() + at * kNumber, kNumber);
  return number;
}

std::string_view StringTable::key(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : number(index);
  return bytes_.substr((1 + 2 * size_) * kNumber + begin, number(index + 1) - begin);
}

std::size_t StringTable::first_index_from(std::string_view wanted) const {
  std::size_t low = 0;
  std::size_t high = size_;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (key(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<std::uint32_t> StringTable::find(std::string_view wanted) const {
  const std::size_t index = first_index_from(wanted);
  if (index == size_ || key(index) != wanted) return std::nullopt;
  return number(1 + size_ + index);
}

std::string_view StringTable::first_from(std::string_view wanted) const {
  const std::size_t index = first_index_from(wanted);
  return index == size_ ? std::string_view() : key(index);
}

}  // namespace toofew
