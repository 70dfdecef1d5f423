#pragma once

#include <string>
#include <string_view>

namespace toofew {

/// Each returns valid UTF-8: U+FFFD stands for bytes that are no text, and for what the format cannot hold.

/// Text for XML 1.0 and HTML, between tags and in quoted attributes alike: "a < b" → "a &lt; b". Tabs and line breaks
/// are kept, as character references, so that attributes keep them too.
std::string escape_markup(std::string_view text);

/// Text for GitHub-flavoured Markdown, on one line, table cells included: nothing in it is taken for markup.
std::string escape_markdown(std::string_view text);

/// The same as a code span, in which a renderer finds no links and mentions.
std::string markdown_code(std::string_view text);

/// The text, line by line, as a fenced block of that language; ends with a line break.
std::string markdown_block(std::string_view text, std::string_view language);

/// A path as a URI reference (RFC 3986): relative as it is, absolute with "file://".
std::string path_uri(std::string_view path);

}  // namespace toofew
