#pragma once

#include <vector>

#include "grammar/segments.h"
#include "policy/data_file.h"

namespace toofew {

/// Reads population files (docs/populations.md): CSV where the name ends in ".csv", else YAML. They are laid together:
/// one may hold the segments, another the total. Throws Error with the place of what is unknown, of the wrong type, or
/// contradicts something that was declared before.
Populations read_populations(const std::vector<DataFile>& files);

}  // namespace toofew
