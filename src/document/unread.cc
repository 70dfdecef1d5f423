#include "document/unread.h"

#include <algorithm>
#include <set>

#include "base/words.h"
#include "document/block_builder.h"
#include "document/csv.h"
#include "document/encoding.h"
#include "document/node.h"
#include "document/readers.h"

namespace toofew {
namespace {

constexpr std::string_view kTomlMark = "+++";

using Names = std::set<std::string>;

void add(const Node& node, const std::vector<std::string>& published, Names& names) {
  names.merge(unpublished_names(node, published));
}

Names of_front_matter(std::string_view text, const FieldNames& fields) {
  const FrontMatter front = read_front_matter(text, fields);
  if (front.end > 0 && text.starts_with(kTomlMark)) return {"front matter in TOML"};
  Names names;
  for (const Node& map : parse_yaml(text.substr(front.yaml.begin, front.yaml.size()))) add(map, fields.metadata, names);
  return names;
}

Names of_json_lines(std::string_view text, const FieldNames& fields) {
  Names names;
  for (std::size_t at = 0; at < text.size();) {
    const Line line = line_at(text, at);
    at = line.next;
    if (is_blank(text.substr(line.begin, line.end - line.begin))) continue;
    add(parse_json(text, {line.begin, line.end}), fields.prose, names);
  }
  return names;
}

/// Columns in which something stands.
Names of_table(std::string_view text, char separator, const FieldNames& fields) {
  Names names;
  CsvScanner scanner(text, separator);
  std::vector<std::string> header;
  while (!scanner.done()) {
    const std::vector<Mapped> cells = scanner.row();
    const bool blank = std::all_of(cells.begin(), cells.end(), [](const Mapped& cell) { return is_blank(cell.text); });
    if (blank) continue;
    const bool is_header = header.empty();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (is_header) {
        header.emplace_back(trimmed(cells[i].text));
      } else if (i < header.size() && !is_blank(cells[i].text) && !is_field(header[i], fields.prose)) {
        names.insert(header[i]);
      }
    }
  }
  return names;
}

Names of_text(std::string_view text, Format format, const FieldNames& fields) {
  Names names;
  switch (format) {
    case Format::markdown: return of_front_matter(text, fields);
    case Format::yaml_queue:
      for (const Node& document : parse_yaml(text)) add(document, fields.prose, names);
      return names;
    case Format::json_queue: add(parse_json(text, {0, text.size()}), fields.prose, names); return names;
    case Format::json_lines_queue: return of_json_lines(text, fields);
    case Format::csv_queue: return of_table(text, ',', fields);
    case Format::tsv_queue: return of_table(text, '\t', fields);
    case Format::html:
    case Format::email:
    case Format::plain:
    case Format::tweet: break;  // have no fields for people
  }
  return names;
}

}  // namespace

std::vector<std::string> unread_fields(std::string_view bytes, Format format, const FieldNames& fields) {
  if (format == Format::email) return {};  // whose parts have encodings of their own
  const Names names = of_text(decode_file(bytes, {}).text, format, fields);
  return {names.begin(), names.end()};
}

}  // namespace toofew
