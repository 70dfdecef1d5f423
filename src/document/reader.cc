#include "document/reader.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/embedded.h"
#include "base/words.h"
#include "document/encoding.h"
#include "document/json_lines.h"
#include "document/readers.h"

namespace toofew {
namespace {

struct NamedFormat {
  std::string_view name;
  Format format;
};

constexpr std::array<NamedFormat, 10> kFormats{{
    {"markdown", Format::markdown},
    {"html", Format::html},
    {"email", Format::email},
    {"plain", Format::plain},
    {"tweet", Format::tweet},
    {"yaml", Format::yaml_queue},
    {"json", Format::json_queue},
    {"jsonl", Format::json_lines_queue},
    {"csv", Format::csv_queue},
    {"tsv", Format::tsv_queue},
}};

constexpr std::array<NamedFormat, 16> kExtensions{{
    {"md", Format::markdown},
    {"markdown", Format::markdown},
    {"mdx", Format::markdown},
    {"html", Format::html},
    {"htm", Format::html},
    {"eml", Format::email},
    {"txt", Format::plain},
    {"text", Format::plain},
    {"tweet", Format::tweet},
    {"yaml", Format::yaml_queue},
    {"yml", Format::yaml_queue},
    {"json", Format::json_queue},
    {"jsonl", Format::json_lines_queue},
    {"ndjson", Format::json_lines_queue},
    {"csv", Format::csv_queue},
    {"tsv", Format::tsv_queue},
}};

// toofew's own files, which stand beside the drafts.
constexpr std::array<std::string_view, 4> kOwnFiles{"toofew.yaml", ".toofew.yaml", "populations.yaml", "facts.yaml"};

std::vector<Part> one_part(std::string content, void (*read)(const FieldNames&, Part&), const FieldNames& fields) {
  Part part;
  part.map = SourceMap::identity(content.size());
  part.content = std::move(content);
  read(fields, part);
  std::vector<Part> parts;
  parts.push_back(std::move(part));
  return parts;
}

Drafts read_drafts(std::string text, Format format, const FieldNames& fields) {
  switch (format) {
    case Format::markdown: return {one_part(std::move(text), read_markdown, fields), {}};
    case Format::tweet: return {one_part(std::move(text), read_tweet, fields), {}};
    case Format::html:
      return {one_part(std::move(text), [](const FieldNames&, Part& part) { read_html(part); }, fields), {}};
    case Format::plain:
      return {one_part(std::move(text), [](const FieldNames&, Part& part) { read_plain(part); }, fields), {}};
    case Format::email: return {read_email(text), {}};
    case Format::yaml_queue: return read_yaml_queue(text, fields);
    case Format::json_queue: return read_json_queue(text, fields);
    case Format::json_lines_queue: {
      std::size_t none_before = 0;
      return read_json_lines_queue(text, fields, none_before);
    }
    case Format::csv_queue: return read_csv_queue(text, ',', fields);
    case Format::tsv_queue: return read_csv_queue(text, '\t', fields);
  }
  return {};
}

// The parts' notes join those of the file; all positions become bytes of the file, which `file` leads to.
void place_notes(const SourceMap& file, Document& document) {
  for (Note& note : document.notes) {
    note.source = file.to_source(note.source);
    for (Note::Reach& reach : note.covers) reach.source = file.to_source(reach.source);
  }
  for (std::size_t i = 0; i < document.parts.size(); ++i) {
    Part& part = document.parts[i];
    for (Note& note : part.notes) {
      note.source = part.map.to_source(note.source);
      for (Note::Reach& reach : note.covers) reach = {i, part.map.to_source(reach.source)};
      document.notes.push_back(std::move(note));
    }
    part.notes.clear();
  }
  const auto stands_before = [](const Note& a, const Note& b) { return a.source.begin < b.source.begin; };
  std::stable_sort(document.notes.begin(), document.notes.end(), stands_before);
}

Mapped decoded(std::string_view bytes, Format format, std::string_view path) {
  if (format != Format::email) return decode_file(bytes, path);
  Mapped file;
  file.verbatim(bytes, 0);
  return file;
}

/// The document of a decoded file whose drafts `read` reads. `text` gives what it was decoded to, for errors.
template <typename Read, typename Text>
Document document_of(const SourceMap& file, Format format, std::string_view path, const Read& read, const Text& text) {
  Document document;
  document.format = format;
  try {
    Drafts drafts = read();
    document.parts = std::move(drafts.parts);
    document.notes = std::move(drafts.notes);
  } catch (const ReadFailure& failure) {
    throw Error(place_of(text(), failure.offset, path), failure.reason);
  }
  for (Part& part : document.parts) part.map = part.map.over(file);
  place_notes(file, document);
  return document;
}

}  // namespace

std::optional<Format> format_from_name(std::string_view name) {
  for (const auto& format : kFormats) {
    if (format.name == name) return format.format;
  }
  return std::nullopt;
}

std::string_view format_name(Format format) {
  const auto* named = std::find_if(kFormats.begin(), kFormats.end(), [&](const auto& f) { return f.format == format; });
  return named->name;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const auto& format : kFormats) names.emplace_back(format.name);
  return names;
}

std::optional<Format> format_from_path(std::string_view path) {
  const std::string name = lower(path.substr(path.find_last_of("/\\") + 1));
  if (std::find(kOwnFiles.begin(), kOwnFiles.end(), name) != kOwnFiles.end()) return std::nullopt;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return std::nullopt;
  for (const auto& extension : kExtensions) {
    if (name.substr(dot + 1) == extension.name) return extension.format;
  }
  return std::nullopt;
}

FieldNames default_field_names() {
  const YAML::Node file = YAML::Load(std::string(embedded_file("defaults/fields.yaml")));
  const auto list = [&](const char* key) { return file[key].as<std::vector<std::string>>(); };
  return {list("prose"), list("metadata"), list("id"), list("waiver")};
}

Document read_document(std::string_view bytes, Format format, const FieldNames& fields, std::string_view path) {
  Mapped file = decoded(bytes, format, path);
  return document_of(
      file.map, format, path, [&] { return read_drafts(std::move(file.text), format, fields); },
      [&] { return decoded(bytes, format, path).text; });
}

Document read_json_lines(std::string_view bytes, const FieldNames& fields, std::string_view path, LinesBefore& before) {
  Mapped file = decode_file(bytes, path);
  SourceMap whole;
  whole.append(bytes.size(), {before.bytes, before.bytes + bytes.size()}, true);
  file.map = file.map.over(whole);
  return document_of(
      file.map, Format::json_lines_queue, path, [&] { return read_json_lines_queue(file.text, fields, before.records); },
      [&] { return file.text; });
}

}  // namespace toofew
