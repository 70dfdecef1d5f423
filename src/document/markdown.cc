#include <md4c.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <exception>
#include <functional>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/words.h"
#include "document/block_builder.h"
#include "document/entities.h"
#include "document/readers.h"

namespace toofew {
namespace {

constexpr std::size_t kLongestFootnoteLabel = 64;

bool is_label_character(char c) {
  return !is_space(c) && c != '[' && c != ']' && c != '^';
}

// Bytes of a footnote label "[^1]" at `at`; 0 when there is none.
std::size_t footnote_label(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with("[^")) return 0;
  std::size_t end = at + 2;
  while (end < text.size() && end - at < kLongestFootnoteLabel && is_label_character(text[end])) ++end;
  return end > at + 2 && end < text.size() && text[end] == ']' ? end + 1 - at : 0;
}

// Nothing stands before it in its line but the indentation that Markdown allows a paragraph.
bool starts_line(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && at - begin < 4 && text[begin - 1] == ' ') --begin;
  return at - begin < 4 && (begin == 0 || text[begin - 1] == '\n' || text[begin - 1] == '\r');
}

// ---------------------------------------------------------------------------------------------------------------------
// Footnotes. md4c does not know them and would take "[^1]: word" for a link definition. Their labels are overwritten,
// byte for byte, so that each note reads as an item of a list, and left out of the text.

struct Footnotes {
  std::string text;                // what md4c reads instead of the content
  std::vector<ByteRange> labels;   // in order; not part of the prose
  std::vector<ByteRange> starts;   // labels that a note begins with
};

Footnotes overwrite_footnotes(std::string_view content) {
  Footnotes out;
  out.text = content;
  for (std::size_t at = content.find("[^"); at != std::string_view::npos; at = content.find("[^", at)) {
    const std::size_t size = footnote_label(content, at);
    if (size == 0) {
      at += 2;
      continue;
    }
    if (starts_line(content, at) && content.substr(at + size).starts_with(':')) {
      out.text.replace(at, size + 1, "- " + std::string(size - 1, 'x'));
      out.labels.push_back({at, at + size + 1});
      out.starts.push_back(out.labels.back());
    } else {
      out.labels.push_back({at, at + size});
    }
    at += size;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------
// Titles. md4c hands out a copy where a title holds escapes or line breaks; the source is found again by what it says.

class TitleIndex {
 public:
  explicit TitleIndex(std::string_view content) : content_(content) {}

  // The title that decodes to `title`, at or after `from`, else anywhere; nullptr when none does.
  const Mapped* find(const std::string& title, std::size_t from) {
    if (!built_) build();
    const auto found = titles_.find(title);
    if (found == titles_.end()) return nullptr;
    const std::vector<Mapped>& places = found->second;
    const auto after = std::partition_point(places.begin(), places.end(), [&](const Mapped& place) {
      return place.map.to_source({0, 1}).begin < from;
    });
    return after == places.end() ? &places.front() : &*after;
  }

 private:
  void build() {
    built_ = true;
    for (std::size_t at = 1; at < content_.size(); ++at) {
      const char open = content_[at];
      if ((open != '"' && open != '\'' && open != '(') || !is_space(content_[at - 1])) continue;
      Mapped title = decode(at + 1, open == '(' ? ')' : open);
      if (!title.text.empty()) titles_[title.text].push_back(std::move(title));
    }
  }

  // Decodes up to `close`; empty when something else ends the title first.
  Mapped decode(std::size_t at, char close) const {
    Mapped out;
    while (at < content_.size() && content_[at] != close) {
      if (content_[at] == '(' && close == ')') return {};
      at = decode_one(at, out);
    }
    return at < content_.size() ? std::move(out) : Mapped{};
  }

  std::size_t decode_one(std::size_t at, Mapped& out) const {
    const std::string_view rest = content_.substr(at);
    if (rest.size() > 1 && rest[0] == '\\' && std::ispunct(static_cast<unsigned char>(rest[1])) != 0) {
      out.piece(rest.substr(1, 1), {at, at + 2});
      return at + 2;
    }
    const auto entity = rest[0] == '&' ? entity_at(rest) : std::nullopt;
    if (entity && rest[entity->size - 1] == ';') {
      out.piece(entity->text, {at, at + entity->size});
      return at + entity->size;
    }
    if (rest[0] != '\n' && rest[0] != '\r') {
      out.verbatim(rest.substr(0, 1), at);
      return at + 1;
    }
    std::size_t next = line_at(content_, at).next;
    while (next < content_.size() && (content_[next] == ' ' || content_[next] == '\t')) ++next;
    out.piece("\n", {at, next});
    return next;
  }

  std::string_view content_;
  bool built_ = false;
  std::unordered_map<std::string, std::vector<Mapped>> titles_;
};

// ---------------------------------------------------------------------------------------------------------------------

struct InlineTag {
  std::string_view name;
  MarkKind kind;
};
constexpr std::array<InlineTag, 9> kInlineMarks{{{"b", MarkKind::strong},
                                                 {"strong", MarkKind::strong},
                                                 {"i", MarkKind::emphasis},
                                                 {"em", MarkKind::emphasis},
                                                 {"s", MarkKind::strike},
                                                 {"strike", MarkKind::strike},
                                                 {"del", MarkKind::strike},
                                                 {"q", MarkKind::quotation},
                                                 {"a", MarkKind::link}}};
constexpr std::array<std::string_view, 5> kNoProse{"code", "pre", "script", "style", "template"};

std::string tag_name(std::string_view tag) {
  std::string name;
  for (std::size_t i = tag.starts_with("</") ? 2 : 1; i < tag.size(); ++i) {
    if (std::isalnum(static_cast<unsigned char>(tag[i])) == 0) break;
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(tag[i])));
  }
  return name;
}

