#include "grammar/pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "base/suggest.h"

namespace toofew {
namespace {

constexpr int kMaxMacroDepth = 16;
constexpr int kMaxGroupDepth = 64;
constexpr int kMaxRepetitions = 1000;  // of repetitions in repetitions too, which are written out
constexpr int kNoEnd = -1;
constexpr std::size_t kLongestProgram = UINT16_MAX;  // instructions

bool is_name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':' || c == '.';
}

bool is_word_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '\'' || (c & 0x80) != 0; }

/// A pattern as it was understood, before it is written as a program.
struct Node {
  enum class Type { unit, sentence, end, sequence, choice, capture, repetition } type = Type::sequence;
  Predicate predicate{};          // unit
  std::set<std::string> words{};  // unit: literal words that are still to become one of its kinds
  std::uint16_t number = 0;       // capture: from 1 on
  int least = 1;                  // repetition
  int most = 1;                   // repetition; kNoEnd
  bool is_shortest = false;       // repetition: as few as may be
  int innermost = 1;              // repetition: how often its innermost unit is written out
  std::vector<Node> children{};
};

class Parser {
 public:
  Parser(const std::map<std::string, std::string>& macros, KindTable& kinds,
         const std::function<bool(std::string_view)>& is_known_kind, std::vector<std::string>& captures)
      : macros_(macros), kinds_(kinds), is_known_kind_(is_known_kind), captures_(captures) {}

  Node parse(std::string_view source) { return text(source); }

 private:
  [[noreturn]] void fail(std::string reason, std::string hint = {}) const {
    throw PatternError{macro_depth_ == 0 ? at_ : macro_at_, std::move(reason), std::move(hint)};
  }

  Node text(std::string_view source) {
    const std::string_view outer_source = source_;
    const std::size_t outer_at = at_;
    source_ = source;
    at_ = 0;
    Node node = alternatives(0);
    if (at_ < source_.size()) fail(fmt::format("unexpected '{}'", source_[at_]));
    source_ = outer_source;
    at_ = outer_at;
    return node;
  }

  Node alternatives(int depth) {
    if (depth > kMaxGroupDepth) fail("groups are nested too deeply");
    Node choice{.type = Node::Type::choice};
    do {
      add_alternative(choice, sequence(depth));
    } while (accept('|'));
    for (auto& child : choice.children) name_words(child);
    if (choice.children.size() > 1) return choice;
    Node only = std::move(choice.children.front());
    return only;
  }

  // Alternatives that are one unit each are one class: "({adj}|{noun})" is "{adj|noun}". It makes far smaller machines.
  static void add_alternative(Node& choice, Node alternative) {
    const bool merges = alternative.type == Node::Type::unit && !choice.children.empty() &&
                        choice.children.back().type == Node::Type::unit;
    if (!merges) return choice.children.push_back(std::move(alternative));
    choice.children.back().words.merge(alternative.words);
    auto& terms = choice.children.back().predicate.terms;
    for (auto& term : alternative.predicate.terms) {
      if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(std::move(term));
    }
  }

  // The words of "(by|with|for)" share a kind: kinds are few, words many.
  void name_words(Node& node) {
    if (node.words.empty()) return;
    node.predicate.terms.push_back({{kinds_.intern(literal_name(node.words))}, {}});
    node.words.clear();
  }

  Node sequence(int depth) {
    Node sequence;
    for (;;) {
      skip_space();
      if (at_ == source_.size() || source_[at_] == ')' || source_[at_] == '|' || source_[at_] == '>') break;
      sequence.children.push_back(repeated(unit(depth)));
    }
    if (sequence.children.size() != 1) {
      for (auto& child : sequence.children) name_words(child);
      return sequence;
    }
    Node only = std::move(sequence.children.front());
    return only;
  }

  Node unit(int depth) {
    const char c = source_[at_];
    if (c == '(') return group(depth);
    if (c == '<') return capture(depth);
    if (c == '{') return predicate();
    if (c == '@') return macro();
    if (c == '"') return quoted();
    if (c == '^' || c == '$') {
      ++at_;
      return {.type = c == '^' ? Node::Type::sentence : Node::Type::end};
    }
    if (is_word_char(c)) return literal(take_while(is_word_char));
    fail(fmt::format("unexpected '{}'", c), "quote signs, as in \",\"");
  }

  Node group(int depth) {
    ++at_;
    Node node = alternatives(depth + 1);
    expect(')');
    return node;
  }

  Node capture(int depth) {
    ++at_;
    const std::string name = take_while(is_name_char_but_colon);
    if (name.empty()) fail("a capture needs a name, as in <group: {people}>");
    expect(':');
    captures_.push_back(name);
    Node node{.type = Node::Type::capture, .number = static_cast<std::uint16_t>(captures_.size())};
    node.children.push_back(alternatives(depth + 1));
    expect('>');
    return node;
  }

