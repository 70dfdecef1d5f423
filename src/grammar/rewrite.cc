#include "grammar/rewrite.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>

#include "base/utf8.h"
#include "grammar/phrases.h"

namespace toofew {
namespace {

std::string with_first(std::string_view words, UChar32 (*change)(UChar32)) {
  if (words.empty()) return {};
  const CodePoint first = code_point_at(words, 0);
  std::string out;
  append_utf8(out, static_cast<char32_t>(change(static_cast<UChar32>(first.value))));
  return out += words.substr(first.size);
}

std::string in_capitals(std::string_view words, const std::string& locale) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8ToUpper(locale.c_str(), 0, words, sink, nullptr, status);
  return U_FAILURE(status) ? std::string(words) : out;
}

bool is_word(const Token& token) { return token.shape == TokenShape::word; }

/// Tokens [begin, end) of the Text.
using TokenRange = Sentence;

class Maker {
 public:
  Maker(const RewriteRule& rule, const PatternSet& patterns, const Stage::Match& match, const RewriteInput& in)
      : rule_(rule), patterns_(patterns), match_(match), in_(in), tokens_(in.text.tokens) {}

  std::optional<Rewrite> make() {
    const TokenRange read{in_.units[static_cast<std::size_t>(match_.span.begin)].token_begin,
                          in_.units[static_cast<std::size_t>(match_.span.end) - 1].token_end};
    Rewrite out{std::string(rule_.title), {rule_.kinds.begin(), rule_.kinds.end()}, rule_.safe, 0, in_.block.map.to_source(words_of(read)), {}};
    for (const auto& [name, words] : rule_.write) {
      const auto range = captured(name);
      if (!range) continue;
      auto edit = words.empty() ? taken_away(*range) : replaced(*range, words);
      if (!edit) return std::nullopt;
      out.edits.push_back(std::move(*edit));
    }
    if (out.edits.empty()) return std::nullopt;
    std::sort(out.edits.begin(), out.edits.end(),
              [](const auto& a, const auto& b) { return a.content.begin < b.content.begin; });
    const auto overlap = [](const auto& a, const auto& b) { return a.content.end > b.content.begin; };
    if (std::adjacent_find(out.edits.begin(), out.edits.end(), overlap) != out.edits.end()) return std::nullopt;
    return out;
  }

 private:
  std::optional<TokenRange> captured(std::string_view name) const {
    const UnitRange range = capture(patterns_, match_, name);
    if (!range.matched()) return std::nullopt;
    return TokenRange{in_.units[static_cast<std::size_t>(range.begin)].token_begin,
                      in_.units[static_cast<std::size_t>(range.end) - 1].token_end};
  }

  std::optional<Rewrite::Edit> replaced(TokenRange range, std::string_view words) const {
    return edit(words_of(range), in_case_of(range.begin, filled(words)));
  }

  /// Takes one of the spaces around the words away with them. What comes to stand first gets the capital.
  std::optional<Rewrite::Edit> taken_away(TokenRange range) const {
    const bool has_before = range.begin > in_.sentence.begin;
    const bool has_after = range.end < in_.sentence.end;
    if (!has_before && !has_after) return std::nullopt;
    if (is_marked(range) && has_before && has_after) return taken_away_with_marks(range);
    const std::size_t begin = tokens_[range.begin].source.begin;
    const std::size_t end = tokens_[range.end - 1].source.end;
    if (has_after && stands_first(range.begin)) {
      const Token& next = tokens_[range.end];
      const TokenRange next_word{range.end, range.end + 1};
      return edit({begin, next.source.end}, in_case_of(range.begin, in_.block.text.substr(
                                                next.source.begin, words_of(next_word).size())));
    }
    const bool keeps_space_before = has_after && tokens_[range.end].space_before && !breaks_after(range);
    if (keeps_space_before || !has_before) return edit({begin, tokens_[range.end].source.begin}, "");
    return edit({tokens_[range.begin - 1].source.end, end}, "");
  }

