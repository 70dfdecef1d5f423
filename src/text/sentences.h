#pragma once

#include <vector>

#include "text/text.h"

namespace toofew {

/// Groups the tokens in sentences; none is empty and they cover all tokens.
std::vector<Sentence> find_sentences(const std::vector<Token>& tokens, const TextOptions& options);

}  // namespace toofew
