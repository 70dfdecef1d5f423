#include "text/text.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "text/characters.h"

namespace toofew {
namespace {

// A few of each kind, enough to test by; the language packs have the real lists.
TextOptions english() {
  TextOptions options;
  options.openers = {"p.s.", "ps"};
  options.abbreviations = {"dr", "mr", "st", "no", "vs", "approx", "e.g", "i.e"};
  options.clitics = {"'s", "n't", "'ve", "'re", "'ll", "'d", "'m"};
  return options;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '\n' ? std::string("\\n") : std::string(1, c);
  return result;
}

std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view pair = text.substr(i, 2);
    if (pair == "\\n" || pair == "\\t") {
      result += pair == "\\n" ? '\n' : '\t';
      ++i;
    } else if (pair == "\\u" && i + 6 <= text.size()) {
      characters::append(result, std::stoi(std::string(text.substr(i + 2, 4)), nullptr, 16));
      i += 5;
    } else {
      result += text[i];
    }
  }
  return result;
}

// Forms with " | " between tokens and " || " between sentences.
std::string shown(const Text& text) {
  std::string result;
  for (const Sentence& sentence : text.sentences) {
    if (!result.empty()) result += " || ";
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      result += (i == sentence.begin ? "" : " | ") + escaped(text.tokens[i].form);
    }
  }
  return result;
}

struct Case {
  int line;
  std::string input;
  std::string expected;
};

std::vector<Case> cases(const std::string& file) {
  std::ifstream stream(std::string(TOOFEW_TEST_DATA) + "/text/" + file);
  REQUIRE(stream);
  std::vector<Case> result;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    if (line.empty() || line.starts_with("# ")) continue;
    const std::size_t tab = line.find('\t');
    INFO(file << ":" << number);
    REQUIRE(tab != std::string::npos);
    result.push_back({number, unescaped(line.substr(0, tab)), line.substr(line.find_first_not_of('\t', tab))});
  }
  return result;
}

TEST_CASE("text: tokens and sentences of the tables") {
  for (const char* file : {"tokens.tsv", "sentences.tsv"}) {
    for (const Case& c : cases(file)) {
      INFO(file << ":" << c.line << ": " << c.input);
      CHECK(shown(read_text(c.input, english())) == c.expected);
    }
  }
}

// What must hold for any text: ranges in order and inside the text, forms and sentences that are never empty, sentences
// that cover all tokens.
void check_shape(const Text& text, std::size_t size) {
  bool ordered = true;
  std::size_t before = 0;
  for (const Token& token : text.tokens) {
    ordered = ordered && !token.form.empty() && !token.source.empty() && token.source.begin >= before &&
              token.source.end <= size && token.form.data() >= text.normal.data() &&
              token.form.data() + token.form.size() <= text.normal.data() + text.normal.size();
    before = token.source.begin;
  }
  CHECK(ordered);
  std::uint32_t next = 0;
  bool covered = true;
  for (const Sentence& sentence : text.sentences) {
    covered = covered && sentence.begin == next && sentence.end > sentence.begin;
    next = sentence.end;
  }
  CHECK(covered);
  CHECK(next == text.tokens.size());
}

std::string forms(const Text& text) {
  std::string result;
  for (const Token& token : text.tokens) result += token.form;
  return result;
}

TEST_CASE("text: the bytes that a token came from read as that token") {
  for (const char* file : {"tokens.tsv", "sentences.tsv"}) {
    for (const Case& c : cases(file)) {
      INFO(file << ":" << c.line << ": " << c.input);
      const Text text = read_text(c.input, english());
      check_shape(text, c.input.size());
      for (const Token& token : text.tokens) {
        if (token.shape == TokenShape::line_break) continue;
        const std::string source = c.input.substr(token.source.begin, token.source.size());
        CHECK(forms(read_text(source, english())) == token.form);
      }
    }
  }
}

