#pragma once

#include <set>
#include <string>

#include "grammar/kinds.h"
#include "grammar/lexicon.h"
#include "grammar/pattern.h"

namespace toofew {

/// The lexicon makes one unit of the words of a phrase, which a pattern that spells them one by one would never match. Lets
/// `pattern` match that unit, too, wherever it spells a phrase. The new kinds, literals of phrases, are still to be added to
/// the lexicon. `tables` are those that the pattern was parsed with. Returns the phrases that it still never matches, since
/// a capture begins or ends within their words. Throws PatternError with the offset 0 where the pattern becomes
/// too long, or spells too many.
std::set<std::string> admit_spelled_phrases(Pattern& pattern, const LexiconBuilder& lexicon, KindTable& kinds, PatternTablesBuilder& tables);

}  // namespace toofew
