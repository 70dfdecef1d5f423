#pragma once

#include <string>

namespace toofew {

/// Lets the person change the text in the editor that VISUAL or EDITOR names (vi if neither does). It stands in a file
/// of its own then, which nobody else can read, with the name of `path`; the file is deleted afterwards. Throws Error
/// where the editor cannot be run, or says that it failed.
std::string edit_text(const std::string& path, const std::string& text);

}  // namespace toofew
