#include "document/entities.h"

#include <charconv>
#include <cstdint>
#include <system_error>
#include <unordered_map>

#include <gumbo.h>

namespace toofew {
namespace {

constexpr std::size_t kLongestReference = 40;  // HTML's longest name has 31 letters
constexpr std::size_t kRemembered = 4096;      // distinct references kept decoded, so that memory stays bounded

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "&", "#", letters and digits, and the semicolon if it is there.
std::string_view candidate(std::string_view html) {
  std::size_t end = 1;
  if (end < html.size() && html[end] == '#') ++end;
  while (end < html.size() && end < kLongestReference && is_alphanumeric(html[end])) ++end;
  if (end < html.size() && html[end] == ';') ++end;
  return html.substr(0, end);
}

std::string text_of_body(const GumboNode* root) {
  for (unsigned int i = 0; i < root->v.element.children.length; ++i) {
    const auto* child = static_cast<const GumboNode*>(root->v.element.children.data[i]);
    if (child->type != GUMBO_NODE_ELEMENT || child->v.element.tag != GUMBO_TAG_BODY) continue;
    if (child->v.element.children.length == 0) return {};
    return static_cast<const GumboNode*>(child->v.element.children.data[0])->v.text.text;
  }
  return {};
}

/// U+FFFD for a number beyond Unicode's, of which Gumbo's integer overflows; nullopt for other references.
std::optional<Entity> beyond_unicode(std::string_view reference) {
  if (!reference.starts_with("&#")) return std::nullopt;
  const bool is_hexadecimal = reference[2] == 'x' || reference[2] == 'X';
  const int base = is_hexadecimal ? 16 : 10;
  const char* const end = reference.data() + reference.size();
  std::uint32_t number = 0;
  const auto read = std::from_chars(reference.data() + (is_hexadecimal ? 3 : 2), end, number, base);
  const bool is_beyond = read.ec == std::errc::result_out_of_range || number > 0x10FFFF;
  if (!is_beyond) return std::nullopt;
  const auto size = static_cast<std::size_t>(read.ptr - reference.data());
  return Entity{"\uFFFD", read.ptr != end && *read.ptr == ';' ? size + 1 : size};
}

// Gumbo carries HTML's table of names; a one-letter document gives access to it.
std::optional<Entity> decode(const std::string& reference) {
  if (auto entity = beyond_unicode(reference)) return entity;
  const std::string html = "x" + reference;
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  std::string shown = text_of_body(output->root);
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  if (shown.empty() || shown == html) return std::nullopt;
  shown.erase(0, 1);
  // Names without semicolon may be followed by letters that are not theirs ("&copyright"): those came out unchanged.
  std::size_t rest = 0;
  while (rest < shown.size() && rest < reference.size() &&
         shown[shown.size() - 1 - rest] == reference[reference.size() - 1 - rest]) {
    ++rest;
  }
  return Entity{shown.substr(0, shown.size() - rest), reference.size() - rest};
}

}  // namespace

std::optional<Entity> entity_at(std::string_view html) {
  const std::string_view reference = candidate(html);
  if (reference.size() < 3) return std::nullopt;
  thread_local std::unordered_map<std::string, std::optional<Entity>> known;
  if (known.size() > kRemembered) known.clear();
  const auto [entry, added] = known.try_emplace(std::string(reference));
  if (added) entry->second = decode(entry->first);
  return entry->second;
}

}  // namespace toofew
