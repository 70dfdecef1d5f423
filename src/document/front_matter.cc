#include "document/block_builder.h"
#include "document/node.h"
#include "document/readers.h"

namespace toofew {
namespace {

struct Fence {
  ByteRange inside;
  std::size_t end = 0;  // 0: there is no front matter
};

std::string_view without_trailing_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

Fence find_fence(std::string_view content, std::string_view mark) {
  const auto shown = [&](const Line& line) {
    return without_trailing_blanks(content.substr(line.begin, line.end - line.begin));
  };
  const Line first = line_at(content, 0);
  if (shown(first) != mark) return {};
  for (std::size_t at = first.next; at < content.size();) {
    const Line line = line_at(content, at);
    if (shown(line) == mark || (mark == "---" && shown(line) == "...")) return {{first.next, line.begin}, line.next};
    at = line.next;
  }
  return {};
}

// Positions inside the YAML become positions of the content.
Mapped moved(const Mapped& value, std::size_t base, std::size_t size) {
  SourceMap shift;
  shift.append(size, {base, base + size}, true);
  return {value.text, value.map.over(shift)};
}

// Positions of a note inside the YAML become positions of the content.
Note moved(Note note, std::size_t base) {
  const auto move = [&](ByteRange& range) { range = {range.begin + base, range.end + base}; };
  move(note.source);
  for (Note::Reach& reach : note.covers) move(reach.source);
  return note;
}

void read_notes(std::string_view yaml, const std::vector<Node>& documents, const Fence& fence, const FieldNames& fields,
                FrontMatter& out) {
  const std::size_t base = fence.inside.begin;
  const Node& map = documents.front();
  for_each_note(map, fields.waiver, [](const Node&) { return true; }, [&](const std::string& name, const Node& value) {
    const std::string& text = value.value.text;
    if (!is_blank(text)) out.notes.push_back(moved({name, text, value.value.map.to_source({0, text.size()}), {}}, base));
  });
  std::map<std::size_t, Note::Reach> published;
  for (const Block& block : out.blocks) {
    ByteRange range = block.map.to_source({0, block.text.size()});
    range = {range.begin - base, range.end - base};
    published.emplace(range.begin, Note::Reach{0, range});
  }
  for (Note& note : yaml_comments(yaml, documents, published)) out.notes.push_back(moved(std::move(note), base));
}

void read_map(const Node& map, const Fence& fence, const FieldNames& fields, FrontMatter& out) {
  for_each_scalar(map, [&](const std::string& name, const Node& scalar) {
    out.metadata.emplace(name, scalar.value.text);
  });
  const auto enter = [](const Node&) { return true; };
  for_each_published(map, fields.metadata, enter, [&](const std::string& name, const Node& scalar) {
    BlockBuilder builder;
    builder.append(moved(scalar.value, fence.inside.begin, fence.inside.size()), {0, scalar.value.text.size()});
    auto block = builder.finish(BlockKind::metadata);
    if (!block) return;
    block->field = name;
    out.blocks.push_back(std::move(*block));
  });
}

}  // namespace

FrontMatter read_front_matter(std::string_view content, const FieldNames& fields) {
  FrontMatter out;
  if (const Fence toml = find_fence(content, "+++"); toml.end > 0) {
    out.end = toml.end;
    return out;
  }
  const Fence fence = find_fence(content, "---");
  if (fence.end == 0) return out;
  std::vector<Node> documents;
  try {
    documents = parse_yaml(content.substr(fence.inside.begin, fence.inside.size()));
  } catch (ReadFailure& failure) {
    failure.offset += fence.inside.begin;
    failure.reason = "front matter: " + failure.reason;
    throw;
  }
  const bool blank = documents.empty() || documents.front().kind == Node::Kind::null;
  const bool is_map = !blank && documents.front().kind == Node::Kind::map;
  if (!blank && !is_map) return out;  // prose between two thematic breaks
  out.end = fence.end;
  out.yaml = fence.inside;
  if (is_map) {
    read_map(documents.front(), fence, fields, out);
    read_notes(content.substr(fence.inside.begin, fence.inside.size()), documents, fence, fields, out);
  }
  return out;
}

}  // namespace toofew
