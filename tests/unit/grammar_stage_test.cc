#include <re2/re2.h>

#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "grammar/stage.h"

using namespace toofew;

namespace {

// Units are written as words: "a b ab" has a unit of kind a, one of kind b and one of both.
class Letters {
 public:
  Letters() {
    for (char letter = 'a'; letter <= 'k'; ++letter) kinds_.intern(std::string(1, letter));
  }

  Stage stage(const std::vector<std::string>& patterns) {
    std::deque<Pattern> parsed;
    std::vector<const Pattern*> all;
    for (const auto& pattern : patterns) all.push_back(&parsed.emplace_back(parse(pattern, tables_)));
    return Stage(sets_.emplace_back(all, tables_.tables()));
  }

  Pattern parse(const std::string& pattern, PatternTablesBuilder& tables) {
    return parse_pattern(pattern, macros, kinds_, tables, [this](auto name) { return kinds_.find(name) >= 0; });
  }

  std::vector<Unit> units(const std::string& text) {
    std::vector<Unit> units;
    KindSet kinds;
    for (const char c : text + ' ') {
      if (c == ' ') {
        units.push_back({&sorts_.of(std::exchange(kinds, {}))});
      } else {
        kinds.set(static_cast<std::size_t>(kinds_.find(std::string(1, c))));
      }
    }
    return units;
  }

  /// What the one stage finds that is ever asked.
  std::vector<Stage::Match> find_all(const Stage& stage, const std::string& text) {
    return stage.find_all(units(text), memory_);
  }

  /// Of each unit, the predicates of the table that hold.
  std::vector<Bits> truths(const std::string& text, const PatternTables& tables) {
    std::vector<Bits> truths;
    for (const Unit& unit : units(text)) {
      Bits& holding = truths.emplace_back(tables.predicates.size());
      for (std::size_t p = 0; p < tables.predicates.size(); ++p) {
        if (tables.predicates[p].holds(unit.kinds())) holding.set(p);
      }
    }
    return truths;
  }

  std::map<std::string, std::string> macros;

 private:
  KindTable kinds_;
  Sorts sorts_;
  Stage::Memory memory_;
  PatternTablesBuilder tables_;
  std::deque<PatternSet> sets_;
};

std::string shown(const std::vector<Stage::Match>& matches) {
  std::string out;
  for (const auto& match : matches) {
    if (!out.empty()) out += ' ';
    out += std::to_string(match.rule) + ":" + std::to_string(match.span.begin) + "-" + std::to_string(match.span.end);
    for (const auto& capture : match.captures) {
      out += capture.matched() ? '(' + std::to_string(capture.begin) + "-" + std::to_string(capture.end) + ")" : "()";
    }
  }
  return out;
}

/// Patterns that somebody might write, with the regular expressions that say the same of texts of letters.
class Patterns {
 public:
  struct Written {
    std::string pattern;
    std::string regex;
  };

  explicit Patterns(unsigned seed) : random_(seed) {}

  Written next() {
    const Written inside = alternatives(3);
    const bool begins = one_in(8);
    const bool ends = one_in(8);
    return {(begins ? "^ (" : "(") + inside.pattern + (ends ? ") $" : ")"),
            (begins ? "^(?:" : "(?:") + inside.regex + (ends ? ")$" : ")")};
  }

  std::string text() {
    std::string text;
    for (auto length = below(9) + 1; length > 0; --length) text += static_cast<char>('a' + below(3));
    return text;
  }

 private:
  unsigned below(unsigned end) { return static_cast<unsigned>(random_()) % end; }
  bool one_in(unsigned times) { return below(times) == 0; }

  Written alternatives(int depth) {
    Written all = sequence(depth);
    while (one_in(3)) {
      const Written other = sequence(depth);
      all = {all.pattern + " | " + other.pattern, all.regex + "|" + other.regex};
    }
    return all;
  }

  Written sequence(int depth) {
    Written all = repeated(depth);
    while (!one_in(3)) {
      const Written next = repeated(depth);
      all = {all.pattern + " " + next.pattern, all.regex + next.regex};
    }
    return all;
  }

  Written repeated(int depth) {
    static const std::vector<Written> repetitions{
        {"?", "?"},   {"*", "*"},     {"+", "+"},         {"??", "??"},       {"*?", "*?"},
        {"+?", "+?"}, {"[2]", "{2}"}, {"[0-2]", "{0,2}"}, {"[1-3]", "{1,3}"}, {"[1-2]?", "{1,2}?"}};
    Written one = unit(depth);
    if (!one_in(3)) return one;
    const Written& repetition = repetitions[below(static_cast<unsigned>(repetitions.size()))];
    return {one.pattern + repetition.pattern, one.regex + repetition.regex};
  }