  Node macro() {
    const std::size_t start = at_;
    ++at_;
    const std::string name = take_while(is_name_char_but_colon);
    const auto it = macros_.find(name);
    if (it == macros_.end()) {
      at_ = start;
      std::vector<std::string> names;
      names.reserve(macros_.size());
      for (const auto& [key, value] : macros_) names.push_back(key);
      fail(fmt::format("there is no macro '@{}'", name), did_you_mean(name, names));
    }
    if (macro_depth_ == kMaxMacroDepth) fail(fmt::format("macro '@{}' refers to itself", name));
    if (macro_depth_++ == 0) macro_at_ = start;
    Node node = text(it->second);
    --macro_depth_;
    return node;
  }

  Node quoted() {
    const auto end = source_.find('"', at_ + 1);
    if (end == std::string_view::npos) fail("this quotation mark is never closed");
    const std::string word(source_.substr(at_ + 1, end - at_ - 1));
    if (word.empty()) fail("a quoted word is empty");
    at_ = end + 1;
    return literal(word);
  }

  Node literal(const std::string& word) { return {.type = Node::Type::unit, .words = {word}}; }

  // {a & !b | c}: "or" of "and" of kinds or their negations.
  Node predicate() {
    ++at_;
    Node node{.type = Node::Type::unit};
    do {
      Predicate::Term term;
      do {
        skip_space();
        const bool negated = accept('!');
        skip_space();
        insert(kind(), negated ? term.none : term.all);
        skip_space();
      } while (accept('&'));
      node.predicate.terms.push_back(std::move(term));
    } while (accept('|'));
    expect('}');
    return node;
  }

  static void insert(std::uint16_t kind, std::vector<std::uint16_t>& sorted) {
    const auto it = std::lower_bound(sorted.begin(), sorted.end(), kind);
    if (it == sorted.end() || *it != kind) sorted.insert(it, kind);
  }

