#include "document/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "document/block_builder.h"
#include "document/readers.h"

namespace toofew {
namespace {

constexpr std::size_t kMostValues = 2'000'000;  // of about 280 bytes each

using Found = std::function<void(const std::string&, const Node&)>;
using Enter = std::function<bool(const Node&)>;

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

std::string joined(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

struct NoteWalk {
  const std::vector<std::string>& names;
  const Enter& enter;
  const Found& found;

  void value(const Node& node, const std::string& path, bool meant) const {
    if (node.kind == Node::Kind::scalar && meant) found(path, node);
    for (const Node& child : node.children) {
      if (node.kind == Node::Kind::list && child.kind == Node::Kind::map && !enter(child)) continue;
      const std::string name = node.kind == Node::Kind::map ? joined(path, child.key) : path;
      value(child, name, meant || is_field(name, names) || is_note_name(name));
    }
  }
};

struct PublishedWalk {
  const std::vector<std::string>& names;
  const Enter& enter;
  const Found& found;

  void value(const Node& node, const std::string& path, bool published) const {
    if (node.kind == Node::Kind::map) {
      members(node, path, published);
    } else if (node.kind == Node::Kind::list) {
      for (const Node& item : node.children) {
        if (item.kind != Node::Kind::map || enter(item)) value(item, path, published);
      }
    } else if (node.kind == Node::Kind::scalar && node.text && published) {
      found(path, node);
    }
  }

  void members(const Node& map, const std::string& path, bool published) const {
    const bool keys_tell = std::any_of(map.children.begin(), map.children.end(), [&](const Node& member) {
      return is_field(joined(path, member.key), names);
    });
    for (const Node& member : map.children) {
      const std::string name = joined(path, member.key);
      value(member, name, keys_tell ? is_field(name, names) : published);
    }
  }
};

/// Everything that PublishedWalk passes, in its order.
struct UnpublishedWalk {
  const std::vector<const Node*>& published;
  std::set<std::string>& names;
  std::size_t passed = 0;  // of `published`

  void value(const Node& node, const std::string& path) {
    if (node.kind == Node::Kind::scalar && node.text) return text(node, path);
    for (const Node& child : node.children) {
      value(child, node.kind == Node::Kind::map ? joined(path, child.key) : path);
    }
  }

  void text(const Node& node, const std::string& path) {
    const bool is_published = passed < published.size() && published[passed] == &node;
    if (is_published) ++passed;
    if (!is_published && !is_blank(node.value.text)) names.insert(path);
  }
};

void scalars(const Node& map, const std::string& path, const Found& found) {
  for (const Node& member : map.children) {
    const std::string name = joined(path, member.key);
    if (member.kind == Node::Kind::scalar) found(name, member);
    if (member.kind == Node::Kind::map) scalars(member, name, found);
  }
}

}  // namespace

void count_value(std::size_t& values, std::size_t offset) {
  if (++values <= kMostValues) return;
  throw ReadFailure{offset, fmt::format("more than {} values; a queue of that length belongs in JSON Lines", kMostValues)};
}

bool is_field(std::string_view name, std::string_view listed) {
  if (listed.size() > name.size() || listed.empty()) return false;
  const std::size_t start = name.size() - listed.size();
  if (start > 0 && name[start - 1] != '.') return false;
  return equal_without_case(name.substr(start), listed);
}

bool is_field(std::string_view name, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& listed) { return is_field(name, listed); });
}

void for_each_published(const Node& map, const std::vector<std::string>& names, const Enter& enter, const Found& found) {
  PublishedWalk{names, enter, found}.members(map, {}, false);
}

std::set<std::string> unpublished_names(const Node& node, const std::vector<std::string>& names) {
  std::vector<const Node*> published;
  const Enter enter = [](const Node&) { return true; };
  const Found found = [&](const std::string&, const Node& text) { published.push_back(&text); };
  PublishedWalk{names, enter, found}.value(node, {}, false);
  std::set<std::string> unpublished;
  UnpublishedWalk{published, unpublished}.value(node, {});
  return unpublished;
}

void for_each_note(const Node& map, const std::vector<std::string>& names, const Enter& enter, const Found& found) {
  NoteWalk{names, enter, found}.value(map, {}, false);
}

void for_each_scalar(const Node& map, const Found& found) { scalars(map, {}, found); }

}  // namespace toofew
