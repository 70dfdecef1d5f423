// Reads the prose of HTML. The text is tokenised as HTML's standard says, but no tree is built: what is shown needs only
// to know where blocks begin and end, and which open elements hide, mark or place text. Tree builders that are at hand
// take quadratic time on deeply nested tags, and a draft must never hang the linter.

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/words.h"
#include "document/block_builder.h"
#include "document/entities.h"
#include "document/readers.h"

namespace toofew {
namespace {

using Names = std::string_view;

// Lists of names, padded with spaces so that a name is looked up whole. A name may be anything that a draft says.
bool among(std::string_view name, Names names) {
  if (name.empty() || name.find(' ') != Names::npos) return false;
  for (std::size_t at = names.find(name); at != Names::npos; at = names.find(name, at + 1)) {
    if (names[at - 1] == ' ' && names[at + name.size()] == ' ') return true;
  }
  return false;
}

// Elements whose start and end break the text.
constexpr Names kBlocks =
    " address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link main menu meta "
    "nav ol optgroup option p pre search section select summary table tbody td textarea tfoot th thead title tr ul video "
    "audio ";
constexpr Names kVoid = " area base br col embed hr img input link meta param source track wbr ";
// What stands in them is not prose. Of code, the place is kept.
constexpr Names kNoProse = " script style template pre code iframe noembed noframes xmp canvas math ";
// Their content holds no tags; text ends at the end tag only.
constexpr Names kRawText = " script style textarea title iframe noembed noframes xmp ";
constexpr Names kHeadings = " h1 h2 h3 h4 h5 h6 ";
// A start tag of these ends an open paragraph.
constexpr Names kEndsParagraph =
    " address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p section summary table ul ";
// Open elements that end tags inside them cannot reach beyond.
constexpr Names kBoundaries = " table td th caption button template ";
constexpr Names kTableParts = " table caption thead tbody tfoot tr td th ";
// Published through a head's <meta>, by name or property.
constexpr Names kPublishedMeta = " description og:title og:description twitter:title twitter:description ";

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::optional<MarkKind> mark_of(std::string_view name) {
  if (among(name, " b strong ")) return MarkKind::strong;
  if (among(name, " i em ")) return MarkKind::emphasis;
  if (among(name, " s strike del ")) return MarkKind::strike;
  if (name == "q") return MarkKind::quotation;
  if (name == "a") return MarkKind::link;
  return std::nullopt;
}

// Decodes references; in attributes, "&copy=" stays as it is.
Mapped decode(std::string_view html, ByteRange range, bool attribute) {
  Mapped out;
  const std::string_view text = html.substr(0, range.end);
  for (std::size_t at = range.begin; at < range.end;) {
    const std::size_t stop = std::min(text.find('&', at), range.end);
    if (stop > at) out.verbatim(text.substr(at, stop - at), at);
    at = stop;
    if (at == range.end) break;
    const auto entity = entity_at(text.substr(at));
    const std::size_t end = at + (entity ? entity->size : 1);
    const char next = end < range.end ? text[end] : ' ';
    const bool literal = attribute && entity && text[end - 1] != ';' &&
                         (next == '=' || std::isalnum(static_cast<unsigned char>(next)) != 0);
    if (entity && !literal) {
      out.piece(entity->text, {at, end});
      at = end;
    } else {
      out.verbatim(text.substr(at, 1), at);
      ++at;
    }
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------

struct Attribute {
  std::string name;
  ByteRange value;
};

struct Tag {
  std::string name;
  bool end = false;
  ByteRange range;
  std::vector<Attribute> attributes;

  const Attribute* find(std::string_view wanted) const {
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& a) { return a.name == wanted; });
    return found == attributes.end() ? nullptr : &*found;
  }
};

class TagScanner {
 public:
  TagScanner(std::string_view html, std::size_t begin) : html_(html), at_(begin) {}