  std::uint16_t kind() {
    if (at_ < source_.size() && source_[at_] == '=') {
      ++at_;
      std::string word = take_while(is_word_char);
      // A phrase of the lexicon is one unit: {=waiting list}.
      while (at_ + 1 < source_.size() && source_[at_] == ' ' && is_word_char(source_[at_ + 1])) {
        ++at_;
        word += ' ' + take_while(is_word_char);
      }
      return kinds_.intern(literal_name({word}));
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

  Node repeated(Node node) {
    if (at_ == source_.size()) return node;
    const char c = source_[at_];
    if (c != '?' && c != '*' && c != '+' && c != '[') return node;
    Node repetition{.type = Node::Type::repetition,
                    .least = c == '+' ? 1 : 0,
                    .most = c == '?' ? 1 : kNoEnd,
                    .innermost = innermost_repetitions(node)};
    ++at_;
    if (c == '[') {
      repetition.least = repetition_bound();
      repetition.most = accept('-') ? repetition_bound() : repetition.least;
      if (repetition.least > repetition.most) fail("a repetition is written from the smaller number to the larger");
      repetition.innermost *= std::max(repetition.most, 1);
      if (repetition.innermost > kMaxRepetitions)
        fail(fmt::format("more than {} repetitions are not possible", kMaxRepetitions));
      expect(']');
    }
    if (at_ < source_.size() && source_[at_] == '?') {
      ++at_;
      repetition.is_shortest = true;
    }
    name_words(node);
    repetition.children.push_back(std::move(node));
    return repetition;
  }

  int repetition_bound() {
    const std::string digits = take_while(is_digit);
    if (digits.empty()) fail("a repetition is written [2] or [0-4]");
    if (digits.size() > 4) fail(fmt::format("more than {} repetitions are not possible", kMaxRepetitions));
    return std::stoi(digits);
  }

  static int innermost_repetitions(const Node& node) {
    if (node.type == Node::Type::repetition) return node.innermost;
    int most = 1;
    for (const auto& child : node.children) most = std::max(most, innermost_repetitions(child));
    return most;
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

  const std::map<std::string, std::string>& macros_;
  KindTable& kinds_;
  const std::function<bool(std::string_view)>& is_known_kind_;
  std::vector<std::string>& captures_;
  std::string_view source_;
  std::size_t at_ = 0;
  int macro_depth_ = 0;
  std::size_t macro_at_ = 0;
};

/// Writes the tree as a program.
class Writer {
 public:
  Writer(PatternTablesBuilder& tables, Pattern& pattern) : tables_(tables), pattern_(pattern) {
    pattern_.last_units.resize(pattern_.captures.size());
  }

  void write(const Node& tree) {
    write_node(tree);
    add(Op::match);
  }

 private:
  using Op = Instruction::Op;

  void write_node(const Node& node) {
    switch (node.type) {
      case Node::Type::unit:
        add(Op::unit, tables_.intern(node.predicate));
        break;
      case Node::Type::sentence:
        add(Op::sentence);
        break;
      case Node::Type::end:
        add(Op::end);
        break;
      case Node::Type::sequence:
        for (const auto& child : node.children) write_node(child);
        break;
      case Node::Type::choice:
        write_choice(node.children);
        break;
      case Node::Type::capture:
        pattern_.last_units[node.number - 1] = last_units(node.children.front());
        add(Op::bound, std::size_t{2} * node.number);
        write_node(node.children.front());
        add(Op::bound, std::size_t{2} * node.number + 1);
        break;
      case Node::Type::repetition:
        write_repetition(node);
        break;
    }
  }

  void write_choice(const std::vector<Node>& alternatives) {
    std::vector<std::size_t> jumps;
    for (std::size_t i = 0; i + 1 < alternatives.size(); ++i) {
      const std::size_t fork = add(Op::fork, here() + 1);
      write_node(alternatives[i]);
      jumps.push_back(add(Op::jump));
      pattern_.program[fork].otherwise = static_cast<std::uint16_t>(here());
    }
    write_node(alternatives.back());
    for (const auto jump : jumps) pattern_.program[jump].operand = static_cast<std::uint16_t>(here());
  }

  void write_repetition(const Node& node) {
    const Node& repeated = node.children.front();
    std::vector<std::size_t> ways_out;
    if (node.most == kNoEnd) {
      if (node.least == 0) ways_out.push_back(add(Op::fork));
      const std::size_t begin = here();
      write_node(repeated);
      const std::size_t back = add(Op::fork);
      branch(back, node, begin, here());
    }
    for (int i = 0; i < node.most; ++i) {
      if (i >= node.least) ways_out.push_back(add(Op::fork));
      write_node(repeated);
    }
    for (const auto fork : ways_out) branch(fork, node, fork + 1, here());
  }

  // Lets the fork go on with the repetition or leave it, whichever the repetition prefers.
  void branch(std::size_t fork, const Node& repetition, std::size_t again, std::size_t out) {
    if (repetition.is_shortest) std::swap(again, out);
    pattern_.program[fork].operand = static_cast<std::uint16_t>(again);
    pattern_.program[fork].otherwise = static_cast<std::uint16_t>(out);
  }

  std::size_t here() const { return pattern_.program.size(); }

  std::size_t add(Op op, std::size_t operand = 0) {
    if (here() == kLongestProgram)
      throw PatternError{0, "the pattern is too long, with what it repeats written out", {}};
    pattern_.program.push_back({op, static_cast<std::uint16_t>(operand)});
    return here() - 1;
  }

  std::vector<std::uint16_t> last_units(const Node& node) {
    if (node.type == Node::Type::unit) return {tables_.intern(node.predicate)};
    std::vector<std::uint16_t> units;
    for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) {
      for (const auto unit : last_units(*child)) {
        if (std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
      }
      if (node.type == Node::Type::sequence && !may_be_empty(*child)) break;
    }
    return units;
  }

  static bool may_be_empty(const Node& node) {
    switch (node.type) {
      case Node::Type::unit:
        return false;
      case Node::Type::sentence:
      case Node::Type::end:
        return true;
      case Node::Type::choice:
        return std::any_of(node.children.begin(), node.children.end(), may_be_empty);
      case Node::Type::repetition:
        return node.least == 0 || may_be_empty(node.children.front());
      case Node::Type::sequence:
      case Node::Type::capture:
        return std::all_of(node.children.begin(), node.children.end(), may_be_empty);
    }
    return true;
  }

  PatternTablesBuilder& tables_;
  Pattern& pattern_;
};

/// What a match cannot do without: see Pattern::needs.
class Needs {
 public:
  /// `any` is the kind that every unit is of, or -1.
  Needs(PatternTablesBuilder& tables, int any) : tables_(tables), any_(any) {}

  std::vector<Pattern::Needs> by_alternative(const Node& tree) const {
    if (tree.type != Node::Type::choice) return {of_alternative(tree)};
    std::vector<Pattern::Needs> needs;
    needs.reserve(tree.children.size());
    for (const auto& alternative : tree.children) needs.push_back(of_alternative(alternative));
    return needs;
  }

 private:
  Pattern::Needs of_alternative(const Node& node) const {
    Pattern::Needs needs;
    for (auto& need : of(node)) needs.all.push_back(tables_.intern_need(std::move(need)));
    for (auto& need : steps_of(node)) needs.steps.push_back(tables_.intern_need(std::move(need)));
    return needs;
  }

  std::vector<Need> of(const Node& node) const {
    switch (node.type) {
      case Node::Type::unit:
        return {{tables_.intern(node.predicate)}};
      case Node::Type::sentence:
      case Node::Type::end:
        return {};
      case Node::Type::sequence:
        return of_sequence(node.children);
      case Node::Type::choice:
        return of_choice(node.children);
      case Node::Type::capture:
        return of(node.children.front());
      case Node::Type::repetition:
        return node.least == 0 ? std::vector<Need>() : of(node.children.front());
    }
    return {};
  }

  std::vector<Need> of_sequence(const std::vector<Node>& nodes) const {
    std::vector<Need> all;
    for (const auto& node : nodes) {
      for (auto& clause : of(node)) {
        if (std::find(all.begin(), all.end(), clause) == all.end()) all.push_back(std::move(clause));
      }
    }
    keep_narrowest(all);
    return all;
  }

  std::vector<Need> steps_of(const Node& node) const {
    std::vector<Need> steps;
    switch (node.type) {
      case Node::Type::sequence:
        for (const auto& child : node.children) {
          for (auto& step : steps_of(child)) steps.push_back(std::move(step));
        }
        while (steps.size() > kMostNeeds) steps.erase(broadest(steps));
        return steps;
      case Node::Type::capture:
        return steps_of(node.children.front());
      case Node::Type::repetition:
        return node.least == 0 ? steps : steps_of(node.children.front());
      default:
        steps = of(node);
        if (steps.size() > 1) steps.resize(1);
        return steps;
    }
  }

  // One alternative or another holds, so one clause of the first or one of the second …: every combination.
  std::vector<Need> of_choice(const std::vector<Node>& nodes) const {
    std::vector<Need> all = of(nodes.front());
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      std::vector<Need> combined;
      for (const auto& clause : of(nodes[i])) {
        for (const auto& other : all) {
          Need both;
          std::set_union(clause.begin(), clause.end(), other.begin(), other.end(), std::back_inserter(both));
          combined.push_back(std::move(both));
        }
      }
      keep_narrowest(combined);
      all = std::move(combined);
    }
    return all;
  }

  void keep_narrowest(std::vector<Need>& clauses) const {
    std::stable_sort(clauses.begin(), clauses.end(),
                     [&](const Need& a, const Need& b) { return breadth(a) < breadth(b); });
    if (clauses.size() > kMostNeeds) clauses.resize(kMostNeeds);
  }

  std::vector<Need>::iterator broadest(std::vector<Need>& clauses) const {
    return std::max_element(clauses.begin(), clauses.end(),
                            [&](const Need& a, const Need& b) { return breadth(a) < breadth(b); });
  }

  std::size_t breadth(const Need& clause) const {
    std::size_t terms = 0;
    for (const auto predicate : clause) {
      for (const auto& term : tables_.tables().predicates[predicate].terms) terms += is_broad(term) ? kBroad : 1;
    }
    return terms;
  }

  bool is_broad(const Predicate::Term& term) const {
    return std::all_of(term.all.begin(), term.all.end(), [this](std::uint16_t kind) { return kind == any_; });
  }

  static constexpr std::size_t kMostNeeds = 6;
  static constexpr std::size_t kBroad = 100;  // "anything but …" rules out little

  PatternTablesBuilder& tables_;
  int any_;
};

}  // namespace

std::uint16_t PatternTablesBuilder::intern(Predicate predicate) {
  auto& known = tables_.predicates;
  const auto [it, is_new] = numbers_.try_emplace(std::move(predicate), static_cast<std::uint16_t>(known.size()));
  if (is_new) known.push_back(it->first);
  return it->second;
}

std::uint16_t PatternTablesBuilder::intern_need(Need need) {
  auto& known = tables_.needs;
  const auto [it, is_new] = need_numbers_.try_emplace(std::move(need), static_cast<std::uint16_t>(known.size()));
  if (is_new) known.push_back(it->first);
  return it->second;
}

Pattern parse_pattern(std::string_view source, const std::map<std::string, std::string>& macros, KindTable& kinds,
                      PatternTablesBuilder& tables, const std::function<bool(std::string_view)>& is_known_kind) {
  Pattern pattern;
  const Node tree = Parser(macros, kinds, is_known_kind, pattern.captures).parse(source);
  Writer(tables, pattern).write(tree);
  const auto any = kinds.find("any");
  pattern.needs = Needs(tables, any).by_alternative(tree);
  return pattern;
}

}  // namespace toofew
