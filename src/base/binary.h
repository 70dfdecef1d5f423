#pragma once

#include <algorithm>
#include <bitset>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/array.h"
#include "base/error.h"

namespace toofew {

/// Whether T is the structure, or the same that cannot be changed: members() takes both.
template <typename T, typename Structure>
concept Is = std::is_same_v<std::remove_const_t<T>, Structure>;

/// Whether the bytes of such a value are all that is to be written of it.
template <typename T>
constexpr bool kIsPlain = std::is_arithmetic_v<T> || std::is_enum_v<T>;
/// A set of numbers.
template <std::size_t size>
constexpr bool kIsPlain<std::bitset<size>> = true;

/// The members of a structure, in order, for it to be written and read. Naming all of them in a structured binding makes
/// the compiler tell when one was added.
template <Is<Error::Place> T>
auto members(T& it) {
  auto& [file, line, column, source_line] = it;
  return std::tie(file, line, column, source_line);
}

/// Writes values as bytes, for the machine and the version that wrote them: numbers, texts, containers, structures that
/// have members(), and what there is a write_to() for. They are to be read from where the bytes of an Array may lie as in
/// memory: at multiples of kAlignment.
class BinaryWriter {
 public:
  static constexpr std::size_t kAlignment = 8;

  explicit BinaryWriter(std::string_view header) : out_(header) {}

  std::string take() { return std::move(out_); }

  template <typename T>
  void write(const T& it) {
    if constexpr (kIsPlain<T>) {
      char bytes[sizeof(T)];
      std::memcpy(bytes, &it, sizeof(T));
      out_.append(bytes, sizeof(T));
    } else if constexpr (requires(BinaryWriter& out) { write_to(out, it); }) {
      write_to(*this, it);
    } else {
      std::apply([this](const auto&... member) { (this->write(member), ...); }, members(it));
    }
  }

  void write(const std::string& text) { write_bytes(text); }
  void write(std::string_view text) { write_bytes(text); }

  template <typename T>
  void write(const Array<T>& items) {
    static_assert(std::has_unique_object_representations_v<T> && alignof(T) <= kAlignment);
    write(static_cast<std::uint32_t>(items.size()));
    out_.append(-out_.size() % alignof(T), '\0');
    out_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }

  template <typename T>
  void write(const Lists<T>& lists) {
    write(lists.ends());
    write(lists.items());
  }

  template <typename T>
  void write(const std::vector<T>& items) {
    if constexpr (kIsPlain<T>) {
      write(static_cast<std::uint32_t>(items.size()));
      out_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
    } else {
      write_all(items);
    }
  }

  template <typename Key, typename Value, typename Less>
  void write(const std::map<Key, Value, Less>& items) {
    write_all(items);
  }

  template <typename T>
  void write(const std::optional<T>& it) {
    write(it.has_value());
    if (it) write(*it);
  }

  template <typename First, typename Second>
  void write(const std::pair<First, Second>& both) {
    write(both.first);
    write(both.second);
  }

  void write_bytes(std::string_view bytes) {
    write(static_cast<std::uint32_t>(bytes.size()));
    out_ += bytes;
  }

 private:
  template <typename Items>
  void write_all(const Items& items) {
    write(static_cast<std::uint32_t>(items.size()));
    for (const auto& item : items) write(item);
  }

  std::string out_;
};

/// Reads what a BinaryWriter wrote. Texts as std::string_view, and what is in an Array, stay in the bytes, which must outlive
/// them. Throws Error for other bytes.
class BinaryReader {
 public:
  BinaryReader(std::string_view bytes, std::string_view header) : left_(bytes), size_(bytes.size()) {
    if (!left_.starts_with(header)) fail();
    left_.remove_prefix(header.size());
  }

  bool at_end() const { return left_.empty(); }

  template <typename T>
  void read(T& it) {
    if constexpr (kIsPlain<T>) {
      copy(&it, sizeof(T));
    } else if constexpr (requires(BinaryReader& in) { read_from(in, it); }) {
      read_from(*this, it);
    } else {
      std::apply([this](auto&... member) { (this->read(member), ...); }, members(it));
    }
  }

  void read(std::string& text) { text = read_bytes(); }
  void read(std::string_view& text) { text = read_bytes(); }

  template <typename T>
  void read(Array<T>& items) {
    const std::size_t count = number();
    bytes((left_.size() - size_) % alignof(T));
    if (count > left_.size() / sizeof(T)) fail();
    const std::string_view lies = bytes(count * sizeof(T));
    if (reinterpret_cast<std::uintptr_t>(lies.data()) % alignof(T) != 0) fail();
    items = Array<T>::in_place({reinterpret_cast<const T*>(lies.data()), count});
  }

  template <typename T>
  void read(Lists<T>& lists) {
    Array<std::uint32_t> ends;
    Array<T> items;
    read(ends);
    read(items);
    lists = Lists<T>(std::move(ends), std::move(items));
  }

  template <std::default_initializable T>
  void read(std::vector<T>& items) {
    const std::size_t count = number();
    if constexpr (kIsPlain<T>) {
      if (count > left_.size() / sizeof(T)) fail();
      items.resize(count);
      if (count > 0) copy(items.data(), count * sizeof(T));
    } else {
      items.reserve(std::min(count, left_.size()));
      for (std::size_t i = 0; i < count; ++i) read(items.emplace_back());
    }
  }

  template <typename Key, typename Value, typename Less>
  void read(std::map<Key, Value, Less>& items) {
    for (std::uint32_t n = number(); n > 0; --n) {
      std::pair<Key, Value> item;
      read(item);
      items.insert_or_assign(items.end(), std::move(item.first), std::move(item.second));
    }
  }

  template <typename T>
  void read(std::optional<T>& it) {
    bool has_value = false;
    read(has_value);
    it.reset();
    if (has_value) read(it.emplace());
  }

  template <typename First, typename Second>
  void read(std::pair<First, Second>& both) {
    read(both.first);
    read(both.second);
  }

  /// What write_bytes() wrote, where it lies.
  std::string_view read_bytes() { return bytes(number()); }

  std::uint32_t number() {
    std::uint32_t value = 0;
    read(value);
    return value;
  }

  [[noreturn]] static void fail() { throw Error("the compiled rules are of another version, or cut off"); }

 private:
  void copy(void* to, std::size_t count) {
    const std::string_view from = bytes(count);
    std::memcpy(to, from.data(), from.size());
  }

  std::string_view bytes(std::size_t count) {
    if (left_.size() < count) fail();
    const std::string_view taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }

  std::string_view left_;
  std::size_t size_;  // of all bytes
};

}  // namespace toofew