  // The tag that starts at `begin` with "<x" or "</x". One without an end reaches to the end of the text.
  Tag scan() {
    Tag tag;
    tag.range.begin = at_++;
    if (peek() == '/') {
      tag.end = true;
      ++at_;
    }
    const std::size_t name = at_;
    while (!done() && !is_space(peek()) && peek() != '/' && peek() != '>') ++at_;
    tag.name = lower(html_.substr(name, at_ - name));
    while (!done() && peek() != '>') attribute(tag);
    if (!done()) ++at_;
    tag.range.end = at_;
    return tag;
  }

 private:
  bool done() const { return at_ >= html_.size(); }
  char peek() const { return done() ? '\0' : html_[at_]; }

  void skip_space() {
    while (!done() && is_space(peek())) ++at_;
  }

  void attribute(Tag& tag) {
    while (!done() && (is_space(peek()) || peek() == '/')) ++at_;
    if (done() || peek() == '>') return;
    const std::size_t begin = at_++;  // a "=" in front belongs to the name
    while (!done() && !is_space(peek()) && peek() != '/' && peek() != '>' && peek() != '=') ++at_;
    Attribute found{lower(html_.substr(begin, at_ - begin)), {at_, at_}};
    skip_space();
    if (peek() == '=') {
      ++at_;
      skip_space();
      found.value = value();
    }
    tag.attributes.push_back(std::move(found));
  }

  ByteRange value() {
    const char quote = peek();
    if (quote == '"' || quote == '\'') {
      const std::size_t begin = ++at_;
      const std::size_t end = std::min(html_.find(quote, begin), html_.size());
      at_ = std::min(end + 1, html_.size());
      return {begin, end};
    }
    const std::size_t begin = at_;
    while (!done() && !is_space(peek()) && peek() != '>') ++at_;
    return {begin, at_};
  }

  std::string_view html_;
  std::size_t at_;
};

// ---------------------------------------------------------------------------------------------------------------------

class HtmlReader {
 public:
  HtmlReader(std::string_view html, int& tables, std::vector<Comment>& comments)
      : html_(html), tables_(tables), comments_(comments) {}

  std::vector<Block> read() {
    while (at_ < html_.size()) step();
    flush();
    sort_by_position(blocks_);
    return std::move(blocks_);
  }

 private:
  struct Element {
    std::string name;
    BlockKind outer_kind;  // to go back to
    bool hides = false;
    std::size_t begin = 0;
  };

  struct Table {
    CellPosition cell;
    bool in_head = false;
  };

  // --- tokens

  void step() {
    const std::size_t open = std::min(html_.find('<', at_), html_.size());
    if (open > at_) text({at_, open});
    at_ = open;
    if (at_ == html_.size()) return;
    const std::string_view rest = html_.substr(at_);
    const char next = rest.size() > 1 ? rest[1] : '\0';
    const bool end_tag = next == '/' && rest.size() > 2 && is_letter(rest[2]);
    if (is_letter(next) || end_tag) {
      const Tag tag = TagScanner(html_, at_).scan();
      at_ = tag.range.end;
      tag.end ? end(tag) : start(tag);
    } else if (next == '!' || next == '?' || next == '/') {
      this->comment(rest);
    } else {
      text({at_, at_ + 1});
      ++at_;
    }
  }

  void comment(std::string_view rest) {
    const bool is_comment = rest.starts_with("<!--") && !rest.starts_with("<!-->");
    const std::string_view close = is_comment ? "-->" : ">";
    const std::size_t found = rest.find(close, is_comment ? 4 : 2);
    const std::size_t end = found == std::string_view::npos ? html_.size() : at_ + found + close.size();
    if (is_comment) {
      const ByteRange range{at_, end};
      comments_.push_back({std::string(comment_words(html_.substr(at_, range.size()))), range, !builder_.blank()});
    }
    at_ = end;
  }

