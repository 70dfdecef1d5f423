#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toofew {

struct Entity {
  std::string text;      ///< what it stands for, UTF-8
  std::size_t size = 0;  ///< bytes of the reference, "&" and ";" included
};

/// The HTML character reference ("&eacute;", "&#233;", "&copy" without its semicolon) that `html` starts with, or
/// nullopt when a browser would show the "&" as it stands.
std::optional<Entity> entity_at(std::string_view html);

}  // namespace toofew
