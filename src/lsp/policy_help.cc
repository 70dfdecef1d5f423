#include "lsp/policy_help.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "base/embedded.h"
#include "base/words.h"
#include "policy/kind_help.h"
#include "policy/presets.h"

namespace toofew::lsp {
namespace {

/// Stands in a path for an entry of a list.
constexpr const char* kEntry = "[]";

/// The keys that lead to a place.
using Path = std::vector<std::string>;

// ---------------------------------------------------------------------------------------------------------------------
// The schema

/// JSON is YAML, too.
const YAML::Node& schema() {
  static const YAML::Node root = YAML::Load(std::string(embedded_file("schema/toofew.schema.json")));
  return root;
}

/// What a node of the schema allows: itself, what it refers to, and each of several.
void add_alternatives(const YAML::Node& node, std::vector<YAML::Node>& out) {
  out.push_back(node);
  if (const auto reference = node["$ref"]) {
    constexpr std::string_view kDefinitions = "#/$defs/";
    add_alternatives(schema()["$defs"][reference.Scalar().substr(kDefinitions.size())], out);
  }
  for (const char* key : {"anyOf", "allOf"}) {
    for (const auto& part : node[key]) add_alternatives(part, out);
  }
}

std::vector<YAML::Node> alternatives(const YAML::Node& node) {
  std::vector<YAML::Node> out;
  add_alternatives(node, out);
  return out;
}

/// The node for what stands under a key of a mapping, or in a list.
std::optional<YAML::Node> below(const YAML::Node& node, const std::string& key) {
  for (const auto& part : alternatives(node)) {
    if (key == kEntry && part["items"]) return part["items"];
    if (const auto properties = part["properties"]) {
      if (auto property = properties[key]) return property;
    }
    if (auto other = part["additionalProperties"]; other && other.IsMap()) return other;
  }
  return std::nullopt;
}

/// From the path's key `from` on, below the node. (Assigning a node would change the schema.)
std::optional<YAML::Node> find(const YAML::Node& node, const Path& path, std::size_t from = 0) {
  if (from == path.size()) return node;
  const auto next = below(node, path[from]);
  return next ? find(*next, path, from + 1) : std::nullopt;
}

std::string description_of(const YAML::Node& node) {
  for (const auto& part : alternatives(node)) {
    if (part["description"]) return part["description"].Scalar();
  }
  return {};
}

PolicyWord key_word(const std::string& key, const YAML::Node& node) {
  const std::string own = node["description"] ? node["description"].Scalar() : std::string();
  if (const KindHelp* help = find_kind_help(key); help && own.empty()) {
    return {key, true, help->what, fmt::format("{}\n\nExample: {}\n\n{}", help->what, help->example, help->why)};
  }
  return {key, true, own, own.empty() ? description_of(node) : own};
}

PolicyWord value_word(const std::string& value, const YAML::Node& node) {
  const auto preset = find_preset(value);
  if (!preset) return {value, false, {}, description_of(node)};
  return {value, false, preset->title,
          fmt::format("{}\n\n{}\n\nMade for: {}\n\n{}", citation(*preset), preset->source, preset->made_for, preset->note)};
}

std::vector<PolicyWord> keys_of(const YAML::Node& node) {
  std::vector<PolicyWord> out;
  for (const auto& part : alternatives(node)) {
    for (const auto& property : part["properties"]) {
      out.push_back(key_word(property.first.Scalar(), property.second));
    }
  }
  return out;
}

std::vector<PolicyWord> values_of(const YAML::Node& node) {
  std::vector<PolicyWord> out;
  for (const auto& part : alternatives(node)) {
    for (const auto& value : part["enum"]) out.push_back(value_word(value.Scalar(), part));
    if (part["const"]) out.push_back(value_word(part["const"].Scalar(), part));
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------
// The place in the text

/// Where something is being written.
struct Place {
  Path path;             ///< of the mapping that a key is for, or of the value
  bool is_value = false;
  std::size_t begin = 0;  ///< byte of the text where the word begins
};

/// The bytes of "key:" at the start of the words; npos where there is no key.
std::size_t key_size(std::string_view words) {
  const std::size_t colon = words.find(':');
  if (colon == std::string_view::npos || words.find_first_of("{}[],#\"'") < colon) return std::string_view::npos;
  const bool is_key = colon + 1 == words.size() || is_space(words[colon + 1]);
  return is_key ? colon : std::string_view::npos;
}

/// Follows the block structure line by line, by indentation.
class Outline {
 public:
  /// The words of a line behind its indentation and the dashes of lists, with the levels that these open.
  std::string_view enter(std::string_view line) {
    std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    std::string_view words = line.substr(indent);
    while (words.starts_with("- ") || words == "-") {
      // The dashes of a list may stand below the first letter of its key.
      std::erase_if(levels_, [&](const Level& level) {
        return level.indent > indent || (level.indent == indent && level.key == kEntry);
      });
      levels_.push_back({indent, kEntry});
      const std::size_t next = std::min(words.find_first_not_of(' ', 1), words.size());
      indent += next;
      words.remove_prefix(next);
    }
    std::erase_if(levels_, [&](const Level& level) { return level.indent >= indent; });
    indent_ = indent;
    return words;
  }

  void open(std::string_view key) { levels_.push_back({indent_, std::string(trimmed(key))}); }

  Path path() const {
    Path out;
    for (const Level& level : levels_) out.push_back(level.key);
    return out;
  }

 private:
  struct Level {
    std::size_t indent;
    std::string key;
  };
  std::vector<Level> levels_;
  std::size_t indent_ = 0;
};

bool is_comment(std::string_view line) { return trimmed(line).empty() || trimmed(line).starts_with('#'); }

/// Follows "{k: 5, error_below: 3" from `begin` on up to the end of the text.
Place place_in_flow(std::string_view text, std::size_t begin, Path path) {
  Place place{std::move(path), true, begin};
  std::string open;  // brackets
  std::vector<std::size_t> depths;  // of the paths around them
  const auto start_word = [&](std::size_t at) { place.begin = std::min(text.find_first_not_of(' ', at), text.size()); };
  start_word(begin);
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{' || c == '[') {
      open += c;
      if (c == '[') place.path.push_back(kEntry);
      depths.push_back(place.path.size());
      place.is_value = c == '[';
    } else if ((c == '}' || c == ']') && !open.empty()) {
      open.pop_back();
      depths.pop_back();
      place.is_value = true;
    } else if (c == ',' && !open.empty()) {
      place.path.resize(depths.back());
      place.is_value = open.back() == '[';
    } else if (c == ':' && !open.empty() && open.back() == '{' && !place.is_value) {
      place.path.emplace_back(trimmed(text.substr(place.begin, i - place.begin)));
      place.is_value = true;
    } else {
      continue;
    }
    start_word(i + 1);
  }
  return place;
}

/// Where the end of the text is; nullopt in a comment.
std::optional<Place> place_at_end(std::string_view text) {
  Outline outline;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', begin)) {
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (is_comment(line)) continue;
    const std::string_view words = outline.enter(line);
    if (const std::size_t size = key_size(words); size != std::string_view::npos) outline.open(words.substr(0, size));
  }
  const std::string_view line = text.substr(begin);
  if (line.find(" #") != std::string_view::npos || trimmed(line).starts_with('#')) return std::nullopt;
  const std::string_view words = outline.enter(line);
  const std::size_t at = text.size() - words.size();
  const std::size_t size = key_size(words);
  if (size == std::string_view::npos) {
    const bool is_flow = words.starts_with('{') || words.starts_with('[');
    return is_flow ? place_in_flow(text, at, outline.path()) : Place{outline.path(), false, at};
  }
  outline.open(words.substr(0, size));
  return place_in_flow(text, at + size + 1, outline.path());
}

/// The keys of that mapping in the whole text, but for the line that the cursor is in.
std::set<std::string> keys_there(std::string_view text, std::size_t cursor, const Path& of) {
  std::set<std::string> keys;
  Outline outline;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const bool is_here = begin <= cursor && cursor <= end;
    begin = end + 1;
    if (is_comment(line)) continue;
    const std::string_view words = outline.enter(line);
    const std::size_t size = key_size(words);
    if (size == std::string_view::npos) continue;
    if (!is_here && outline.path() == of) keys.emplace(trimmed(words.substr(0, size)));
    outline.open(words.substr(0, size));
  }
  return keys;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// The end of the word that the cursor is in.
std::size_t word_end(std::string_view text, std::size_t cursor) {
  while (cursor < text.size() && is_word(text[cursor])) ++cursor;
  return cursor;
}

}  // namespace

PolicyChoices policy_choices(std::string_view text, std::size_t cursor) {
  cursor = std::min(cursor, text.size());
  const auto place = place_at_end(text.substr(0, cursor));
  PolicyChoices choices{{cursor, cursor}, {}};
  const auto node = place ? find(schema(), place->path) : std::nullopt;
  if (!node) return choices;
  choices.replaced = {place->begin, word_end(text, cursor)};
  if (!place->is_value) {
    choices.words = keys_of(*node);
    const bool is_in_list = std::find(place->path.begin(), place->path.end(), kEntry) != place->path.end();
    const auto there = is_in_list ? std::set<std::string>() : keys_there(text, cursor, place->path);
    std::erase_if(choices.words, [&](const PolicyWord& word) { return there.contains(word.word); });
  }
  const bool is_entry = !place->path.empty() && place->path.back() == kEntry;
  if (place->is_value || is_entry) {
    for (auto& word : values_of(*node)) choices.words.push_back(std::move(word));
  }
  return choices;
}

std::optional<PolicyMeaning> policy_meaning(std::string_view text, std::size_t cursor) {
  const std::size_t end = word_end(text, std::min(cursor, text.size()));
  const auto place = place_at_end(text.substr(0, end));
  if (!place || place->begin >= end) return std::nullopt;
  const std::string word(text.substr(place->begin, end - place->begin));
  const auto node = find(schema(), place->path);
  if (!node) return std::nullopt;
  std::vector<PolicyWord> known = place->is_value ? values_of(*node) : keys_of(*node);
  const bool is_entry = !place->path.empty() && place->path.back() == kEntry;
  if (is_entry && !place->is_value) known = values_of(*node);
  const auto found = std::find_if(known.begin(), known.end(), [&](const PolicyWord& one) { return one.word == word; });
  if (found == known.end()) return std::nullopt;
  return PolicyMeaning{{place->begin, end}, *found};
}

}  // namespace toofew::lsp
