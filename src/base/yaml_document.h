#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace toofew {

/// The one document that a YAML text holds; null for an empty text. Throws YAML::ParserException, with its place, for what
/// is not valid, and where a second document begins, which would be passed over.
YAML::Node load_document(const std::string& text);

}  // namespace toofew
