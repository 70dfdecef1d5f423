#pragma once

#include <string>

#include "report/report.h"

namespace toofew {

/// The style for standard output: its width, and colour by `--color` ("auto", "always", "never"), where "auto" asks for
/// a terminal and no NO_COLOR in the environment.
TextStyle terminal_style(const std::string& colour, bool brief);

}  // namespace toofew
