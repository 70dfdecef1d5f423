#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/words.h"
#include "document/block_builder.h"
#include "document/csv.h"
#include "document/node.h"
#include "document/readers.h"

namespace toofew {
namespace {

constexpr std::size_t kMostMetadata = 64;       // fields of a record that its parts carry along
constexpr std::size_t kLongestMetadata = 1000;  // bytes of one of them

using Metadata = std::map<std::string, std::string>;

// A failure inside a field is told at its place in the file.
void read_field(const FieldNames& fields, Part& part) {
  try {
    read_markdown(fields, part);
  } catch (ReadFailure& failure) {
    const std::size_t offset = std::min(failure.offset, part.map.text_size());
    failure.offset = part.map.to_source({offset, offset}).begin;
    throw;
  }
}

// Gives the records of a file their names and turns their published fields into parts, and what is meant for toofew into
// notes.
class RecordReader {
 public:
  // `records` came before in the same file.
  RecordReader(const FieldNames& fields, Drafts& drafts, std::size_t records = 0)
      : fields_(fields), drafts_(drafts), ordinal_(records) {}

  std::size_t records() const { return ordinal_; }

  // A record that stands alone: a line of JSON Lines, a row. Everything in it that has no id of its own belongs to it.
  void record(const Node& map) { named_record(map, id_or_ordinal(map)); }

  // A whole file: a list of records, or a map that holds one, at any depth.
  void container(const Node& node) {
    if (node.kind == Node::Kind::list) {
      for (const Node& item : node.children) this->item(item);
    } else if (node.kind == Node::Kind::map) {
      const bool alone = !id_of(node).empty() || !holds_records(node);
      alone ? record(node) : records_in(node);
    }
  }

 private:
  void item(const Node& item) {
    if (item.kind == Node::Kind::map) return record(item);
    if (item.kind == Node::Kind::list) return container(item);
    if (item.kind != Node::Kind::scalar || !item.text) return;
    ++ordinal_;  // a list of bare texts
    add_part(fmt::format("#{}", ordinal_), {}, {}, item.value);
  }

  // A map that holds lists of records; texts beside them ("title: Spring") are read as a record of their own.
  void records_in(const Node& map) {
    Node beside{.kind = Node::Kind::map, .offset = map.offset};
    for (const Node& member : map.children) {
      if (!holds_records(member)) beside.children.push_back(member);
    }
    bool published = false;
    const auto enter = [](const Node&) { return true; };
    for_each_published(beside, fields_.prose, enter, [&](const std::string&, const Node&) { published = true; });
    published ? record(beside) : add_notes_of(beside, {});
    for (const Node& member : map.children) {
      if (holds_records(member)) container(member);
    }
  }

  // Whether there is a list of maps in the node, at any depth.
  static bool holds_records(const Node& node) {
    return std::any_of(node.children.begin(), node.children.end(), [&](const Node& child) {
      return (node.kind == Node::Kind::list && child.kind == Node::Kind::map) || holds_records(child);
    });
  }

  std::string id_of(const Node& map) const {
    for (const std::string& name : fields_.id) {
      for (const Node& member : map.children) {
        if (member.kind != Node::Kind::scalar || member.value.text.empty()) continue;
        if (is_field(member.key, name)) return member.value.text;
      }
    }
    return {};
  }

  std::string id_or_ordinal(const Node& map) {
    ++ordinal_;
    std::string id = id_of(map);
    return id.empty() ? fmt::format("#{}", ordinal_) : id;
  }

  void named_record(const Node& map, const std::string& name) {
    const Metadata metadata = metadata_of(map);
    std::vector<std::size_t> own;  // parts that are this record's, not an inner one's
    const auto enter = [&](const Node& inner) {
      if (id_of(inner).empty()) return true;
      record(inner);
      return false;
    };
    for_each_published(map, fields_.prose, enter, [&](const std::string& field, const Node& scalar) {
      if (add_part(name, field, metadata, scalar.value)) own.push_back(drafts_.parts.size() - 1);
    });
    add_notes_of(map, own);
  }

