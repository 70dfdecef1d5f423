#pragma once

#include "text/clean.h"
#include "text/text.h"

namespace toofew {

/// Fills `text.tokens` and `text.normal` (text.h tells what a token is). Both must be empty before.
void tokenize(const CleanText& clean, const TextOptions& options, Text& text);

}  // namespace toofew
