#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/encoding.h"
#include "document/notes.h"
#include "document/reader.h"

// The readers of the single formats, for read_document. Posts are read out of Part::content; every function throws
// ReadFailure, with an offset of the text that it was given, when that text cannot be read.

namespace toofew {

/// Reads Part::content into metadata, blocks and notes.
void read_markdown(const FieldNames& fields, Part& part);
void read_html(Part& part);
void read_plain(Part& part);
void read_tweet(const FieldNames& fields, Part& part);

/// Prose of a piece of HTML, and its comments, added to `comments`; positions are bytes of `html`. Tables are numbered
/// from `first_table`, which moves on.
std::vector<Block> html_blocks(std::string_view html, int& first_table, std::vector<Comment>& comments);

/// Reads a message, from bytes, since its parts name their own encodings: the subject is a part, then each text body
/// that a reader sees (of alternatives, the HTML one). `Part::map` leads to `bytes`.
std::vector<Part> read_email(std::string_view bytes);

/// Posts, and the notes that stand beside them; those inside of a post are still in its Part::notes.
struct Drafts {
  std::vector<Part> parts;
  std::vector<Note> notes;
};

/// Read queues: one part per published field of a record. `Part::map` and the positions of Drafts::notes lead to bytes of
/// `text`.
Drafts read_yaml_queue(std::string_view text, const FieldNames& fields);
Drafts read_json_queue(std::string_view text, const FieldNames& fields);
/// `records` is how many records of the file came before the text, and counts on.
Drafts read_json_lines_queue(std::string_view text, const FieldNames& fields, std::size_t& records);
Drafts read_csv_queue(std::string_view text, char separator, const FieldNames& fields);

/// Paragraphs between blank lines of `content`; lines that start with ">" are quoted.
std::vector<Block> plain_blocks(std::string_view content, ByteRange range);

/// YAML between "---" lines (or TOML between "+++" lines) at the start of a post.
struct FrontMatter {
  std::map<std::string, std::string> metadata;  ///< scalars by key, nested keys dotted
  std::vector<Block> blocks;                    ///< published fields
  ByteRange yaml;                               ///< what stands between the marks; empty for TOML
  std::vector<Note> notes;  ///< keys do not say yet what they cover, which is the post
  std::size_t end = 0;                          ///< where the body starts; 0 when there is no front matter
};
FrontMatter read_front_matter(std::string_view content, const FieldNames& fields);

/// Levels of nesting that queues and front matter may have.
inline constexpr int kDeepestNesting = 512;

}  // namespace toofew
