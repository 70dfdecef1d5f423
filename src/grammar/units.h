#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "grammar/known_words.h"
#include "grammar/number_reader.h"
#include "grammar/pack.h"
#include "grammar/segments.h"
#include "grammar/stage.h"
#include "text/text.h"

namespace toofew {

/// The italic passages of a block, given out sentence by sentence.
class Emphasis {
 public:
  explicit Emphasis(const Block& block);

  /// Those that reach into `sentence` (bytes of the block text), in order; of those that cover all of it only one.
  /// Sentences must come in order.
  std::vector<ByteRange> in(ByteRange sentence);

 private:
  std::vector<ByteRange> ranges_;  // by begin
  std::size_t next_ = 0;
  std::multimap<std::size_t, std::size_t> open_;  // by end: those that reach beyond the sentences so far
};

/// A segment that a text names, and the tokens that name it.
struct NamedSegment {
  std::uint32_t token_begin = 0;
  std::uint32_t token_end = 0;
  std::size_t segment = 0;  ///< index into Populations::segments
};

/// Makes the units that the first stage reads: tokens with their kinds, phrases of the lexicon and numbers in words as
/// one unit each, quoted or italic titles as one unit.
class UnitMaker {
 public:
  explicit UnitMaker(const Pack& pack);

  /// Units of one sentence of `block`, of which `emphasis` was made; `numbers` receives the value of each unit that is
  /// a number (Unit::number indexes it). The units live as long as `sorts`, which `known` is of.
  std::vector<Unit> make(const Block& block, const Text& text, const Sentence& sentence, Emphasis& emphasis,
                         std::vector<NumberValue>& numbers, Sorts& sorts, KnownWords& known) const;

  /// Makes the name of each known segment one unit of the kind `segment`, and returns what was named, in order. What is
  /// only a part of a longer name ("Bath" in "Bath Road") names none.
  std::vector<NamedSegment> mark_segments(const Text& text, const SegmentNames& names, std::vector<Unit>& units,
                                          Sorts& sorts) const;

 private:
  struct Reading;
  struct SegmentUnits {
    std::size_t begin;
    std::size_t end;
    std::size_t segment;
  };

  std::vector<Unit> read_words(const Reading& in, std::vector<NumberValue>& numbers) const;
  Unit phrase_unit(const Reading& in, std::uint32_t token, std::size_t length, const LexicalEntry& entry,
                   std::vector<NumberValue>& numbers) const;
  const Sort& sort_of(const Reading& in, std::uint32_t token) const;
  KindSet kinds_of(const Token& token, const LexicalEntry& entry) const;
  std::optional<Unit> read_number(const Reading& in, std::uint32_t token, std::vector<NumberValue>& numbers) const;
  std::vector<std::uint16_t> kinds_of(const Block& block) const;
  std::vector<SegmentUnits> find_segments(const Text& text, const SegmentNames& names,
                                          const std::vector<Unit>& units) const;
  bool stands_alone(const std::vector<Unit>& units, const std::vector<SegmentUnits>& found, std::size_t index) const;
  void mark_topics(const Reading& in, std::vector<Unit>& units) const;
  void mark_names(const Reading& in, std::vector<Unit>& units) const;
  void mark_quotations(const Reading& in, const std::vector<ByteRange>& emphasised, std::vector<Unit>& units) const;

  const Pack* pack_;
  NumberReader numbers_;
  std::uint16_t any_, word_, digits_, two_digits_, day_digits_, number_, decimal_, one_, zero_, year_, old_year_, cap_,
      caps_, punct_, symbol_, break_, initial_, unknown_, name_, title_, quoted_, emphasised_, object_, glued_,
      heading_, cell_, item_, segment_;
  KindSet literals_;  // words that patterns quote
  KindSet start_;    // what a phrase has from its first word
  KindSet numeric_;  // what a name has not, though it ends in a number
  int quote_mark_, restart_, fraction_;
};

}  // namespace toofew
