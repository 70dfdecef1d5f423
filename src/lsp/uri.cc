#include "lsp/uri.h"

#include <charconv>
#include <filesystem>

#include "base/words.h"
#include "report/escape.h"

namespace toofew::lsp {
namespace {

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    const bool is_escape = text[i] == '%' && digits.size() == 2 && error == std::errc() && end == digits.data() + 2;
    out += is_escape ? static_cast<char>(value) : text[i];
    if (is_escape) i += 2;
  }
  return out;
}

}  // namespace

std::optional<std::string> path_of_uri(std::string_view uri) {
  constexpr std::string_view kScheme = "file://";
  if (lower(uri.substr(0, kScheme.size())) != kScheme) return std::nullopt;
  uri.remove_prefix(kScheme.size());
  uri = uri.substr(0, uri.find_first_of("?#"));
  const std::size_t slash = uri.find('/');  // behind the name of a machine, mostly none
  if (slash == std::string_view::npos) return std::nullopt;
  std::string path = decoded(uri.substr(slash));
  if (path.find('\0') != std::string::npos) return std::nullopt;
  return std::filesystem::path(std::move(path)).lexically_normal().native();
}

std::string uri_of_path(std::string_view path) {
  return path_uri(std::filesystem::absolute(path).lexically_normal().native());
}

}  // namespace toofew::lsp
