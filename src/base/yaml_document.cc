#include "base/yaml_document.h"

#include <vector>

namespace toofew {

YAML::Node load_document(const std::string& text) {
  const std::vector<YAML::Node> documents = YAML::LoadAll(text);
  if (documents.empty()) return YAML::Node();
  if (documents.size() > 1) throw YAML::ParserException(documents[1].Mark(), "a second document begins here, and a file may hold one");
  return documents.front();
}

}  // namespace toofew
