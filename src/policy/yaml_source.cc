#include "policy/yaml_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "base/suggest.h"
#include "base/words.h"
#include "base/yaml_document.h"

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

bool holds_nothing(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.empty() || text.starts_with('#');
}

/// Where the key stands that has no value. yaml-cpp marks what follows it, which may be lines further down.
YAML::Mark mark_of_key(std::string_view text, YAML::Mark mark) {
  if (mark.is_null() ||
      !trimmed(line_of(text, mark.line + 1).substr(0, static_cast<std::size_t>(mark.column))).empty()) {
    return mark;
  }
  int line = mark.line;  // the one above, from 1
  while (line > 1 && holds_nothing(line_of(text, line))) --line;
  if (line < 1 || holds_nothing(line_of(text, line))) return mark;
  mark.line = line - 1;
  mark.column = static_cast<int>(line_of(text, line).find_first_not_of(" \t"));
  return mark;
}

// yaml-cpp counts bytes; people count characters.
int code_points(std::string_view bytes) {
  const auto leads = std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return static_cast<int>(leads);
}

std::optional<std::int64_t> whole_number(const YAML::Node& node) {
  if (!node.IsScalar() || node.Tag() == "!") return std::nullopt;  // "!" is a quoted text
  std::int64_t number = 0;
  const std::string& digits = node.Scalar();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool padded = digits.size() > 1 && digits.front() == '0';  // YAML 1.1 reads 0100 as 64
  if (error != std::errc() || end != digits.data() + digits.size() || padded) return std::nullopt;
  return number;
}

}  // namespace

Error::Place YamlSource::place(const YAML::Mark& mark) const {
  Error::Place place;
  place.file = file_;
  if (mark.is_null()) return place;
  place.line = mark.line + first_line_;
  const std::string_view line = line_of(text_, mark.line + 1);
  place.column = code_points(line.substr(0, static_cast<std::size_t>(mark.column))) + 1;
  place.source_line = line;
  return place;
}

YAML::Node YamlSource::parse() const {
  try {
    return load_document(text_);
  } catch (const YAML::Exception& e) {
    throw Error(place(e.mark), "not valid YAML: " + e.msg);
  }
}

void YamlSource::fail(const YAML::Node& at, const std::string& reason, const std::string& hint) const {
  const YAML::Mark mark = at.IsNull() ? mark_of_key(text_, at.Mark()) : at.Mark();
  throw Error(place(mark), reason, hint);
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

void YamlSource::read_keys(const YAML::Node& node, std::string_view what, std::string_view key_name,
                           const std::vector<Key>& keys) const {
  require_mapping(node, what);
  std::vector<std::string> known;
  known.reserve(keys.size());
  for (const auto& key : keys) known.push_back(key.first);
  for (const auto& entry : node) {
    require_known(entry.first, known, key_name);
    const auto at = std::find(known.begin(), known.end(), entry.first.Scalar()) - known.begin();
    keys[static_cast<std::size_t>(at)].second(entry.second);
  }
}

std::int64_t YamlSource::people(const YAML::Node& node, std::string_view what, std::int64_t least) const {
  const auto number = whole_number(node);
  if (!number || *number < least) {
    fail(node, fmt::format("{} must be a whole number of people, {} or more", what, least));
  }
  return *number;
}

std::int64_t YamlSource::number(const YAML::Node& node, std::string_view what, std::int64_t least,
                                std::int64_t most) const {
  const auto number = whole_number(node);
  if (!number || *number < least || *number > most) {
    fail(node, fmt::format("{} must be a whole number from {} to {}", what, least, most));
  }
  return *number;
}

std::string YamlSource::choice(const YAML::Node& node, const std::vector<std::string>& choices,
                               std::string_view what) const {
  const std::string name = text_of(node, fmt::format("a {}", what));
  if (std::find(choices.begin(), choices.end(), name) != choices.end()) return name;
  fail(node, fmt::format("unknown {} '{}'", what, name), did_you_mean(name, choices));
}

NameList YamlSource::names(const YAML::Node& node, std::string_view what) const {
  if (!node.IsSequence()) fail(node, fmt::format("{} must be a list", what));
  NameList list;
  list.origin = place(node.Mark());
  for (const auto& entry : node) {
    list.value.push_back(setting(text_of(entry, fmt::format("an entry of {}", what)), entry));
  }
  return list;
}

NameList YamlSource::different_names(const YAML::Node& node, std::string_view what) const {
  NameList list = names(node, what);
  std::set<std::string> seen;
  for (const auto& entry : node) {
    if (!seen.insert(entry.Scalar()).second) fail(entry, fmt::format("'{}' stands twice in {}", entry.Scalar(), what));
  }
  return list;
}

}  // namespace toofew