TEST_CASE("text: shapes, case and spaces") {
  const Text text = read_text("Our VIPs (NHS) met 4B at 12k, 1,204 €\n\nЯна", english());
  struct Expected {
    std::string form;
    TokenShape shape;
    bool capitalised, all_caps, space_before;
  };
  const std::vector<Expected> expected = {
      {"our", TokenShape::word, true, false, true},          {"vips", TokenShape::word, true, false, true},
      {"(", TokenShape::punctuation, false, false, true},    {"nhs", TokenShape::word, true, true, false},
      {")", TokenShape::punctuation, false, false, false},   {"met", TokenShape::word, false, false, true},
      {"4b", TokenShape::alphanumeric, true, false, true},   {"at", TokenShape::word, false, false, true},
      {"12k", TokenShape::alphanumeric, false, false, true}, {",", TokenShape::punctuation, false, false, false},
      {"1,204", TokenShape::number, false, false, true},     {"€", TokenShape::symbol, false, false, true},
      {"\n", TokenShape::line_break, false, false, false},   {"яна", TokenShape::word, true, false, true},
  };
  REQUIRE(text.tokens.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Token& token = text.tokens[i];
    INFO(expected[i].form);
    CHECK(token.form == expected[i].form);
    CHECK(token.shape == expected[i].shape);
    CHECK(token.capitalised == expected[i].capitalised);
    CHECK(token.all_caps == expected[i].all_caps);
    CHECK(token.space_before == expected[i].space_before);
  }
}

TEST_CASE("text: positions reach through what is dropped, composed and shortened") {
  const std::string input = "a p\u0430\u00ADti\u0435nts 5\uFE0F\u20E33\uFE0F\u20E3 Zu\u0308rich\u200B, \u201Cso\u201D";
  const std::string block = unescaped(input);
  const Text text = read_text(block, english());
  const auto source_of = [&](std::size_t i) {
    return block.substr(text.tokens.at(i).source.begin, text.tokens.at(i).source.size());
  };
  CHECK(source_of(1) == unescaped("p\u0430\u00ADti\u0435nts"));
  CHECK(source_of(2) == unescaped("5\uFE0F\u20E33\uFE0F\u20E3"));
  CHECK(source_of(3) == unescaped("Zu\u0308rich"));
  CHECK(source_of(4) == ",");
  CHECK(source_of(5) == unescaped("\u201C"));
  CHECK(source_of(6) == "so");
}

TEST_CASE("text: a moved text keeps its forms") {
  Text text = read_text("53 people", english());
  const Text moved = std::move(text);
  CHECK(forms(moved) == "53people");
}

TEST_CASE("text: empty and invisible texts have no tokens") {
  for (const char* block : {"", " ", "\n\n", "\u200B", " \uFEFF\n", "\u00AD"}) {
    const Text text = read_text(unescaped(block), english());
    CHECK(text.tokens.empty());
    CHECK(text.sentences.empty());
  }
}

TEST_CASE("text: hostile texts keep their shape") {
  const std::vector<std::string> units = {"a",
                                          "A",
                                          "5",
                                          "!",
                                          ".",
                                          "\n",
                                          " \n",
                                          "'",
                                          "-",
                                          "@",
                                          "#",
                                          "(",
                                          "\"",
                                          "a.",
                                          "1.",
                                          "1,",
                                          "123,",
                                          "000 ",
                                          "a'",
                                          "a's",
                                          "@a",
                                          "a@",
                                          "http://",
                                          "www.",
                                          "a&",
                                          "b.c/",
                                          "#aA5",
                                          "x.x ",
                                          ". a ",
                                          "#a_",
                                          "\u0301",
                                          "\u0301\u0316",
                                          "\u200D",
                                          "\u05D0\u202E",
                                          "\u4EBA",
                                          "\u0E01",
                                          "\u00BD",
                                          "\u00B9",
                                          "\uFF21",
                                          "\u2044",
                                          "1\u2044",
                                          "\uFDFA",
                                          "a\u0430",
                                          "5\u20E3",
                                          "a\u00AD",
                                          "\uFE0F",
                                          "\u0130",
                                          "\uFFFC",
                                          "🎉",
                                          "🇦",
                                          "👩\u200D",
                                          "👍🏽",
                                          "e\u0301\u0301"};
  for (const std::string& unit : units) {
    INFO(unit);
    const std::string piece = unescaped(unit);
    std::string block;
    const std::size_t size = piece.size() == 1 ? 100'000 : 20'000;
    while (block.size() < size) block += piece;
    block = "Of " + block + " 53 people.";
    check_shape(read_text(block, english()), block.size());
  }
}

TEST_CASE("text: bytes that are no UTF-8 are read as replacement characters") {
  const std::string block = "53 \xFF people \xE2\x82";
  const Text text = read_text(block, english());
  check_shape(text, block.size());
  CHECK(forms(text) == "53\uFFFDpeople\uFFFD");
}

}  // namespace
}  // namespace toofew