  // Moves behind the text of <script> and its like, and reads it as text where it is prose.
  void raw_text(const std::string& name) {
    std::size_t close = at_;
    for (;; ++close) {
      close = html_.find("</", close);
      if (close == std::string_view::npos) break;
      if (lower(html_.substr(close + 2, name.size())) == name) break;
    }
    close = std::min(close, html_.size());
    text({at_, close});
    at_ = close;
  }

  void text(ByteRange range) {
    if (hiding_ > 0 || range.empty()) return;
    builder_.append_collapsed(decode(html_, range, false));
  }

  // --- elements

  void start(const Tag& tag) {
    close_implied(tag.name);
    if (among(tag.name, kBlocks)) flush();
    const bool hidden = among(tag.name, kNoProse) || tag.find("hidden") != nullptr;
    if (hiding_ == 0 && !hidden) attributes(tag);
    if (tag.name == "br" && hiding_ == 0) builder_.line_break(tag.range);
    if (tag.name == "img" && hiding_ == 0) builder_.object(tag.range);
    if (among(tag.name, kVoid)) return;

    push(tag, hidden);
    if (hiding_ == 0) enter(tag.name);
    if (among(tag.name, kRawText)) raw_text(tag.name);
  }

  // Elements whose end tag may be left out.
  void close_implied(const std::string& name) {
    if (among(name, kEndsParagraph)) close_to("p");
    if (name == "li") close_to("li", " ul ol menu ");
    if (name == "dt" || name == "dd") {
      close_to("dt", " dl ");
      close_to("dd", " dl ");
    }
    if (name == "option" || name == "optgroup") close_to("option");
    if (among(name, " td th tr thead tbody tfoot ")) {
      close_to("td", " table ");
      close_to("th", " table ");
    }
    if (among(name, " tr thead tbody tfoot ")) close_to("tr", " table ");
    if (among(name, " thead tbody tfoot ")) {
      for (const char* group : {"thead", "tbody", "tfoot"}) close_to(group, " table ");
    }
  }

  void end(const Tag& tag) {
    if (among(tag.name, kBlocks)) flush();
    if (tag.name == "br" && hiding_ == 0) builder_.line_break(tag.range);
    close_to(tag.name, among(tag.name, kTableParts) ? Names(" table ") : kBoundaries, tag.range.end);
  }

  void push(const Tag& tag, bool hides) {
    open_by_name_[tag.name].push_back(open_.size());
    open_.push_back({tag.name, kind_, hides, tag.range.begin});
    if (hides) ++hiding_;
  }

  // Closes the innermost open `name` and all in it, unless it stands outside one of `boundaries`.
  void close_to(const std::string& name, Names boundaries = kBoundaries, std::size_t end = 0) {
    const auto found = open_by_name_.find(name);
    if (found == open_by_name_.end() || found->second.empty()) return;
    const std::size_t index = found->second.back();
    if (is_beyond(index, name, boundaries)) return;
    while (open_.size() > index) pop(end);
  }

  bool is_beyond(std::size_t index, const std::string& name, Names boundaries) const {
    for (std::size_t at = 1; at < boundaries.size();) {
      const std::size_t stop = boundaries.find(' ', at);
      const std::string boundary(boundaries.substr(at, stop - at));
      at = stop + 1;
      if (boundary == name) continue;
      const auto open = open_by_name_.find(boundary);
      if (open != open_by_name_.end() && !open->second.empty() && open->second.back() > index) return true;
    }
    return false;
  }

  void pop(std::size_t end) {
    Element element = std::move(open_.back());
    open_.pop_back();
    open_by_name_[element.name].pop_back();
    if (element.hides) {
      if (--hiding_ == 0 && element.name == "code") builder_.object({element.begin, std::max(end, element.begin)});
      return;
    }
    if (hiding_ == 0) leave(element.name);
    kind_ = element.outer_kind;
  }

