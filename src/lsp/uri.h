#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace toofew::lsp {

/// The path that a "file:" URI names, absolute and without "." and ".."; nullopt for other URIs.
std::optional<std::string> path_of_uri(std::string_view uri);

/// The URI of a path, which may be relative to the current folder.
std::string uri_of_path(std::string_view path);

}  // namespace toofew::lsp
