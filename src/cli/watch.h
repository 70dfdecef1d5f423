#pragma once

#include <functional>
#include <string>
#include <vector>

namespace toofew {

/// Calls `work` at once, and again whenever a draft below one of the paths, or a YAML file beside a toofew.yaml that may
/// hold for them, was written, came or went; until it returns false. Looks a few times a second, which works on every
/// file system.
void watch(const std::vector<std::string>& paths, const std::function<bool()>& work);

}  // namespace toofew
