#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_range.h"
#include "document/document.h"
#include "grammar/claim.h"
#include "grammar/pack.h"
#include "grammar/stage.h"
#include "text/text.h"

namespace toofew {

/// Other words for a statement, as a rule of the pack makes them. Whether the statement is clean afterwards is for
/// others to find out.
struct Rewrite {
  struct Edit {
    ByteRange content;  ///< bytes of Part::content, the same in Block::text but where markup is taken away with its words
    std::string text;   ///< UTF-8 without markup; "{k}" in it stands for the threshold; "" takes the words away
  };

  std::string title;        ///< what it does: "Drop the number"
  std::vector<Kind> kinds;  ///< of the findings that it is for
  bool safe = false;        ///< whether the statement stays true without anybody's judgement
  std::size_t rank = 0;     ///< the best rule has 0
  ByteRange content;        ///< all that the rule has read, in bytes of Part::content
  std::vector<Edit> edits;  ///< in order of position; they do not overlap
};

/// A sentence of a block as the first stage reads it.
struct RewriteInput {
  const Block& block;
  const Text& text;
  Sentence sentence;
  const std::vector<Unit>& units;  ///< of the sentence
  const std::string& locale;       ///< for capitals
};

/// What the rule makes of its match, a match of `patterns`; nullopt where markup or encoding stand between the words. The words' capitals are
/// those of the words that they take the place of.
std::optional<Rewrite> make_rewrite(const RewriteRule& rule, const PatternSet& patterns, const Stage::Match& match,
                                    const RewriteInput& in);

}  // namespace toofew
