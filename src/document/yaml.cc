#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>
#include <unordered_map>

#include "base/words.h"
#include "document/block_builder.h"
#include "document/node.h"
#include "document/readers.h"

namespace toofew {
namespace {

constexpr std::size_t kMostCopied = 16u << 20;  // bytes and nodes that aliases may add up to
constexpr std::size_t kNodeCost = 64;           // what a copied node counts besides its text
constexpr std::size_t kLongestValue = 4u << 20;  // bytes; yaml-cpp holds a flow collection whole, in 150 times its size

// ---------------------------------------------------------------------------------------------------------------------
// Scalars. yaml-cpp tells a scalar's value and where it starts; the way back is found by following the source with the
// value as guide.

class ScalarTracer {
 public:
  ScalarTracer(std::string_view text, std::size_t offset, std::string_view value)
      : text_(text), at_(offset), value_(value) {}

  Mapped trace() {
    skip_properties();
    const std::size_t first_at = at_;
    const char first = at_ < text_.size() ? text_[at_] : '\0';
    if (first == '|' || first == '>') {
      block();
    } else {
      quote_ = first == '"' || first == '\'' ? first : '\0';
      if (quote_ != '\0') ++at_;
      flow();
    }
    if (done_ < value_.size()) give_up();
    check_closed(first_at);
    return std::move(out_);
  }

 private:
  // "!tag &anchor" and the white space and comments after them.
  void skip_properties() {
    while (at_ < text_.size() && (text_[at_] == '&' || text_[at_] == '!')) {
      while (at_ < text_.size() && !is_space(text_[at_])) ++at_;
      while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '#')) {
        at_ = text_[at_] == '#' ? line_at(text_, at_).end : at_ + 1;
      }
    }
  }

  void take(std::size_t size, ByteRange source, bool verbatim) {
    out_.text += value_.substr(done_, size);
    out_.map.append(size, source, verbatim);
    done_ += size;
  }

  // yaml-cpp takes the end of the file for a closing quote.
  void check_closed(std::size_t open) const {
    if (quote_ != '\0' && text_.find(quote_, at_) == std::string_view::npos) {
      throw ReadFailure{open, "not valid YAML: the quote is not closed"};
    }
  }

  // The source went another way than expected: the rest of the value maps to the line that was reached, as a whole.
  void give_up() {
    const std::size_t begin = std::min(at_, text_.size());
    take(value_.size() - done_, {begin, line_at(text_, begin).end}, false);
  }

  void flow() {
    while (done_ < value_.size() && at_ < text_.size()) {
      if (fold_line()) continue;
      const bool moved = quote_ == '"' && text_[at_] == '\\' ? escape() : plain_character();
      if (!moved) return;
    }
  }

  bool plain_character() {
    if (text_[at_] != value_[done_]) return false;
    const std::size_t size = quote_ == '\'' && text_.substr(at_).starts_with("''") ? 2 : 1;
    take(1, {at_, at_ + size}, size == 1);
    at_ += size;
    return true;
  }

  // White space with a line break in it: one space, or a line feed for each further break.
  bool fold_line() {
    if (!is_space(text_[at_]) || at_ < unfolded_until_) return false;
    std::size_t end = at_;
    bool breaks = false;
    for (; end < text_.size() && is_space(text_[end]); ++end) breaks |= text_[end] == '\n' || text_[end] == '\r';
    if (!breaks) {
      unfolded_until_ = end;  // so that a long run of spaces is looked at once
      return false;
    }
    std::size_t size = 0;
    while (done_ + size < value_.size() && value_[done_ + size] == '\n') ++size;
    if (size == 0 && value_[done_] == ' ') size = 1;
    take(size, {at_, end}, false);
    at_ = end;
    return true;
  }

  bool escape() {
    const std::size_t begin = at_;
    const char name = begin + 1 < text_.size() ? text_[begin + 1] : '\0';
    if (name == '\n' || name == '\r') {  // a line continued: the break and the indentation are not part of the value
      at_ = line_at(text_, begin + 1).next;
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
      return true;
    }
    const std::size_t digits = name == 'x' ? 2 : name == 'u' ? 4 : name == 'U' ? 8 : 0;
    const ByteRange source{begin, std::min(begin + 2 + digits, text_.size())};
    // Of U+00A0 and U+0085, yaml-cpp gives the second byte alone.
    const bool is_halved = (name == '_' && value_[done_] == '\xA0') || (name == 'N' && value_[done_] == '\x85');
    if (is_halved) {
      out_.text += '\xC2';
      out_.map.append(1, source, false);
    }
    const std::size_t size = is_halved ? 1 : utf8_length(value_, done_);
    take(size, source, false);
    at_ = source.end;
    return size > 0;
  }

  static std::size_t leading_spaces(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
  }

  // Spaces that the block scalar's lines are indented by: what the first line has more than its value.
  std::size_t indentation(std::size_t body) const {
    Line line = line_at(text_, body);
    while (line.next < text_.size() && is_blank(text_.substr(line.begin, line.end - line.begin))) {
      line = line_at(text_, line.next);
    }
    const std::size_t in_source = leading_spaces(text_.substr(line.begin, line.end - line.begin));
    const std::size_t start = std::min(value_.find_first_not_of('\n'), value_.size());
    const std::size_t in_value = leading_spaces(value_.substr(start));
    return in_source > in_value ? in_source - in_value : 0;
  }

