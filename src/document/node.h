#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/encoding.h"
#include "document/reader.h"

namespace toofew {

/// A value of a YAML or JSON file, with the way back from its decoded text to the file.
struct Node {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  bool text = true;            ///< scalar: may be prose (not a JSON number or boolean)
  std::string key{};           ///< name in the map that holds it; "" elsewhere
  std::size_t offset = 0;      ///< where it starts in the file's text
  Mapped value{};              ///< scalar
  std::vector<Node> children{};  ///< items of a list, members of a map, in order
};

/// Counts one more value of a file, which stands at that offset. Throws ReadFailure where there are more than memory should
/// hold.
void count_value(std::size_t& values, std::size_t offset);

/// Calls `found` for every published text below `map`, in order, with its name: keys from `map` down, dotted; items
/// of a list go by the name of the list. Published is what stands under one of `names`, and, in a map under such a
/// name, every text, unless the map's own keys tell which ones ("social: {text: …, channel: …}"). A map in a list is
/// left out when `enter` refuses it.
void for_each_published(const Node& map, const std::vector<std::string>& names,
                        const std::function<bool(const Node&)>& enter,
                        const std::function<void(const std::string& name, const Node& scalar)>& found);

/// The names, as for_each_published() gives them, of the texts below `node`, a map or a list, that are not published.
std::set<std::string> unpublished_names(const Node& node, const std::vector<std::string>& names);

/// The scalars of `map` and of the maps in it, by dotted name, without those in lists.
void for_each_scalar(const Node& map, const std::function<void(const std::string& name, const Node& scalar)>& found);

/// Calls `found` for every text that is meant for toofew: what stands under one of `names`, and under any other name that
/// begins with "toofew" (a misspelt one). A map in a list is left out when `enter` refuses it.
void for_each_note(const Node& map, const std::vector<std::string>& names,
                   const std::function<bool(const Node&)>& enter,
                   const std::function<void(const std::string& name, const Node& scalar)>& found);

/// The documents of a YAML stream. Throws ReadFailure.
std::vector<Node> parse_yaml(std::string_view text);

/// The comments of a YAML text that are meant for toofew. One on a line of its own speaks of the next text that is
/// published; one behind a value, of that value. `published` tells those by where they begin in `text`.
std::vector<Note> yaml_comments(std::string_view text, const std::vector<Node>& documents,
                                const std::map<std::size_t, Note::Reach>& published);

/// The one JSON value that `range` of `text` holds; offsets are bytes of `text`. Throws ReadFailure.
Node parse_json(std::string_view text, ByteRange range);

}  // namespace toofew
