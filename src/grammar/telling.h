#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grammar/claim.h"
#include "grammar/pack.h"
#include "grammar/stage.h"
#include "text/text.h"

namespace toofew {

/// The times that a stretch of a post names.
struct Times {
  std::set<std::string> words;  ///< months and years
  bool has_month = false;
  bool has_year = false;
  bool relative = false;  ///< "last week", "yesterday", "on Monday"

  void add(const Times& other);
};

/// The times that the units name, without those of `skipped` tokens.
Times times_in(const std::vector<Unit>& units, const Text& text, const TellingKinds& kinds, Sentence skipped = {});

/// A count within its sentence; all ranges are tokens.
struct CountInSentence {
  Sentence clause;  ///< what belongs to the count: from the count before it to the next one
  Sentence claim;   ///< what the rule has read
  Sentence group;   ///< the counted group
};

/// Reduces what is told of the count to words. `units` are the sentence's, as the first stage saw them; `around` the
/// times that the text before it names (its title, its heading, the sentences before), which hold for what does not say
/// that it holds to this day.
Telling read_telling(const std::vector<Unit>& units, const Text& text, const CountInSentence& count,
                     const Times& around, const TellingKinds& kinds);

}  // namespace toofew
