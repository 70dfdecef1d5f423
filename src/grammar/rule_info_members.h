#pragma once

#include "base/binary.h"
#include "grammar/grammar.h"

namespace toofew {

template <Is<RuleInfo> T>
auto members(T& it) {
  auto& [id, kind, confidence, summary, match, unless, flag, clear, populations, file, line] = it;
  return std::tie(id, kind, confidence, summary, match, unless, flag, clear, populations, file, line);
}

}  // namespace toofew
