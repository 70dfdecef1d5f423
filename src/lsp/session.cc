#include "lsp/session.h"

namespace toofew::lsp {

OpenDocument* Session::find(const std::string& uri) {
  const auto found = documents.find(uri);
  return found == documents.end() ? nullptr : found->second.get();
}

const OpenDocument* Session::find(const std::string& uri) const {
  const auto found = documents.find(uri);
  return found == documents.end() ? nullptr : found->second.get();
}

Shown Session::shown(const std::string& uri, const OpenDocument& document) const {
  return {uri, [&document](ByteRange bytes) { return document.buffer.range(bytes); }, docs()};
}

}  // namespace toofew::lsp
