#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_range.h"
#include "document/source_map.h"

namespace toofew {

enum class Format { markdown, html, email, plain, tweet, yaml_queue, json_queue, json_lines_queue, csv_queue, tsv_queue };

/// What a reader sees a block of prose as.
enum class BlockKind { paragraph, heading, list_item, table_cell, image_alt, tooltip, metadata, subject, poll_option };

/// Inline markup that tells how words are meant.
enum class MarkKind { emphasis, strong, strike, link, quotation };

struct Mark {
  ByteRange text;  ///< bytes of Block::text
  MarkKind kind;
};

/// Where a table cell stands. Rows and columns count from 0; `table` counts the tables of a part.
struct CellPosition {
  int table = 0;
  int row = 0;
  int column = 0;
  bool header = false;
};

/// One stretch of prose that is read without a break: a paragraph, a heading, a cell, an alt text.
struct Block {
  BlockKind kind = BlockKind::paragraph;
  std::string text;  ///< UTF-8, without markup; soft line breaks stay '\n'
  SourceMap map;     ///< from `text` to Part::content
  std::vector<Mark> marks;
  std::optional<CellPosition> cell;  ///< for table_cell
  bool quoted = false;               ///< inside a block quotation
  std::string field;                 ///< metadata: the key it stood under ("title"); else ""
};

/// Words for toofew that stand beside the prose and are not published: a comment, a field of a record, a key of the front
/// matter. What they say is read by the policy; what they speak of is told by where they stand.
struct Note {
  std::string name;  ///< of the field or key ("toofew-allow"); "" for a comment
  std::string text;  ///< the field's value, or what the comment says without its marks ("toofew: allow …")
  ByteRange source;  ///< the comment or the value, in bytes of the original file (in Part::notes: of Part::content)

  struct Reach {
    std::size_t part = 0;  ///< index into Document::parts (in Part::notes: 0)
    ByteRange source;      ///< bytes, as those of Note::source
  };
  std::vector<Reach> covers;  ///< the stretches of prose that it speaks of; none where nothing follows it
};

/// One post: a whole file, or one field of one record of a queue.
struct Part {
  std::string content;  ///< the post as its author wrote it, decoded to UTF-8, markup and all
  SourceMap map;        ///< from `content` to the bytes of the file
  std::string record;   ///< id of the queue record; "" outside queues
  std::string field;    ///< name of the queue field; "" outside queues
  std::map<std::string, std::string> metadata;  ///< scalars of front matter, headers or record: lang, channel, date …
  std::vector<Block> blocks;                    ///< in reading order
  std::vector<Note> notes;                      ///< found in `content`; read_document() moves them to Document::notes
  ByteRange front_matter;  ///< the YAML at the start of `content`, without the marks around it; empty for none
};

/// A draft as the engine sees it. Holds no path: what cannot be read is told by whoever reads files.
struct Document {
  Format format = Format::plain;
  std::vector<Part> parts;
  std::vector<Note> notes;  ///< in order of position
};

}  // namespace toofew
