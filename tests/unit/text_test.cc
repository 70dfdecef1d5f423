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

}  // namespace
}  // namespace toofew
