#include "policy/yaml_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/suggest.h"

namespace toofew {
namespace {

std::string_view line_of(std::string_view text, int line) {
  std::size_t begin = 0;
  for (int i = 1; i < line; ++i) {
    begin = text.find('\n', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  std::string_view found = text.substr(begin, text.find('\n', begin) - begin);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

// yaml-cpp counts bytes; people count characters.
int code_points(std::string_view bytes) {
  const auto leads = std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return static_cast<int>(leads);
}

}  // namespace

Error::Place YamlSource::place(const YAML::Mark& mark) const {
  Error::Place place;
  place.file = file_;
  if (mark.is_null()) return place;
  place.line = mark.line + 1;
  const std::string_view line = line_of(text_, place.line);
  place.column = code_points(line.substr(0, static_cast<std::size_t>(mark.column))) + 1;
  place.source_line = line;
  return place;
}

YAML::Node YamlSource::parse() const {
  try {
    return YAML::Load(text_);
  } catch (const YAML::Exception& e) {
    throw Error(place(e.mark), "not valid YAML: " + e.msg);
  }
}

void YamlSource::fail(const YAML::Node& at, std::string reason, std::string hint) const {
  throw Error(place(at.Mark()), std::move(reason), std::move(hint));
}

void YamlSource::require_mapping(const YAML::Node& node, std::string_view what) const {
  if (!node.IsMap()) fail(node, fmt::format("{} must be a mapping of keys to values", what));
  std::set<std::string> seen;
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) fail(entry.first, fmt::format("a key of {} must be a name", what));
    if (!seen.insert(entry.first.Scalar()).second)
      fail(entry.first, fmt::format("'{}' is set twice", entry.first.Scalar()));
  }
}

void YamlSource::require_known(const YAML::Node& key, const std::vector<std::string>& known,
                               std::string_view what) const {
  const std::string& name = key.Scalar();
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  fail(key, fmt::format("unknown {} '{}'", what, name), did_you_mean(name, known));
}

std::string YamlSource::text_of(const YAML::Node& node, std::string_view what) const {
  if (!node.IsScalar() || node.Scalar().empty()) fail(node, fmt::format("{} must be a text", what));
  return node.Scalar();
}

}  // namespace toofew
