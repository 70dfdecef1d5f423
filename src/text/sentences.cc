#include "text/sentences.h"

#include <algorithm>

#include "text/characters.h"

namespace toofew {
namespace {

using characters::decode;

class SentenceFinder {
 public:
  SentenceFinder(const std::vector<Token>& tokens, const TextOptions& options)
      : tokens_(tokens), options_(options), capitals_(starts_sentences_with_capitals()) {}

  std::vector<Sentence> run() const {
    std::vector<Sentence> sentences;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const std::size_t end = end_after(i, begin);
      if (end == 0) continue;
      sentences.push_back(sentence(begin, end));
      begin = end;
      i = end - 1;
    }
    if (begin < tokens_.size()) sentences.push_back(sentence(begin, tokens_.size()));
    return sentences;
  }

 private:
  static Sentence sentence(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  // Where the sentence that began at `begin` ends if token `i` ends it: behind the quotes and brackets that close with
  // it, and the line. 0 if it goes on.
  std::size_t end_after(std::size_t i, std::size_t begin) const {
    if (tokens_[i].shape == TokenShape::line_break) return i + 1;
    if (i == begin && holds(options_.openers, tokens_[i].form)) return after_opener(i + 1);
    if (is_ending_emoji(i, begin)) return i + 1;
    if (!may_end(i)) return 0;
    std::size_t end = i + 1;
    while (end < tokens_.size() && !tokens_[end].space_before && (is_closer(end) || may_end(end))) ++end;
    if (end < tokens_.size() && !ends_here(i, end, begin)) return 0;
    return with_trailing_emoji(end);
  }

  // "P.S.: One of you …", "P.S. – One of you …"
  std::size_t after_opener(std::size_t i) const {
    return i < tokens_.size() && std::string_view(":,-").find(tokens_[i].form) != std::string_view::npos ? i + 1 : i;
  }

  bool may_end(std::size_t i) const { return is_terminator(i) || is_lower_dotted_word(i); }

  bool is_terminator(std::size_t i) const {
    const Token& token = tokens_[i];
    if (token.shape != TokenShape::punctuation) return false;
    return is_ellipsis(i) || characters::ends_sentence(decode(token.form, 0).code_point);
  }

  bool is_ellipsis(std::size_t i) const { return tokens_[i].form.starts_with(".."); }
  bool is_full_stop(std::size_t i) const { return tokens_[i].form == "."; }

  // "at 9 a.m. We …": the dot does double duty. Capital ones are names more often ("U.S. Navy").
  bool is_lower_dotted_word(std::size_t i) const {
    const Token& token = tokens_[i];
    return token.shape == TokenShape::word && token.form.size() > 1 && token.form.ends_with('.') &&
           !token.capitalised && !is_abbreviation(token.form.substr(0, token.form.size() - 1));
  }

  bool is_closer(std::size_t i) const {
    const Token& token = tokens_[i];
    if (token.shape == TokenShape::symbol) return characters::is_raised_digit(decode(token.form, 0).code_point);
    return token.shape == TokenShape::punctuation &&
           std::string_view("\"')]}").find(token.form) != std::string_view::npos;
  }

  static bool holds(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  bool is_abbreviation(std::string_view word) const {
    return holds(options_.abbreviations, word);
  }

  // Whether the sentence really ends between its terminator (with closers) and `next`.
  bool ends_here(std::size_t terminator, std::size_t next, std::size_t begin) const {
    if (tokens_[next].shape == TokenShape::line_break) return true;
    if (!tokens_[next].space_before) return is_missing_space(terminator, next);
    if (is_full_stop(terminator) && is_no_end(terminator, begin)) return false;
    const bool bare = next == terminator + 1;
    const bool strong = !is_full_stop(terminator) && !is_ellipsis(terminator) && is_terminator(terminator);
    if (strong && bare) return true;
    if (is_lower_dotted_word(terminator)) return starts_capitalised(next);
    return !starts_lower(next) || (!capitals_ && is_full_stop(terminator));
  }

  // "… signed up.They": only between two words of some length, so that "Ph.D" and "example.com" hold together.
  bool is_missing_space(std::size_t terminator, std::size_t next) const {
    if (terminator == 0 || !is_terminator(terminator)) return false;
    const Token& before = tokens_[terminator - 1];
    const Token& after = tokens_[next];
    return before.shape == TokenShape::word && !before.capitalised && before.form.size() > 1 &&
           after.shape == TokenShape::word && after.capitalised && after.form.size() > 1;
  }

  // A full stop after an abbreviation, an initial or the number of a list item.
  bool is_no_end(std::size_t full_stop, std::size_t begin) const {
    if (full_stop == begin || tokens_[full_stop].space_before) return false;
    const Token& before = tokens_[full_stop - 1];
    if (before.shape == TokenShape::number) return full_stop - 1 == begin && starts_line(begin);
    if (before.shape != TokenShape::word) return false;
    const bool initial = before.capitalised && characters::length(before.form) == 1;
    return initial || is_abbreviation(before.form);
  }

  bool starts_line(std::size_t i) const { return i == 0 || tokens_[i - 1].shape == TokenShape::line_break; }

  // The first word after opening quotes, brackets, bullets and emoji; the end if there is none.
  const Token* first_word(std::size_t i) const {
    constexpr std::size_t kFewSigns = 8;
    for (std::size_t last = std::min(tokens_.size(), i + kFewSigns); i < last; ++i) {
      const TokenShape shape = tokens_[i].shape;
      if (shape == TokenShape::line_break) return nullptr;
      if (shape != TokenShape::punctuation && shape != TokenShape::symbol) return &tokens_[i];
    }
    return nullptr;
  }

  bool starts_capitalised(std::size_t i) const {
    const Token* word = first_word(i);
    return word != nullptr && word->capitalised;
  }

  bool starts_lower(std::size_t i) const {
    const Token* word = first_word(i);
    if (word == nullptr || word->shape != TokenShape::word || word->capitalised) return false;
    return characters::is_lower(decode(word->form, 0).code_point);
  }

  // Social copy is often written without capitals; then a lower-case letter may begin a sentence.
  bool starts_sentences_with_capitals() const {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool start =
          i == 0 || tokens_[i - 1].shape == TokenShape::line_break || (tokens_[i].space_before && is_terminator(i - 1));
      if (start && starts_capitalised(i)) return true;
    }
    return false;
  }

  // Emoji after the last sentence of a line belong to it, and so does the end of the line.
  std::size_t with_trailing_emoji(std::size_t end) const {
    std::size_t last = end;
    while (last < tokens_.size() && is_emoji(last)) ++last;
    if (last == tokens_.size()) return last;
    return tokens_[last].shape == TokenShape::line_break ? last + 1 : end;
  }

  // "… with us last night 🌙 Torches are …": social copy often has an emoji in place of a full stop. After a few words
  // only, since "We ❤️ Norwich" goes on.
  bool is_ending_emoji(std::size_t i, std::size_t begin) const {
    constexpr std::size_t kFewWords = 4;
    if (!capitals_ || !is_emoji(i) || i + 1 == tokens_.size() || !tokens_[i + 1].space_before) return false;
    if (tokens_[i + 1].shape != TokenShape::word || !tokens_[i + 1].capitalised) return false;
    const auto is_said = [](const Token& token) { return token.shape != TokenShape::symbol; };
    return static_cast<std::size_t>(std::count_if(&tokens_[begin], &tokens_[i], is_said)) >= kFewWords;
  }

  bool is_emoji(std::size_t i) const {
    return tokens_[i].shape == TokenShape::symbol && characters::emoji_size(tokens_[i].form, 0) != 0;
  }

  const std::vector<Token>& tokens_;
  const TextOptions& options_;
  bool capitals_;
};

}  // namespace

std::vector<Sentence> find_sentences(const std::vector<Token>& tokens, const TextOptions& options) {
  return SentenceFinder(tokens, options).run();
}

}  // namespace toofew