  void block() {
    at_ = line_at(text_, at_).next;
    const std::size_t indent = indentation(at_);
    while (done_ < value_.size() && at_ < text_.size()) {
      const Line line = line_at(text_, at_);
      const std::size_t begin = std::min(line.begin + indent, line.end);
      const std::string_view shown = text_.substr(begin, line.end - begin);
      const bool blank = is_blank(shown) && !value_.substr(done_).starts_with(shown);
      if (!blank) {
        if (!value_.substr(done_).starts_with(shown)) return;
        if (!shown.empty()) take(shown.size(), {begin, line.end}, true);
      }
      at_ = line.end;
      const bool separated = done_ < value_.size() && (value_[done_] == '\n' || value_[done_] == ' ');
      // A folded blank line leaves nothing in the value but the break that ended the line before.
      if (separated && !(shown.empty() && value_[done_] == ' ')) take(1, {line.end, line.next}, false);
      at_ = line.next;
    }
  }

  std::string_view text_;
  std::size_t at_;
  std::string_view value_;
  std::size_t done_ = 0;
  char quote_ = '\0';
  std::size_t unfolded_until_ = 0;
  Mapped out_;
};

// ---------------------------------------------------------------------------------------------------------------------
// Events to nodes

std::size_t cost(const Node& node) {
  std::size_t sum = node.value.text.size() + node.key.size() + kNodeCost;
  for (const Node& child : node.children) sum += cost(child);
  return sum;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::string_view text) : text_(text) {}

  std::vector<Node> documents;
  std::size_t reached = 0;  // where the last value starts

  void OnDocumentStart(const YAML::Mark& mark) override {
    // At a sign that cannot start a value, yaml-cpp hands out empty documents without end.
    if (!documents.empty() && mark.pos <= document_pos_) throw ReadFailure{offset(mark), "not valid YAML: no value here"};
    document_pos_ = mark.pos;
    anchored_.clear();
    open_.clear();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(Node{.offset = offset(mark)}); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchored_.find(anchor);
    if (known == anchored_.end()) return add(Node{.offset = offset(mark)});  // an alias inside its own anchor
    spend(known->second, offset(mark));
    Node copy = known->second;
    copy.key.clear();
    add(std::move(copy));
  }

  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& value) override {
    Node node;
    node.kind = Node::Kind::scalar;
    node.offset = offset(mark);
    node.value = ScalarTracer(text_, node.offset, value).trace();
    remember(anchor, node);
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor;
    bool key_read = false;  // map: the next value belongs to `key`
    std::string key;
  };

  std::size_t offset(const YAML::Mark& mark) {
    reached = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
    return reached;
  }

  void spend(const Node& node, std::size_t where) {
    copied_ += cost(node);
    if (copied_ > kMostCopied) throw ReadFailure{where, "YAML aliases repeat more text than is sensible"};
  }

  void remember(YAML::anchor_t anchor, const Node& node) {
    if (anchor == YAML::NullAnchor) return;
    spend(node, node.offset);
    anchored_[anchor] = node;
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind) {
    open_.push_back({Node{.kind = kind, .offset = offset(mark)}, anchor, false, {}});
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    remember(closed.anchor, closed.node);
    add(std::move(closed.node));
  }

  void add(Node node) {
    const bool in_map = !open_.empty() && open_.back().node.kind == Node::Kind::map;
    if (in_map && !open_.back().key_read) {
      open_.back().key = std::move(node.value.text);
      open_.back().key_read = true;
      return;
    }
    count_value(values_, node.offset);
    if (open_.empty()) {
      documents.push_back(std::move(node));
      return;
    }
    Open& parent = open_.back();
    if (in_map) {
      parent.key_read = false;
      if (parent.key == "<<" && node.kind == Node::Kind::map) {  // a merge key: its members are the map's own
        for (Node& member : node.children) parent.node.children.push_back(std::move(member));
        return;
      }
      node.key = std::move(parent.key);
    }
    parent.node.children.push_back(std::move(node));
  }

  std::string_view text_;
  int document_pos_ = 0;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Node> anchored_;
  std::size_t copied_ = 0;
  std::size_t values_ = 0;
};

// Lets yaml-cpp read the text where it lies, but not too far beyond the value that it has told of.
class ViewBuffer : public std::streambuf {
 public:
  ViewBuffer(std::string_view text, const std::size_t& reached) : text_(text), reached_(reached) {}

 private:
  int_type underflow() override {
    const auto at = static_cast<std::size_t>(gptr() - eback());
    const std::size_t end = std::min(text_.size(), reached_ + kLongestValue);
    if (at == text_.size()) return traits_type::eof();
    if (at >= end) throw ReadFailure{reached_, fmt::format("a value of more than {} MB", kLongestValue >> 20)};
    char* begin = const_cast<char*>(text_.data());  // a get area is never written to
    setg(begin, begin + at, begin + end);
    return traits_type::to_int_type(*gptr());
  }

  std::string_view text_;
  const std::size_t& reached_;
};

// A lone CR ends a line in YAML, too. yaml-cpp does not know that; a line feed takes as many bytes.
std::string with_line_feeds(std::string_view text) {
  std::string out(text);
  for (std::size_t at = out.find('\r'); at != std::string::npos; at = out.find('\r', at + 1)) {
    if (at + 1 == out.size() || out[at + 1] != '\n') out[at] = '\n';
  }
  return out;
}

}  // namespace

std::vector<Node> parse_yaml(std::string_view written) {
  const std::string text = with_line_feeds(written);
  TreeBuilder builder(text);
  ViewBuffer buffer(text, builder.reached);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::DeepRecursion& error) {
    throw ReadFailure{static_cast<std::size_t>(std::max(error.mark.pos, 0)), "YAML is nested too deeply"};
  } catch (const YAML::Exception& error) {
    throw ReadFailure{static_cast<std::size_t>(std::max(error.mark.pos, 0)), "not valid YAML: " + error.msg};
  }
  return std::move(builder.documents);
}

}  // namespace toofew
