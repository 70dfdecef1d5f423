#include "policy/fact_words.h"

#include <algorithm>

#include "base/error.h"

namespace toofew {
namespace {

constexpr std::size_t kMostWords = 64;  // of a fact; more would make the search slow

bool is_mark(TokenShape shape) { return shape == TokenShape::punctuation || shape == TokenShape::line_break; }

bool same_figure(const Quantity& a, const Quantity& b) {
  return a.is_share == b.is_share && a.is_rest == b.is_rest && a.lo == b.lo && a.hi == b.hi;
}

Part part_of(const std::string& words) {
  Part part;
  part.content = words;
  part.map = SourceMap::identity(words.size());
  Block block;
  block.text = words;
  block.map = SourceMap::identity(words.size());
  part.blocks.push_back(std::move(block));
  return part;
}

}  // namespace

FactWords::FactWords(const Part& part, const TextOptions& options, const FigureReader& figures)
    : figures_(figures(part)) {
  std::stable_sort(figures_.begin(), figures_.end(),
                   [](const Figure& a, const Figure& b) { return a.content.begin < b.content.begin; });
  for (const Block& block : part.blocks) add(block, options);
}

FactWords::FactWords(const std::string& words, const TextOptions& options, const FigureReader& figures)
    : FactWords(part_of(words), options, figures) {
  if (words_.size() > kMostWords) throw Error("a fact backs a few words, not a paragraph");
}

// Punctuation separates nothing that the words do not: what is quoted often ends, or begins, elsewhere.
void FactWords::add(const Block& block, const TextOptions& options) {
  const Text text = read_text(block.text, options);
  for (const Token& token : text.tokens) {
    if (is_mark(token.shape)) continue;
    Word word{std::string(token.form), block.map.to_source(token.source), kNone};
    auto figure = std::upper_bound(figures_.begin(), figures_.end(), word.content.begin,
                                   [](std::size_t at, const Figure& f) { return at < f.content.begin; });
    if (figure != figures_.begin() && (--figure)->content.contains(word.content.begin)) {
      word.figure = static_cast<std::size_t>(figure - figures_.begin());
    }
    words_.push_back(std::move(word));
  }
}

std::size_t FactWords::end_of_figure(std::size_t word) const {
  std::size_t end = word;
  while (end < words_.size() && words_[end].figure == words_[word].figure) ++end;
  return end;
}

bool FactWords::is_one_figure() const {
  return !words_.empty() && words_.front().figure != kNone && end_of_figure(0) == words_.size();
}

std::vector<FactWords::Match> FactWords::find(const FactWords& fact) const {
  std::vector<Match> matches;
  if (fact.words_.empty()) return matches;
  const bool same = fact.is_one_figure();
  const auto begins_figure = [](const FactWords& in, std::size_t word) {
    return in.words_[word].figure != kNone && (word == 0 || in.words_[word - 1].figure != in.words_[word].figure);
  };
  for (std::size_t begin = 0; begin < words_.size(); ++begin) {
    Match match;
    std::size_t at = begin;
    std::size_t of = 0;
    while (of < fact.words_.size() && at < words_.size()) {
      if (begins_figure(fact, of) && begins_figure(*this, at)) {
        const std::size_t theirs = fact.words_[of].figure;
        const std::size_t ours = words_[at].figure;
        if (same && !same_figure(fact.figures_[theirs].quantity, figures_[ours].quantity)) break;
        match.figures.emplace_back(theirs, ours);
        of = fact.end_of_figure(of);
        at = end_of_figure(at);
      } else if (fact.words_[of].form == words_[at].form) {
        ++of;
        ++at;
      } else {
        break;
      }
    }
    if (of < fact.words_.size()) continue;
    match.content = {words_[begin].content.begin, words_[at - 1].content.end};
    matches.push_back(std::move(match));
    begin = at - 1;
  }
  return matches;
}

}  // namespace toofew
