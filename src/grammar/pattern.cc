#include "grammar/pattern.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/suggest.h"

namespace toofew {
namespace {

constexpr int kMaxMacroDepth = 16;
constexpr int kMaxGroupDepth = 64;

bool is_name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':' || c == '.';
}

bool is_word_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '\'' || (c & 0x80) != 0;
}

class Parser {
 public:
  Parser(const std::map<std::string, std::string>& macros, KindTable& kinds,
         const std::function<bool(std::string_view)>& is_known_kind)
      : macros_(macros), kinds_(kinds), is_known_kind_(is_known_kind) {}

  Pattern parse(std::string_view source) {
    text(source);
    return std::move(pattern_);
  }

 private:
  [[noreturn]] void fail(std::string reason, std::string hint = {}) const {
    throw PatternError{macro_depth_ == 0 ? at_ : macro_at_, std::move(reason), std::move(hint)};
  }

  void text(std::string_view source) {
    const std::string_view outer_source = source_;
    const std::size_t outer_at = at_;
    source_ = source;
    at_ = 0;
    alternatives(0);
    if (at_ < source_.size()) fail(fmt::format("unexpected '{}'", source_[at_]));
    source_ = outer_source;
    at_ = outer_at;
  }

  void alternatives(int depth) {
    if (depth > kMaxGroupDepth) fail("groups are nested too deeply");
    for (;;) {
      sequence(depth);
      if (!accept('|')) return;
      emit("|");
    }
  }

  void sequence(int depth) {
    for (;;) {
      skip_space();
      if (at_ == source_.size() || source_[at_] == ')' || source_[at_] == '|' || source_[at_] == '>') return;
      unit(depth);
      repetition();
    }
  }

  void unit(int depth) {
    const char c = source_[at_];
    if (c == '(') return group(depth);
    if (c == '<') return capture(depth);
    if (c == '{') return predicate();
    if (c == '@') return macro();
    if (c == '"') return quoted();
    if (c == '^' || c == '$') {
      ++at_;
      return emit(std::string(1, c));
    }
    if (is_word_char(c)) return literal(take_while(is_word_char));
    fail(fmt::format("unexpected '{}'", c), "quote signs, as in \",\"");
  }

  void group(int depth) {
    ++at_;
    emit("(?:");
    alternatives(depth + 1);
    expect(')');
    emit(")");
  }

  void capture(int depth) {
    ++at_;
    const std::string name = take_while(is_name_char_but_colon);
    if (name.empty()) fail("a capture needs a name, as in <group: {people}>");
    expect(':');
    pattern_.captures.push_back(name);
    emit("(");
    alternatives(depth + 1);
    expect('>');
    emit(")");
  }

  void macro() {
    const std::size_t start = at_;
    ++at_;
    const std::string name = take_while(is_name_char_but_colon);
    const auto it = macros_.find(name);
    if (it == macros_.end()) {
      at_ = start;
      std::vector<std::string> names;
      for (const auto& [key, value] : macros_) names.push_back(key);
      fail(fmt::format("there is no macro '@{}'", name), did_you_mean(name, names));
    }
    if (macro_depth_ == kMaxMacroDepth) fail(fmt::format("macro '@{}' refers to itself", name));
    if (macro_depth_++ == 0) macro_at_ = start;
    emit("(?:");
    text(it->second);
    emit(")");
    --macro_depth_;
  }

  void quoted() {
    const auto end = source_.find('"', at_ + 1);
    if (end == std::string_view::npos) fail("this quotation mark is never closed");
    const std::string word(source_.substr(at_ + 1, end - at_ - 1));
    if (word.empty()) fail("a quoted word is empty");
    at_ = end + 1;
    literal(word);
  }

  void literal(const std::string& word) {
    Predicate::Term term;
    term.all.set(kinds_.intern("=" + word));
    emit_predicate({{term}});
  }

  // {a & !b | c}: "or" of "and" of kinds or their negations.
  void predicate() {
    ++at_;
    Predicate predicate;
    do {
      Predicate::Term term;
      do {
        skip_space();
        const bool negated = accept('!');
        skip_space();
        (negated ? term.none : term.all).set(kind());
        skip_space();
      } while (accept('&'));
      predicate.terms.push_back(term);
    } while (accept('|'));
    expect('}');
    emit_predicate(std::move(predicate));
  }

