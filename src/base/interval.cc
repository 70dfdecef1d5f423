#include "base/interval.h"

#include <fmt/format.h>

namespace toofew {

std::string Interval::to_string() const {
  return hi ? fmt::format("[{}, {}]", lo, *hi) : fmt::format("[{}, …]", lo);
}

}  // namespace toofew