  void enter(const std::string& name) {
    if (const auto mark = mark_of(name)) builder_.open_mark(*mark);
    if (name == "blockquote") ++quote_depth_;
    if (among(name, kHeadings)) kind_ = BlockKind::heading;
    if (name == "li" || name == "dd" || name == "dt") kind_ = BlockKind::list_item;
    if (name == "title") kind_ = BlockKind::metadata;
    if (name == "table") {
      open_tables_.push_back({{tables_++, -1, -1, false}, false});
      kind_ = BlockKind::paragraph;  // a table within a cell: what stands before its own cells is in none
    }
    if (!open_tables_.empty()) enter_table_part(name, open_tables_.back());
  }

  void enter_table_part(const std::string& name, Table& table) {
    if (name == "thead") table.in_head = true;
    if (name == "tr") {
      ++table.cell.row;
      table.cell.column = -1;
    }
    if (name != "td" && name != "th") return;
    kind_ = BlockKind::table_cell;
    table.cell.row = std::max(table.cell.row, 0);
    ++table.cell.column;
    table.cell.header = name == "th" || table.in_head;
  }

  void leave(const std::string& name) {
    if (among(name, kBlocks)) flush();
    if (const auto mark = mark_of(name)) builder_.close_mark(*mark);
    if (name == "blockquote") --quote_depth_;
    if (open_tables_.empty()) return;
    if (name == "thead") open_tables_.back().in_head = false;
    if (name == "table") open_tables_.pop_back();
  }

  // --- prose

  // Ends the block; marks that are still open go on in the next one.
  void flush() {
    const std::vector<MarkKind> marks = builder_.open_marks();
    add(builder_.finish(kind_), kind_ == BlockKind::metadata ? "title" : "");
    for (MarkKind mark : marks) builder_.open_mark(mark);
  }

  void add(std::optional<Block> block, std::string field) {
    if (!block) return;
    block->quoted = quote_depth_ > 0;
    block->field = std::move(field);
    if (block->kind == BlockKind::table_cell && !open_tables_.empty()) block->cell = open_tables_.back().cell;
    blocks_.push_back(std::move(*block));
  }

  void attribute(const Attribute* attribute, BlockKind kind, std::string field = {}) {
    if (attribute == nullptr || attribute->value.empty()) return;
    BlockBuilder words;
    words.append_collapsed(decode(html_, attribute->value, true));
    add(words.finish(kind), std::move(field));
  }

  void attributes(const Tag& tag) {
    attribute(tag.find("alt"), BlockKind::image_alt);
    attribute(tag.find("title"), BlockKind::tooltip);
    attribute(tag.find("aria-label"), BlockKind::tooltip);
    if (tag.name == "meta") meta(tag);
  }

  void meta(const Tag& tag) {
    for (const char* key : {"property", "name"}) {
      const Attribute* named = tag.find(key);
      if (named == nullptr) continue;
      std::string name = lower(html_.substr(named->value.begin, named->value.size()));
      if (among(name, kPublishedMeta)) return attribute(tag.find("content"), BlockKind::metadata, std::move(name));
    }
  }

  std::string_view html_;
  int& tables_;
  std::vector<Comment>& comments_;
  std::size_t at_ = 0;
  BlockBuilder builder_;
  std::vector<Block> blocks_;

  std::vector<Element> open_;
  std::unordered_map<std::string, std::vector<std::size_t>> open_by_name_;  // indices of open_
  std::vector<Table> open_tables_;
  std::size_t hiding_ = 0;  // open elements that hide what is in them
  int quote_depth_ = 0;
  BlockKind kind_ = BlockKind::paragraph;
};

}  // namespace

std::vector<Block> html_blocks(std::string_view html, int& first_table, std::vector<Comment>& comments) {
  return HtmlReader(html, first_table, comments).read();
}

void read_html(Part& part) {
  int tables = 0;
  std::vector<Comment> comments;
  part.blocks = html_blocks(part.content, tables, comments);
  add_notes(std::move(comments), part);
}

}  // namespace toofew