  std::uint16_t kind() {
    if (at_ < source_.size() && source_[at_] == '=') {
      ++at_;
      return kinds_.intern("=" + take_while(is_word_char));
    }
    const std::size_t start = at_;
    const std::string name = take_while(is_name_char);
    if (name.empty()) fail("a kind is expected here");
    if (!is_known_kind_(name)) {
      at_ = start;
      std::vector<std::string> names;
      for (std::uint16_t k = 0; k < kinds_.size(); ++k) {
        if (kinds_.name(k).front() != '=') names.push_back(kinds_.name(k));
      }
      const std::string near = nearest(name, names);
      fail(fmt::format("unknown kind '{}'", name), near.empty() ? std::string() : did_you_mean(name, names));
    }
    return kinds_.intern(name);
  }

  void repetition() {
    if (at_ == source_.size()) return;
    const char c = source_[at_];
    if (c == '?' || c == '*' || c == '+') {
      ++at_;
      std::string op(1, c);
      if (at_ < source_.size() && source_[at_] == '?') {
        ++at_;
        op += '?';
      }
      return emit(op);
    }
    if (c != '[') return;
    ++at_;
    const std::string from = take_while(is_digit);
    std::string to = from;
    if (accept('-')) to = take_while(is_digit);
    if (from.empty() || to.empty()) fail("a repetition is written [2] or [0-4]");
    expect(']');
    std::string op = fmt::format("{{{},{}}}", from, to);
    if (at_ < source_.size() && source_[at_] == '?') {
      ++at_;
      op += '?';
    }
    emit(op);
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_name_char_but_colon(char c) { return is_name_char(c) && c != ':'; }

  template <typename Test>
  std::string take_while(Test test) {
    const std::size_t start = at_;
    while (at_ < source_.size() && test(source_[at_])) ++at_;
    return std::string(source_.substr(start, at_ - start));
  }

  void skip_space() {
    while (at_ < source_.size() && std::isspace(static_cast<unsigned char>(source_[at_])) != 0) ++at_;
  }

  bool accept(char c) {
    skip_space();
    if (at_ == source_.size() || source_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) fail(fmt::format("'{}' is expected here", c));
  }

  void emit(std::string_view regex) {
    if (pattern_.pieces.empty() || pattern_.pieces.back().predicate >= 0) pattern_.pieces.emplace_back();
    pattern_.pieces.back().regex += regex;
  }

  void emit_predicate(Predicate predicate) {
    auto it = std::find(pattern_.predicates.begin(), pattern_.predicates.end(), predicate);
    if (it == pattern_.predicates.end()) it = pattern_.predicates.insert(it, std::move(predicate));
    pattern_.pieces.push_back({"", static_cast<int>(it - pattern_.predicates.begin())});
  }

  const std::map<std::string, std::string>& macros_;
  KindTable& kinds_;
  const std::function<bool(std::string_view)>& is_known_kind_;
  Pattern pattern_;
  std::string_view source_;
  std::size_t at_ = 0;
  int macro_depth_ = 0;
  std::size_t macro_at_ = 0;
};

}  // namespace

bool Predicate::holds(const KindSet& unit) const {
  return std::any_of(terms.begin(), terms.end(),
                     [&](const Term& term) { return (term.all & ~unit).none() && (term.none & unit).none(); });
}

KindSet Predicate::mentioned() const {
  KindSet kinds;
  for (const auto& term : terms) kinds |= term.all | term.none;
  return kinds;
}

KindSet mentioned_kinds(const std::vector<Pattern>& patterns) {
  KindSet kinds;
  for (const auto& pattern : patterns) {
    for (const auto& predicate : pattern.predicates) kinds |= predicate.mentioned();
  }
  return kinds;
}

Pattern parse_pattern(std::string_view source, const std::map<std::string, std::string>& macros, KindTable& kinds,
                      const std::function<bool(std::string_view)>& is_known_kind) {
  return Parser(macros, kinds, is_known_kind).parse(source);
}

}  // namespace toofew
