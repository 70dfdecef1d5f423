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

/// The first of these strings that is not before what is looked for.
template <typename IsBefore>
std::size_t StringTable::first_not(Range among, const IsBefore& is_before) const {
  std::size_t low = among.begin;
  std::size_t high = among.end;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (is_before(key(middle))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t StringTable::first_index_from(std::string_view wanted) const {
  return first_not({0, static_cast<std::uint32_t>(size_)}, [&](std::string_view key) { return key < wanted; });
}

std::optional<std::uint32_t> StringTable::find(std::string_view wanted) const {
  const std::size_t index = first_index_from(wanted);
  if (index == size_ || key(index) != wanted) return std::nullopt;
  return value(index);
}

StringTable::Range StringTable::starting_with(std::string_view prefix) const {
  const auto begin = static_cast<std::uint32_t>(first_index_from(prefix));
  const auto end = first_not({begin, static_cast<std::uint32_t>(size_)},
                             [&](std::string_view key) { return key.starts_with(prefix); });
  return {begin, static_cast<std::uint32_t>(end)};
}

bool StringTable::has_word_at(Range among, std::size_t at, std::string_view word) const {
  const std::size_t index = first_not(among, [&](std::string_view key) { return key.substr(at) < word; });
  if (index == among.end) return false;
  const std::string_view found = key(index).substr(at);
  return found.starts_with(word) && (found.size() == word.size() || found[word.size()] == ' ');
}

}  // namespace toofew
