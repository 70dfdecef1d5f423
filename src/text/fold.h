#pragma once

#include <string>
#include <string_view>

namespace toofew {

struct Folded {
  bool capitalised = false;  ///< first letter is upper case
  bool all_caps = false;     ///< two or more letters, all upper case
};

/// Appends `token` (clean text) to `output`, case folded and with look-alike letters unified, and tells its case.
Folded append_folded(std::string_view token, std::string& output);

}  // namespace toofew
