#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace toofew {

/// A set of numbers below a size that is given once. Sets that are used together have one size.
class Bits {
 public:
  Bits() = default;
  explicit Bits(std::size_t size) : words_((size + 63) / 64) {}

  /// Empties it, for numbers below another size.
  void reset(std::size_t size) { words_.assign((size + 63) / 64, 0); }

  bool has(std::size_t number) const { return ((words_[number / 64] >> (number % 64)) & 1) != 0; }
  void set(std::size_t number) { words_[number / 64] |= std::uint64_t{1} << (number % 64); }

  bool any() const {
    for (const auto word : words_) {
      if (word != 0) return true;
    }
    return false;
  }

  bool holds_all_of(const Bits& other) const {
    for (std::size_t w = 0; w < words_.size(); ++w) {
      if ((other.words_[w] & ~words_[w]) != 0) return false;
    }
    return true;
  }

  bool meets(const Bits& other) const {
    for (std::size_t w = 0; w < words_.size(); ++w) {
      if ((other.words_[w] & words_[w]) != 0) return true;
    }
    return false;
  }

  Bits& operator&=(const Bits& other) {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= other.words_[w];
    return *this;
  }

  Bits& operator|=(const Bits& other) {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
    return *this;
  }

  /// Calls work(number) for each of them, in order.
  template <typename Work>
  void for_each(const Work& work) const {
    for (std::size_t w = 0; w < words_.size(); ++w) for_each_bit(w, words_[w], work);
  }

  /// The same for each that is in the other set, too.
  template <typename Work>
  void for_each_in(const Bits& other, const Work& work) const {
    for (std::size_t w = 0; w < words_.size(); ++w) for_each_bit(w, words_[w] & other.words_[w], work);
  }

 private:
  template <typename Work>
  static void for_each_bit(std::size_t word, std::uint64_t bits, const Work& work) {
    for (; bits != 0; bits &= bits - 1) work(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace toofew