  Written unit(int depth) {
    static const std::vector<Written> units{
        {"{a}", "a"}, {"{b}", "b"}, {"{c}", "c"}, {"{a|b}", "[ab]"}, {"{!c}", "[^c]"}};
    if (depth == 0 || !one_in(3)) return units[below(static_cast<unsigned>(units.size()))];
    const Written inside = alternatives(depth - 1);
    if (one_in(2)) return {"<x: " + inside.pattern + ">", "(" + inside.regex + ")"};
    return {"(" + inside.pattern + ")", "(?:" + inside.regex + ")"};
  }

  std::mt19937 random_;
};

std::string all(const std::string& pattern, const std::string& text) {
  Letters letters;
  return shown(letters.find_all(letters.stage({pattern}), text));
}

}  // namespace

TEST_CASE("stage: patterns match units by their kinds") {
  CHECK(all("{a} {b}", "a b c a b") == "0:0-2 0:3-5");
  CHECK(all("{a&!b}", "a ab b") == "0:0-1");
  CHECK(all("{a|b&c}", "b bc a") == "0:1-2 0:2-3");
  CHECK(all("^ {a} | {b} $", "a a b b") == "0:0-1 0:3-4");
  CHECK(all("{a} {b}[2-3] {c}", "a b c a b b c a b b b b c") == "0:3-7");
  CHECK(all("{a}*", "b c").empty());
  CHECK(all("{a}", "").empty());
}

TEST_CASE("stage: captures, and where the next match starts") {
  CHECK(all("{a} <x:{b}>? {c}", "a b c a c") == "0:0-3(1-2) 0:3-5()");
  // After the first capture: "b" may end one match and be looked at for the next.
  CHECK(all("<x:{a}> {b} {a}?", "a b a b") == "0:0-3(0-1) 0:2-4(2-3)");
  CHECK(all("{a} {b} {a}?", "a b a b") == "0:0-3");
}

TEST_CASE("stage: matches are ordered by begin, then longest, then pattern") {
  Letters letters;
  const Stage stage = letters.stage({"{b}", "{a} {b}", "{a}", "{a} {b}"});
  CHECK(shown(letters.find_all(stage, "a b")) == "1:0-2 3:0-2 2:0-1 0:1-2");
  Stage::Memory memory;
  CHECK(shown(stage.find_disjoint(letters.units("a b"), memory)) == "1:0-2");
}

TEST_CASE("stage: alternatives of one unit each are one class, whatever stands around them") {
  Letters letters;
  letters.macros["vowel"] = "({a}|{e}|{i})";
  PatternTablesBuilder tables;
  const Pattern pattern = letters.parse("(@vowel|{b&!c}) ({d}|{e} {f}|{g}|{h})?", tables);
  CHECK(tables.tables().predicates.size() == 5);
  CHECK(tables.tables().needs == std::vector<Need>{{0}});
  const PatternSet set({&pattern}, tables.tables());
  const Stage stage(set);
  CHECK(shown(letters.find_all(stage, "b d bc i e f e e")) == "0:0-2 0:3-6 0:6-7 0:7-8");
}

TEST_CASE("stage: what a pattern needs") {
  const auto needs = [](const std::string& text) {
    Letters letters;
    PatternTablesBuilder tables;
    std::vector<std::vector<Need>> found;
    for (const auto& alternative : letters.parse(text, tables).needs) {
      found.emplace_back();
      for (const auto need : alternative.all) found.back().push_back(tables.tables().needs[need]);
    }
    return found;
  };
  using Needs = std::vector<std::vector<Need>>;
  CHECK(needs("{a} {b}? {c}+ {d}[0-2] <x:{e}>") == Needs{{{0}, {2}, {4}}});
  CHECK(needs("{a} {b} | {c}") == Needs{{{0}, {1}}, {{2}}});
  CHECK(needs("{a} ({b} {c} | {d})") == Needs{{{0}, {1, 3}, {2, 3}}});
  CHECK(needs("{a}? | {b}") == Needs{{}, {{1}}});
}

TEST_CASE("stage: units that none has met before are read as what they are") {
  Letters letters;
  const Stage stage = letters.stage({"{a} <x:{b&c|d}> {e&!f} {g|h&i|j}* {k}"});
  CHECK(letters.find_all(stage, "a d e").empty());
  CHECK(shown(letters.find_all(stage, "a d e k")) == "0:0-4(1-2)");
  CHECK(shown(letters.find_all(stage, "ak bc ae abcde e ghij hi k")) == "0:2-8(3-4)");
  CHECK(letters.find_all(stage, "a d ef k").empty());
}

TEST_CASE("stage: more sorts of units than a byte has values") {
  Letters letters;
  const Stage stage = letters.stage({"<x:{a}> {b}? {c}? {d}? {e}? {f}? {g}? {h}? {i}? {j} {k}"});
  std::string text = "a j k";
  for (unsigned kinds = 1; kinds < 512; ++kinds) {
    text += ' ';
    for (unsigned kind = 0; kind < 9; ++kind) {
      if ((kinds >> kind & 1) != 0) text += static_cast<char>('b' + kind);
    }
  }
  text += " a j k";
  CHECK(shown(letters.find_all(stage, text)) == "0:0-3(0-1) 0:514-517(514-515)");
}

