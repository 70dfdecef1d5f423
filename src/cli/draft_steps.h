#pragma once

#include <cstddef>

#include "cli/drafts.h"

namespace toofew {

// What is done with a draft that was checked, whether it was read as a whole or not.

/// So many, or as many as there are cores where that is 0.
std::size_t cores_or(std::size_t jobs);

/// The draft's statements, with what its ledger holds of them, to be held against those of others. Throws Error for a
/// ledger that cannot be read. The draft must outlive it.
Telltale telltale_of(CheckedDraft& draft);

/// Puts the findings that waivers let pass apart.
void set_waived_apart(CheckedFile& file);

}  // namespace toofew
