#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "grammar/lexicon.h"
#include "grammar/sorts.h"
#include "text/text.h"

namespace toofew {

/// What one thread remembers of the words that it has met. Of one lexicon, and of one Sorts at a time.
class KnownWords {
 public:
  struct Known {
    Word word;
    TokenShape shape = TokenShape::word;
    std::array<const Sort*, 8> sorts{};  ///< see sort_of()
  };

  /// What is known of a token's form; it stays where it is until forget_if_many().
  Known& of(const Token& token, const Lexicon& lexicon);

  /// Where it is kept which sort such tokens are of by themselves, nullptr until somebody writes it there; nullptr where
  /// that is not kept.
  static const Sort** sort_of(const Token& token, Known& known);

  /// Starts again where there are too many.
  void forget_if_many();

  /// For when there are other Sorts.
  void forget_sorts();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  std::unordered_map<std::string, Known, Hash, std::equal_to<>> words_;
};

}  // namespace toofew
