#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace toofew {

/// The candidate that `word` was most likely meant to be (Damerau-Levenshtein distance of at most a third of its
/// length), or "" when none is near. Ties go to the candidate listed first.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean 'kind'?" or, where nothing is near, "expected one of: a, b, c".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace toofew
