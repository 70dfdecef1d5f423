#pragma once

#include <string>

#include "report/report.h"

namespace toofew {

/// Whether a file descriptor is a terminal that obeys escape sequences, which TERM=dumb does not.
bool obeys_escapes(int descriptor);

/// The style for standard output: its width, and colour by `--color` ("auto", "always", "never"), where "auto" asks for
/// a terminal that knows it, and no NO_COLOR in the environment.
TextStyle terminal_style(const std::string& colour, bool brief);

}  // namespace toofew
