#pragma once

#include <compare>
#include <cstddef>

namespace toofew {

/// A half-open range of bytes [begin, end). What it indexes is said where it is used.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool contains(std::size_t offset) const { return begin <= offset && offset < end; }
  bool overlaps(const ByteRange& other) const { return begin < other.end && other.begin < end; }

  friend auto operator<=>(const ByteRange&, const ByteRange&) = default;
};

}  // namespace toofew
