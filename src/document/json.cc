#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "document/block_builder.h"
#include "document/node.h"
#include "document/readers.h"

namespace toofew {
namespace {

// Feeds the parser and tells how far it has read. When the parser reports a string or the start of a container, it has
// read up to and including the closing quote or the bracket, and nothing further.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** reached_;
};

char32_t hex4(std::string_view digits) {
  char32_t value = 0;
  for (char digit : digits.substr(0, 4)) {
    const auto c = static_cast<unsigned char>(digit);
    value = value * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

char simple_escape(char name) {
  switch (name) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return name;  // " \ /
  }
}

// The escape at `at` of a string that is known to be valid.
void append_escape(std::string_view text, std::size_t& at, Mapped& out) {
  const std::size_t begin = at;
  std::string made;
  if (text[at + 1] != 'u') {
    made = simple_escape(text[at + 1]);
    at += 2;
  } else {
    char32_t code_point = hex4(text.substr(at + 2));
    at += 6;
    if (code_point >= 0xD800 && code_point < 0xDC00) {  // the parser has made sure that its pair follows
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (hex4(text.substr(at + 2)) - 0xDC00);
      at += 6;
    }
    append_utf8(made, code_point);
  }
  out.piece(made, {begin, at});
}

// The string between the quotes at range.begin and range.end - 1.
Mapped unescape(std::string_view text, ByteRange range) {
  Mapped out;
  const std::size_t end = range.end - 1;
  for (std::size_t at = range.begin + 1; at < end;) {
    const std::size_t stop = std::min(text.substr(0, end).find('\\', at), end);
    if (stop > at) out.verbatim(text.substr(at, stop - at), at);
    at = stop;
    if (at < end) append_escape(text, at, out);
  }
  return out;
}

std::string without_prefix(std::string_view what) {
  // "[json.exception.parse_error.101] parse error at line 1, column 5: reason": we tell the place ourselves.
  const std::size_t start = what.find(": ");
  return std::string(start == std::string_view::npos ? what : what.substr(start + 2));
}

class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, ByteRange range, const char* const& reached)
      : text_(text.substr(0, range.end)), begin_(range.begin), last_end_(range.begin), reached_(reached) {}

  Node root;

  bool null() override { return add(scalar("null", Node::Kind::null)); }
  bool boolean(bool value) override { return add(scalar(value ? "true" : "false")); }
  bool number_integer(number_integer_t value) override { return add(scalar(std::to_string(value))); }
  bool number_unsigned(number_unsigned_t value) override { return add(scalar(std::to_string(value))); }
  bool number_float(number_float_t, const string_t& written) override { return add(scalar(written)); }
  bool binary(binary_t&) override { return false; }

  bool string(string_t&) override {
    const ByteRange range = string_range();
    Node node{.kind = Node::Kind::scalar, .offset = range.begin};
    node.value = unescape(text_, range);
    return add(std::move(node));
  }

  bool key(string_t& name) override {
    string_range();
    key_ = name;
    return true;
  }

  bool start_object(std::size_t) override { return open(Node::Kind::map); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Node::Kind::list); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    const std::size_t offset = begin_ + (position > 0 ? position - 1 : 0);
    throw ReadFailure{std::min(offset, text_.size()), "not valid JSON: " + without_prefix(error.what())};
  }

 private:
  std::size_t reached() const { return static_cast<std::size_t>(reached_ - text_.data()); }

  // The string just read starts at the first quote after the value before it: only ",", ":" and white space are between.
  ByteRange string_range() {
    const ByteRange range{text_.find('"', last_end_), reached()};
    last_end_ = range.end;
    return range;
  }

  Node scalar(std::string_view written, Node::Kind kind = Node::Kind::scalar) {
    last_end_ = std::max(last_end_, reached() - 1);  // the parser reads one byte beyond a number
    Node node{.kind = kind, .text = false, .offset = last_end_};
    node.value.piece(written, {last_end_, last_end_});
    return node;
  }

  bool open(Node::Kind kind) {
    last_end_ = reached();
    if (open_.size() >= static_cast<std::size_t>(kDeepestNesting)) {
      throw ReadFailure{last_end_ - 1, fmt::format("JSON is nested deeper than {} levels", kDeepestNesting)};
    }
    open_.push_back({.kind = kind, .key = std::exchange(key_, {}), .offset = last_end_ - 1});
    return true;
  }

  bool close() {
    last_end_ = reached();
    Node node = std::move(open_.back());
    open_.pop_back();
    return place(std::move(node));
  }

  bool add(Node node) {
    node.key = std::exchange(key_, {});
    const bool of_no_use = !node.text && !open_.empty() && open_.back().kind == Node::Kind::list;
    return of_no_use || place(std::move(node));  // a long list of numbers must not cost memory
  }

  bool place(Node node) {
    count_value(values_, node.offset);
    if (open_.empty()) {
      root = std::move(node);
    } else {
      open_.back().children.push_back(std::move(node));
    }
    return true;
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t last_end_;  // of the last value or key
  const char* const& reached_;
  std::string key_;
  std::vector<Node> open_;
  std::size_t values_ = 0;
};

}  // namespace

Node parse_json(std::string_view text, ByteRange range) {
  const char* reached = text.data() + range.begin;
  TreeBuilder builder(text, range, reached);
  nlohmann::json::sax_parse(CountingIterator(text.data() + range.begin, &reached),
                            CountingIterator(text.data() + range.end, &reached), &builder);
  return std::move(builder.root);
}

}  // namespace toofew
