#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "grammar/spelled_phrases.h"
#include "grammar/stage.h"

using namespace toofew;

namespace {

/// One pattern over a lexicon of phrases.
class Spelled {
 public:
  Spelled(const std::string& source, const std::set<std::string>& phrases) {
    for (const auto& phrase : phrases) builder_.add(phrase, KindSet());
    const auto is_known = [](std::string_view) { return false; };
    pattern_ = parse_pattern(source, {}, kinds_, tables_, is_known);
    add_literals();
    cut_ = admit_spelled_phrases(pattern_, builder_, kinds_, tables_);
    add_literals();
    lexicon_ = builder_.build();
  }

  /// The first match in `text`, in units, with its captures: "1-3(2-3)"; "" for none. Words of phrases are joined, if asked.
  std::string match(const std::string& text, bool joins_phrases = true) {
    std::istringstream in(text);
    const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
    Sorts sorts;
    std::vector<Unit> units;
    for (std::size_t at = 0; at < words.size();) {
      const auto word_at = [&](std::size_t i) -> std::string_view { return words[i]; };
      const auto [length, entry] = lexicon_.find_phrase(at, joins_phrases ? words.size() - at : 1, word_at);
      units.push_back({&sorts.of((length > 0 ? *entry : lexicon_.find(words[at])).kinds.set())});
      at += std::max<std::size_t>(length, 1);
    }
    const PatternSet set({&pattern_}, tables_.tables());
    const Stage stage(set);
    Stage::Memory memory;
    const auto matches = stage.find_all(units, memory);
    if (matches.empty()) return "";
    std::string shown = std::to_string(matches[0].span.begin) + "-" + std::to_string(matches[0].span.end);
    for (const auto& capture : matches[0].captures) {
      shown += "(" + std::to_string(capture.begin) + "-" + std::to_string(capture.end) + ")";
    }
    return shown;
  }

  const std::set<std::string>& cut() const { return cut_; }
  const Pattern& pattern() const { return pattern_; }
  const PatternTables& tables() const { return tables_.tables(); }
  KindSet kinds_of(const std::string& phrase) const { return lexicon_.find(phrase).kinds.set(); }

 private:
  void add_literals() {
    for (std::uint16_t kind = 0; kind < kinds_.size(); ++kind) {
      KindSet literal;
      literal.set(kind);
      for (const auto& word : literal_words(kinds_.name(kind))) builder_.add(word, literal);
    }
  }

  KindTable kinds_;
  LexiconBuilder builder_{kinds_};
  PatternTablesBuilder tables_;
  Pattern pattern_;
  std::set<std::string> cut_;
  Lexicon lexicon_;
};

std::string random_words(std::mt19937& random, unsigned least, unsigned most) {
  std::string text;
  for (unsigned left = least + static_cast<unsigned>(random()) % (most - least + 1); left > 0; --left) {
    if (!text.empty()) text += ' ';
    text += static_cast<char>('a' + random() % 3);
  }
  return text;
}

std::string random_pattern(std::mt19937& random, int depth) {
  std::string pattern;
  for (auto left = 1 + random() % 3; left > 0; --left) {
    const auto kind = depth == 0 ? 0 : random() % 4;
    if (kind < 2) pattern += static_cast<char>('a' + random() % 3);
    if (kind == 2) pattern += '(' + random_pattern(random, depth - 1) + ')';
    if (kind == 3) pattern += '(' + random_pattern(random, depth - 1) + '|' + random_pattern(random, depth - 1) + ')';
    const auto repetition = random() % 6;
    if (repetition == 0) pattern += '?';
    if (repetition == 1) pattern += '+';
    if (repetition == 2) pattern += "[0-2]?";
    pattern += ' ';
  }
  return pattern;
}

}  // namespace

TEST_CASE("spelled phrases: a pattern that spells a phrase matches its one unit") {
  struct Case {
    const char* pattern;
    const char* text;
    const char* match;
  };
  const std::set<std::string> phrases{"can see", "could see", "see it", "in the end", "up to", "at all"};
  const std::vector<Case> cases{
      {"can see", "can see", "0-1"},
      {"can see", "can look", ""},
      {"x can see y", "x can see y", "0-3"},
      {"(can|could|may) see", "could see", "0-1"},
      {"(can|could|may) see", "may see", "0-2"},
      {"x? (can (see|look)) it", "can see it", "0-2"},
      {"can see it", "can see it", "0-2"},
      {"may see it", "may see it", "0-2"},
      {"in (a|the) end", "in the end", "0-1"},
      {"in at? (the (y|end))+ x", "in the end x", "0-2"},
      {"(can see)[2] x", "can see can see x", "0-3"},
      {"^ can see $", "can see", "0-1"},
      {"{=up to} x", "up to x", "0-2"},
      {"go (up to|up|at) x", "go up to x", "0-3"},
      // In captures, as far as these hold the whole phrase.
      {"x <a: can see> y", "x can see y", "0-3(1-2)"},
      {"<a: x can> see", "x can see", ""},
      {"x <a: can <b: see>>", "x can see", ""},
      // Words with more to them are no plain words.
      {"{=can & !=x} see", "can see", ""},
  };
  for (const auto& [pattern, text, match] : cases) {
    INFO(pattern << " on " << text);
    CHECK(Spelled(pattern, phrases).match(text) == match);
  }
}

TEST_CASE("spelled phrases: a phrase that a capture cuts is told of") {
  const std::set<std::string> phrases{"can see", "in the end"};
  CHECK(Spelled("<a: can> see", phrases).cut() == std::set<std::string>{"can see"});
  CHECK(Spelled("x (may | can) <a: see>", phrases).cut() == std::set<std::string>{"can see"});
  CHECK(Spelled("in <a: the> end", phrases).cut() == std::set<std::string>{"in the end"});
  CHECK(Spelled("<a: can see> x <b: in the end>", phrases).cut().empty());
}

TEST_CASE("spelled phrases: a pattern in which they would be looked for too long is refused") {
  CHECK_THROWS_AS(Spelled("(a?)[900]", {"a a a b"}), PatternError);
  CHECK(Spelled("(a?)[60] b", {"a a a b"}).match("a a a b") == "0-1");
  std::string ways = "a";
  for (int i = 0; i < 4; ++i) ways = "(" + ways + " b? | " + ways + " c?)";
  CHECK(Spelled("(" + ways + ")+", {"a a a a a a a a a a a a a a a a a a a a a b"}).match("a a") == "0-2");
}

TEST_CASE("spelled phrases: a phrase that a pattern names is one, too") {
  CHECK(Spelled("{=can see} x | can see y", {}).match("can see y") == "0-2");
}

TEST_CASE("spelled phrases: the last unit of a capture may be one") {
  const Spelled spelled("<head: x (can see)>", {"can see"});
  const KindSet kinds = spelled.kinds_of("can see");
  const auto& units = spelled.pattern().last_units.front();
  CHECK(std::any_of(units.begin(), units.end(), [&](auto unit) { return spelled.tables().predicates[unit].holds(kinds); }));
}

TEST_CASE("spelled phrases: a whole text matches alike, whatever its phrases") {
  std::mt19937 random(7);
  int matches = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string pattern = "^ (" + random_pattern(random, 2) + ") $";
    Spelled spelled(pattern, {random_words(random, 2, 3), random_words(random, 2, 3)});
    const std::string text = random_words(random, 1, 6);
    const bool is_match = !spelled.match(text, false).empty();
    INFO(pattern << " on " << text);
    CHECK(is_match == !spelled.match(text).empty());
    matches += is_match ? 1 : 0;
  }
  CHECK(matches > 100);
}