// Whether an inline piece of HTML is at its end, so that what follows is the next one.
bool is_complete(std::string_view html) {
  if (html.starts_with("<!--")) return html.ends_with("-->");
  if (html.starts_with("<?")) return html.ends_with("?>");
  return html.ends_with('>');
}

class MarkdownReader {
 public:
  MarkdownReader(std::string_view content, std::size_t begin)
      : content_(content),
        begin_(begin),
        footnotes_(overwrite_footnotes(content.substr(begin))),
        titles_(content),
        builders_(1) {}

  /// The comments that read() met.
  std::vector<Comment> take_comments() { return std::move(comments_); }

  std::vector<Block> read() {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
    parser.enter_block = [](MD_BLOCKTYPE type, void*, void* self) {
      return guarded(self, [&](MarkdownReader& reader) { reader.enter_block(type); });
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
      return guarded(self, [&](MarkdownReader& reader) { reader.leave_block(type); });
    };
    parser.enter_span = [](MD_SPANTYPE type, void*, void* self) {
      return guarded(self, [&](MarkdownReader& reader) { reader.enter_span(type); });
    };
    parser.leave_span = [](MD_SPANTYPE type, void* detail, void* self) {
      return guarded(self, [&](MarkdownReader& reader) { reader.leave_span(type, detail); });
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
      return guarded(self, [&](MarkdownReader& reader) { reader.text(type, {text, size}); });
    };
    const int result = md_parse(footnotes_.text.data(), static_cast<MD_SIZE>(footnotes_.text.size()), &parser, this);
    if (failure_) std::rethrow_exception(failure_);
    if (result != 0) throw ReadFailure{begin_, "Markdown could not be parsed: out of memory"};
    flush();
    sort_by_position(blocks_);
    return std::move(blocks_);
  }

 private:
  // md4c is C: an exception must not pass through it.
  template <typename Action>
  static int guarded(void* self, Action action) {
    auto& reader = *static_cast<MarkdownReader*>(self);
    try {
      action(reader);
      return 0;
    } catch (...) {
      reader.failure_ = std::current_exception();
      return -1;
    }
  }

  // --- blocks