TEST_CASE("stage: what is found stays the same once it is known what is rare") {
  Letters letters;
  const Stage stage = letters.stage({"{a} {b}", "{b} {c} {d}|{c} {e}", "{d}? {e}", "{e}? {f}?"});
  const std::vector<std::string> texts{"a b", "b c d", "c e a", "b c", "d e f", "e", "a c b d"};
  const auto all_found = [&] {
    std::vector<std::string> found;
    for (const auto& text : texts) found.push_back(shown(letters.find_all(stage, text)));
    return found;
  };
  const std::vector<std::string> before = all_found();
  CHECK(before[0] == "0:0-2");
  for (int i = 0; i < 2000; ++i) letters.find_all(stage, "a a c c d d");
  CHECK(all_found() == before);
}

TEST_CASE("stage: a pattern finds what the same regular expression finds") {
  Patterns patterns(1);
  std::size_t found = 0;
  for (int i = 0; i < 5000; ++i) {
    const auto [pattern, expression] = patterns.next();
    Letters letters;
    PatternTablesBuilder tables;
    const Pattern parsed = letters.parse(pattern, tables);
    const RE2 regex(expression);
    for (int t = 0; t < 4; ++t) {
      const std::string text = patterns.text();
      const std::size_t from = static_cast<std::size_t>(t) % text.size();
      std::vector<re2::StringPiece> pieces(parsed.captures.size() + 1);
      std::vector<int> expected;
      if (regex.Match(text, from, text.size(), RE2::UNANCHORED, pieces.data(), static_cast<int>(pieces.size()))) {
        for (const auto& piece : pieces) {
          const auto begin = piece.data() == nullptr ? -1 : static_cast<int>(piece.data() - text.data());
          expected.push_back(begin);
          expected.push_back(begin < 0 ? -1 : begin + static_cast<int>(piece.size()));
        }
      }
      std::string spaced;
      for (const char letter : text) spaced += std::string(spaced.empty() ? "" : " ") + letter;
      const std::vector<Bits> truths = letters.truths(spaced, tables.tables());
      std::vector<const Bits*> units;
      for (const Bits& unit : truths) units.push_back(&unit);
      Search search;
      search.read(units);
      const Start start = start_of(parsed.program, tables.tables().predicates.size());
      const bool matches = search.find(parsed.program, start, parsed.captures.size(), from);
      INFO(pattern << " in " << text << " from " << from);
      REQUIRE((matches ? search.bounds() : std::vector<int>()) == expected);
      found += matches ? 1 : 0;
    }
  }
  CHECK(found > 5000);
}

TEST_CASE("stage: no pattern takes more than linear time") {
  std::string text = "a";
  for (int i = 0; i < 2000; ++i) text += " a";
  CHECK(all("(({a} | {a} {a})* {a}*)* {b}", text).empty());
}

TEST_CASE("stage: threads may share one") {
  Letters letters;
  const Stage stage = letters.stage({"{a} <x:{b|c}>* {d}", "{e&!f}+"});
  const std::vector<std::string> texts{"a b c d", "e ef e", "a d e", "abc bcd d ef", "b c", "a bd cd d", "ae bf ce df"};
  std::vector<std::string> expected;
  for (const auto& text : texts) {
    Letters own;
    expected.push_back(shown(own.find_all(own.stage({"{a} <x:{b|c}>* {d}", "{e&!f}+"}), text)));
  }
  std::vector<std::vector<std::string>> found(4);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < found.size(); ++t) {
      threads.emplace_back([&, t] {
        Letters own;
        for (std::size_t i = 0; i < texts.size(); ++i) {
          found[t].push_back(shown(own.find_all(stage, texts[(i + t) % texts.size()])));
        }
      });
    }
  }
  for (std::size_t t = 0; t < found.size(); ++t) {
    for (std::size_t i = 0; i < texts.size(); ++i) CHECK(found[t][i] == expected[(i + t) % texts.size()]);
  }
}

TEST_CASE("stage: repetitions beyond what the matcher can do are told where the pattern is written") {
  Letters letters;
  PatternTablesBuilder tables;
  CHECK_THROWS_AS(letters.parse("{a}[0-1001]", tables), PatternError);
  CHECK_THROWS_AS(letters.parse("({a}[0-100] {b})[0-11]", tables), PatternError);
  CHECK_THROWS_AS(letters.parse("{a}[3-2]", tables), PatternError);
  CHECK_NOTHROW(letters.parse("({a}[0-100] {b})[0-10]", tables));
  std::string long_one;
  for (int i = 0; i < 33; ++i) long_one += "{a} {b} ";
  CHECK_THROWS_AS(letters.parse("(" + long_one + ")[0-1000]", tables), PatternError);
  CHECK_NOTHROW(letters.parse("(" + long_one + ")[0-900]", tables));
}
