#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/encoding.h"

namespace toofew {

/// A comment of a post, as a reader meets it.
struct Comment {
  std::string text;      ///< without its marks
  ByteRange content;     ///< the whole comment, in bytes of Part::content
  bool in_text = false;  ///< words of the block that it stands in came before it
};

/// Whether a comment is meant for toofew, be it misspelt: "toofew: allow …", "TooFew allow …", "tofew: alow …".
bool is_note(std::string_view comment);

/// Whether a field or key is meant for toofew: its last name begins with "toofew".
bool is_note_name(std::string_view name);

/// Adds the comments that are meant for toofew to the notes of the part, whose blocks are read. One with words of its
/// block before it speaks of that block; any other one of the block that begins next. A table is one block, unless the
/// comment stands in a cell: then it speaks of that row.
void add_notes(std::vector<Comment> comments, Part& part);

/// "<!-- words -->" without its marks and the white space beside them.
std::string_view comment_words(std::string_view html_comment);

}  // namespace toofew