  void enter_block(MD_BLOCKTYPE type) {
    flush();
    switch (type) {
      case MD_BLOCK_QUOTE: ++quote_depth_; break;
      case MD_BLOCK_LI: ++item_depth_; break;
      case MD_BLOCK_H: in_heading_ = true; break;
      case MD_BLOCK_CODE: in_code_block_ = true; break;
      case MD_BLOCK_HTML: html_block_ = true; break;
      case MD_BLOCK_TABLE:
        ++tables_;
        row_ = -1;
        break;
      case MD_BLOCK_TR: cell_ = CellPosition{tables_ - 1, ++row_, -1, false}; break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        in_cell_ = true;
        ++cell_.column;
        cell_.header = type == MD_BLOCK_TH;
        break;
      default: break;
    }
  }

  void leave_block(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_HTML) read_html_block();
    flush();
    switch (type) {
      case MD_BLOCK_QUOTE: --quote_depth_; break;
      case MD_BLOCK_LI: --item_depth_; break;
      case MD_BLOCK_H: in_heading_ = false; break;
      case MD_BLOCK_CODE: in_code_block_ = false; break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: in_cell_ = false; break;
      default: break;
    }
  }

  BlockKind kind() const {
    if (in_heading_) return BlockKind::heading;
    if (in_cell_) return BlockKind::table_cell;
    if (in_footnote_) return BlockKind::paragraph;
    return item_depth_ > 0 ? BlockKind::list_item : BlockKind::paragraph;
  }

  void flush() {
    flush_html();
    hidden_depth_ = 0;
    add(builder().finish(kind()));
    in_footnote_ = false;
  }

  void add(std::optional<Block> block) {
    if (!block) return;
    block->quoted = quote_depth_ > 0;
    if (block->kind == BlockKind::table_cell) block->cell = cell_;
    blocks_.push_back(std::move(*block));
  }

  // An HTML block's lines, freed from quotation marks and indentation, with the way back.
  void read_html_block() {
    html_block_ = false;
    add_html(std::exchange(html_, {}));
  }

  void add_html(const Mapped& html) {
    std::vector<Comment> comments;
    for (Block& block : html_blocks(html.text, tables_, comments)) {
      block.map = block.map.over(html.map);
      block.quoted |= quote_depth_ > 0;
      blocks_.push_back(std::move(block));
    }
    for (Comment& comment : comments) {
      comment.content = html.map.to_source(comment.content);
      comments_.push_back(std::move(comment));
    }
  }

  // --- spans

  BlockBuilder& builder() { return builders_.back(); }

  static std::optional<MarkKind> mark_of(MD_SPANTYPE type) {
    switch (type) {
      case MD_SPAN_EM: return MarkKind::emphasis;
      case MD_SPAN_STRONG: return MarkKind::strong;
      case MD_SPAN_DEL: return MarkKind::strike;
      case MD_SPAN_A: return MarkKind::link;
      default: return std::nullopt;
    }
  }

  void enter_span(MD_SPANTYPE type) {
    flush_html();
    if (const auto kind = mark_of(type)) builder().open_mark(*kind);
    if (type == MD_SPAN_A) ++link_depth_;
    if (type == MD_SPAN_IMG) {
      image_begins_.push_back(position_);
      builders_.emplace_back();
    }
    if (type == MD_SPAN_CODE) code_ = ByteRange{position_, position_};
  }

  void leave_span(MD_SPANTYPE type, void* detail) {
    flush_html();
    if (const auto kind = mark_of(type)) builder().close_mark(*kind);
    if (type == MD_SPAN_CODE && hidden_depth_ == 0) builder().object(code_);
    if (type == MD_SPAN_A) {
      --link_depth_;
      add_title(static_cast<MD_SPAN_A_DETAIL*>(detail)->title);
    }
    if (type == MD_SPAN_IMG) leave_image(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->title);
  }

  void leave_image(const MD_ATTRIBUTE& title) {
    add(builder().finish(BlockKind::image_alt));
    builders_.pop_back();
    if (hidden_depth_ == 0) builder().object({image_begins_.back(), position_});
    image_begins_.pop_back();
    add_title(title);
  }

  void add_title(const MD_ATTRIBUTE& title) {
    if (title.size == 0) return;
    BlockBuilder words;
    if (is_in_input({title.text, title.size})) {
      const std::size_t begin = offset_of({title.text, title.size});
      if (!titles_seen_.insert(begin).second) return;  // a link definition that is used again
      words.verbatim(content_.substr(begin, title.size), begin);
    } else {
      const std::string decoded = decode(title);
      const Mapped* found = titles_.find(decoded, position_);
      Mapped lost;
      if (found == nullptr) lost.piece(decoded, {position_, position_});
      const Mapped& source = found != nullptr ? *found : lost;
      if (!titles_seen_.insert(source.map.to_source({0, 1}).begin).second) return;
      words.append(source, {0, source.text.size()});
    }
    add(words.finish(BlockKind::tooltip));
  }

  static std::string decode(const MD_ATTRIBUTE& attribute) {
    std::string out;
    for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
      const std::string_view text(attribute.text + attribute.substr_offsets[i],
                                  attribute.substr_offsets[i + 1] - attribute.substr_offsets[i]);
      const auto entity = attribute.substr_types[i] == MD_TEXT_ENTITY ? entity_at(text) : std::nullopt;
      out += entity ? std::string_view(entity->text) : text;
    }
    return out;
  }

  // --- text

  bool is_in_input(std::string_view text) const {
    const char* begin = footnotes_.text.data();
    return std::less_equal<>()(begin, text.data()) && std::less<>()(text.data(), begin + footnotes_.text.size());
  }

  std::size_t offset_of(std::string_view text) const {
    return begin_ + static_cast<std::size_t>(text.data() - footnotes_.text.data());
  }

  void text(MD_TEXTTYPE type, std::string_view text) {
    const bool in_input = is_in_input(text);
    const ByteRange range = in_input ? ByteRange{offset_of(text), offset_of(text) + text.size()}
                                     : ByteRange{position_, position_};
    if (type == MD_TEXT_HTML) return html_text(text, range, in_input);
    flush_html();
    if (in_code_block_) {
      position_ = std::max(position_, range.end);
      return;
    }
    switch (type) {
      case MD_TEXT_BR:
      case MD_TEXT_SOFTBR: line_break(); return;
      case MD_TEXT_CODE: code_text(range); return;
      case MD_TEXT_ENTITY: entity(range); break;
      default: normal_text(range); break;
    }
    position_ = std::max(position_, range.end);
  }

  void line_break() {
    const Line line = next_break();
    if (hidden_depth_ == 0) builder().line_break({line.end, line.next});
  }

  // md4c does not hand out the line break itself: it is the first one after what was read last.
  Line next_break() {
    const Line line = line_at(content_, position_);
    position_ = line.next;
    return line;
  }

  void code_text(ByteRange range) {
    if (code_.empty()) code_.begin = range.begin;
    code_.end = std::max(code_.begin, range.end);
    position_ = std::max(position_, range.end);
  }

  void entity(ByteRange range) {
    if (hidden_depth_ > 0) return;
    const std::string_view written = content_.substr(range.begin, range.size());
    const auto decoded = entity_at(written);
    if (decoded && decoded->size == written.size()) {
      builder().piece(decoded->text, range);
    } else {
      builder().verbatim(written, range.begin);
    }
  }

  void normal_text(ByteRange range) {
    if (hidden_depth_ > 0) return;
    const bool autolink = link_depth_ > 0 && range.begin > 0 && content_[range.begin - 1] == '<' &&
                          content_.substr(range.end).starts_with('>');
    if (autolink) return builder().object(range);
    // What is left of the text once footnote labels are taken out.
    const std::vector<ByteRange>& labels = footnotes_.labels;
    while (next_label_ < labels.size() && begin_ + labels[next_label_].end <= range.begin) ++next_label_;
    std::size_t at = range.begin;
    for (std::size_t i = next_label_; i < labels.size() && begin_ + labels[i].begin < range.end; ++i) {
      const ByteRange label{begin_ + labels[i].begin, begin_ + labels[i].end};
      if (starts_note(labels[i])) in_footnote_ = true;
      if (label.begin > at) builder().verbatim(content_.substr(at, label.begin - at), at);
      at = std::min(label.end, range.end);
    }
    if (at < range.end) builder().verbatim(content_.substr(at, range.end - at), at);
  }

  bool starts_note(ByteRange label) const {
    return std::binary_search(footnotes_.starts.begin(), footnotes_.starts.end(), label);
  }

  // --- raw HTML

  void html_text(std::string_view text, ByteRange range, bool in_input) {
    position_ = std::max(position_, range.end);
    if (text == "\n" && !in_input) {
      const Line line = next_break();
      html_.piece("\n", {line.end, line.next});
      return;
    }
    if (!in_input) return html_.piece(text, range);  // indentation
    const std::string_view written = content_.substr(range.begin, range.size());
    if (!html_block_ && text.starts_with('<') && is_complete(html_.text)) flush_html();
    html_.verbatim(written, range.begin);
  }

  // An inline tag or comment: breaks and marks count, attributes may hold prose, the rest is dropped.
  void flush_html() {
    if (html_block_ || html_.text.empty()) return;
    const Mapped html = std::exchange(html_, {});
    const std::string name = tag_name(html.text);
    const bool closes = html.text.starts_with("</");
    const ByteRange range = html.map.to_source({0, html.text.size()});
    if (html.text.starts_with("<!--")) {
      comments_.push_back({std::string(comment_words(html.text)), range, !builder().blank()});
      return;
    }
    if (std::find(kNoProse.begin(), kNoProse.end(), name) != kNoProse.end()) return hide(closes, range);
    if (hidden_depth_ > 0) return;
    if (name == "br") return builder().line_break(range);
    for (const InlineTag& tag : kInlineMarks) {
      if (tag.name != name) continue;
      closes ? builder().close_mark(tag.kind) : builder().open_mark(tag.kind);
    }
    if (name == "img") builder().object(range);
    if (!closes) add_html(html);
  }

  void hide(bool closes, ByteRange tag) {
    if (!closes) {
      ++hidden_depth_;
      return;
    }
    if (hidden_depth_ > 0 && --hidden_depth_ == 0) builder().object(tag);
  }

  std::string_view content_;
  std::size_t begin_;  // where the Markdown starts, after front matter
  Footnotes footnotes_;
  TitleIndex titles_;
  std::unordered_set<std::size_t> titles_seen_;
  std::exception_ptr failure_;

  std::vector<Block> blocks_;
  std::vector<Comment> comments_;
  std::vector<BlockBuilder> builders_;  // the block, and the alt texts of images open in it
  std::vector<std::size_t> image_begins_;
  std::size_t position_ = 0;  // end of the content that was read last
  std::size_t next_label_ = 0;
  Mapped html_;       // raw HTML not read yet
  ByteRange code_;    // of the code span that is open

  int quote_depth_ = 0;
  int item_depth_ = 0;
  int link_depth_ = 0;
  int hidden_depth_ = 0;  // inline HTML elements whose text is no prose
  bool in_heading_ = false;
  bool in_cell_ = false;
  bool in_code_block_ = false;
  bool in_footnote_ = false;
  bool html_block_ = false;
  int tables_ = 0;
  int row_ = 0;
  CellPosition cell_;
};

}  // namespace

void read_markdown(const FieldNames& fields, Part& part) {
  FrontMatter front = read_front_matter(part.content, fields);
  part.metadata.merge(front.metadata);
  part.front_matter = front.yaml;
  for (Note& note : front.notes) {
    if (!note.name.empty()) note.covers.push_back({0, {0, part.content.size()}});
    part.notes.push_back(std::move(note));
  }
  MarkdownReader reader(part.content, front.end);
  part.blocks = reader.read();
  part.blocks.insert(part.blocks.begin(), std::make_move_iterator(front.blocks.begin()),
                     std::make_move_iterator(front.blocks.end()));
  add_notes(reader.take_comments(), part);
}

}  // namespace toofew
