#include "base/version.h"

namespace toofew {

std::string_view version() { return TOOFEW_VERSION; }

}  // namespace toofew
