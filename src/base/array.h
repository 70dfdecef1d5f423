#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace toofew {

/// Values in a row that do not change: of its own, or those of compiled rules, which are read where they lie.
template <typename T>
  requires std::is_trivially_copyable_v<T>
class Array {
 public:
  Array() = default;
  Array(const std::vector<T>& items) : own_(std::make_unique<std::vector<T>>(items)), items_(*own_) {}

  /// `items` must outlive it.
  static Array in_place(std::span<const T> items) {
    Array array;
    array.items_ = items;
    return array;
  }

  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  const T* data() const { return items_.data(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  const T& operator[](std::size_t index) const { return items_[index]; }
  std::span<const T> from(std::size_t begin, std::size_t count) const { return items_.subspan(begin, count); }

 private:
  std::unique_ptr<const std::vector<T>> own_;
  std::span<const T> items_;
};

/// Lists by number, one behind the other in memory.
template <typename T>
class Lists {
 public:
  Lists() = default;
  Lists(Array<std::uint32_t> ends, Array<T> items) : ends_(std::move(ends)), items_(std::move(items)) {}

  template <typename List>
  explicit Lists(const std::vector<List>& lists) {
    std::vector<std::uint32_t> ends;
    std::vector<T> items;
    for (const List& list : lists) {
      items.insert(items.end(), list.begin(), list.end());
      ends.push_back(static_cast<std::uint32_t>(items.size()));
    }
    *this = Lists(ends, items);
  }

  std::size_t size() const { return ends_.size(); }
  std::span<const T> operator[](std::size_t number) const {
    const std::size_t begin = begin_of(number);
    return items_.from(begin, ends_[number] - begin);
  }
  /// How many items the lists before it have.
  std::size_t begin_of(std::size_t number) const { return number == 0 ? 0 : ends_[number - 1]; }

  const Array<std::uint32_t>& ends() const { return ends_; }
  const Array<T>& items() const { return items_; }

 private:
  Array<std::uint32_t> ends_;
  Array<T> items_;
};

}  // namespace toofew
