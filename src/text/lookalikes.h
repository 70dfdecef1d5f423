#pragma once

#include <string>
#include <string_view>

namespace toofew {

/// A word whose letters mix Latin with a script that looks like it (Cyrillic, Greek …), with each stray letter replaced
/// by the letter of the word's main script that it looks like. Other words come back as they are.
std::string unify_script(std::string_view word);

}  // namespace toofew