  /// Whether the line ends behind the words.
  bool breaks_after(TokenRange range) const {
    const std::size_t end = tokens_[range.end - 1].source.end;
    const std::string_view gap = std::string_view(in_.block.text).substr(end, tokens_[range.end].source.begin - end);
    return gap.find('\n') != std::string_view::npos;
  }

  /// Whether exactly these words are bold, say: then the marks go with them.
  bool is_marked(TokenRange range) const {
    const ByteRange words = words_of(range);
    return std::any_of(in_.block.marks.begin(), in_.block.marks.end(),
                       [&](const Mark& mark) { return mark.text == words; });
  }

  std::optional<Rewrite::Edit> taken_away_with_marks(TokenRange range) const {
    const auto source = [&](const Token& token) { return in_.block.map.to_source(token.source); };
    const ByteRange content{source(tokens_[range.begin - 1]).end, source(tokens_[range.end]).begin};
    if (content.end < content.begin) return std::nullopt;
    return Rewrite::Edit{content, tokens_[range.end].space_before ? " " : ""};
  }

  /// Without the words that are not in the source as they are in the block: those that markup or escapes run through.
  std::optional<Rewrite::Edit> edit(ByteRange in_block, std::string text) const {
    const ByteRange content = in_.block.map.to_source(in_block);
    if (content.size() != in_block.size()) return std::nullopt;
    return Rewrite::Edit{content, std::move(text)};
  }

  ByteRange words_of(TokenRange range) const {
    return {tokens_[range.begin].source.begin, tokens_[range.end - 1].source.end};
  }

  /// With what the rule's other captures hold in place of their names in braces; "{k}" stays.
  std::string filled(std::string_view words) const {
    std::string out;
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t close = words[at] == '{' ? words.find('}', at) : std::string_view::npos;
      const auto range = close == std::string_view::npos ? std::nullopt : captured(words.substr(at + 1, close - at - 1));
      if (!range) {
        out += words[at++];
        continue;
      }
      const ByteRange source = words_of(*range);
      const std::string held = in_.block.text.substr(source.begin, source.size());
      const bool had_capital = stands_first(range->begin) && !tokens_[range->begin].all_caps;
      out += had_capital ? with_first(held, u_tolower) : held;
      at = close + 1;
    }
    return out;
  }

  /// Whether the token is the first word of its sentence, or of its line.
  bool stands_first(std::uint32_t token) const {
    while (token > in_.sentence.begin) {
      const TokenShape shape = tokens_[--token].shape;
      if (shape == TokenShape::line_break) return true;
      if (shape != TokenShape::punctuation && shape != TokenShape::symbol) return false;
    }
    return true;
  }

  std::string in_case_of(std::uint32_t token, const std::string& words) const {
    if (is_loud()) return in_capitals(words, in_.locale);
    const Token& old = tokens_[token];
    const bool capital = is_word(old) ? old.capitalised : stands_first(token) && !begins_small();
    return capital ? with_first(words, u_toupper) : words;
  }

  /// Whether the sentence is written in capitals.
  bool is_loud() const {
    std::ptrdiff_t more = 0;
    for (std::uint32_t t = in_.sentence.begin; t < in_.sentence.end; ++t) {
      if (is_word(tokens_[t]) && tokens_[t].source.size() > 1) more += tokens_[t].all_caps ? 1 : -1;
    }
    return more > 0;
  }

  /// Whether the writer begins sentences with small letters.
  bool begins_small() const {
    return std::any_of(in_.text.sentences.begin(), in_.text.sentences.end(), [&](const Sentence& sentence) {
      const Token& first = tokens_[sentence.begin];
      return is_word(first) && !first.capitalised;
    });
  }

  const RewriteRule& rule_;
  const PatternSet& patterns_;
  const Stage::Match& match_;
  const RewriteInput& in_;
  const std::vector<Token>& tokens_;
};

}  // namespace

std::optional<Rewrite> make_rewrite(const RewriteRule& rule, const PatternSet& patterns, const Stage::Match& match,
                                    const RewriteInput& in) {
  return Maker(rule, patterns, match, in).make();
}

}  // namespace toofew
