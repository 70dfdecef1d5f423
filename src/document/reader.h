#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace toofew {

/// Which fields hold what. Names match without regard to case; a dotted name reaches into nested records ("post.text").
/// The defaults are data: rules/defaults/fields.yaml.
struct FieldNames {
  std::vector<std::string> prose;     ///< queue fields that are published
  std::vector<std::string> metadata;  ///< front-matter fields that are published (title, description, social text)
  std::vector<std::string> id;        ///< queue fields that name a record, first match wins
  std::vector<std::string> waiver;    ///< queue fields and front-matter keys that hold waivers
};

/// Whether `name` (dotted when nested) is `listed`, or ends in it after a dot, without regard to case.
bool is_field(std::string_view name, std::string_view listed);
/// Whether it is one of `names`.
bool is_field(std::string_view name, const std::vector<std::string>& names);

/// The field names of rules/defaults/fields.yaml.
FieldNames default_field_names();

/// "markdown", "html", …: the names that options and configuration use.
std::optional<Format> format_from_name(std::string_view name);
std::string_view format_name(Format format);
std::vector<std::string> format_names();

/// By file name ("post.md", "a/b.tweet", "queue.jsonl"); nullopt when toofew does not read such files.
std::optional<Format> format_from_path(std::string_view path);

/// Reads a draft. `bytes` may be UTF-8 with or without BOM, or UTF-16 with BOM.
/// Throws Error (place: `path`, line, column) for other encodings and for queues or front matter that cannot be parsed.
Document read_document(std::string_view bytes, Format format, const FieldNames& fields, std::string_view path);

}  // namespace toofew