  // A note among a record's fields speaks of the whole record.
  void add_notes_of(const Node& map, const std::vector<std::size_t>& parts) {
    const auto enter = [&](const Node& inner) { return id_of(inner).empty(); };
    for_each_note(map, fields_.waiver, enter, [&](const std::string& name, const Node& value) {
      if (is_blank(value.value.text)) return;
      Note note{name, value.value.text, value.value.map.to_source({0, value.value.text.size()}), {}};
      for (const std::size_t part : parts) {
        note.covers.push_back({part, drafts_.parts[part].map.to_source({0, drafts_.parts[part].content.size()})});
      }
      drafts_.notes.push_back(std::move(note));
    });
  }

  Metadata metadata_of(const Node& map) const {
    Metadata metadata;
    for_each_scalar(map, [&](const std::string& name, const Node& scalar) {
      const bool carried = !is_field(name, fields_.prose) && scalar.value.text.size() <= kLongestMetadata;
      if (carried && metadata.size() < kMostMetadata) metadata.emplace(name, scalar.value.text);
    });
    return metadata;
  }

  bool add_part(const std::string& record, const std::string& field, const Metadata& metadata, const Mapped& value) {
    if (is_blank(value.text)) return false;
    Part part;
    part.content = value.text;
    part.map = value.map;
    part.record = record;
    part.field = field;
    part.metadata = metadata;
    read_field(fields_, part);
    drafts_.parts.push_back(std::move(part));
    return true;
  }

  const FieldNames& fields_;
  Drafts& drafts_;
  std::size_t ordinal_;
};

Node row_node(std::vector<Mapped> cells, const std::vector<std::string>& header) {
  Node record{.kind = Node::Kind::map};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (header[i].empty() || cells[i].text.empty()) continue;
    Node cell{.kind = Node::Kind::scalar, .key = header[i]};
    cell.value = std::move(cells[i]);
    record.children.push_back(std::move(cell));
  }
  return record;
}

}  // namespace

Drafts read_yaml_queue(std::string_view text, const FieldNames& fields) {
  Drafts drafts;
  RecordReader reader(fields, drafts);
  const std::vector<Node> documents = parse_yaml(text);
  for (const Node& document : documents) reader.container(document);
  std::map<std::size_t, Note::Reach> published;
  for (std::size_t i = 0; i < drafts.parts.size(); ++i) {
    const ByteRange range = drafts.parts[i].map.to_source({0, drafts.parts[i].content.size()});
    published.emplace(range.begin, Note::Reach{i, range});
  }
  for (Note& note : yaml_comments(text, documents, published)) drafts.notes.push_back(std::move(note));
  return drafts;
}

Drafts read_json_queue(std::string_view text, const FieldNames& fields) {
  Drafts drafts;
  RecordReader(fields, drafts).container(parse_json(text, {0, text.size()}));
  return drafts;
}

Drafts read_json_lines_queue(std::string_view text, const FieldNames& fields, std::size_t& records) {
  Drafts drafts;
  RecordReader reader(fields, drafts, records);
  for (std::size_t at = 0; at < text.size();) {
    const Line line = line_at(text, at);
    at = line.next;
    if (is_blank(text.substr(line.begin, line.end - line.begin))) continue;
    const Node node = parse_json(text, {line.begin, line.end});
    if (node.kind != Node::Kind::map) throw ReadFailure{line.begin, "a line of JSON Lines must be an object"};
    reader.record(node);
  }
  records = reader.records();
  return drafts;
}

Drafts read_csv_queue(std::string_view text, char separator, const FieldNames& fields) {
  Drafts drafts;
  RecordReader reader(fields, drafts);
  CsvScanner scanner(text, separator);
  std::vector<std::string> header;
  while (!scanner.done()) {
    const std::size_t row_begin = scanner.offset();
    std::vector<Mapped> cells = scanner.row();
    const bool blank = std::all_of(cells.begin(), cells.end(), [](const Mapped& cell) { return is_blank(cell.text); });
    if (blank) continue;
    if (header.empty()) {
      for (const Mapped& cell : cells) header.emplace_back(trimmed(cell.text));
      continue;
    }
    if (cells.size() > header.size()) {
      throw ReadFailure{row_begin, fmt::format("the row has {} fields, the header {}", cells.size(), header.size())};
    }
    reader.record(row_node(std::move(cells), header));
  }
  return drafts;
}

}  // namespace toofew
