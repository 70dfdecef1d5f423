#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/interval.h"
#include "grammar/kinds.h"

namespace toofew {

/// What the packs know of a word or a phrase.
struct LexicalEntry {
  KindSet kinds;
  std::optional<double> value;       ///< number words: 12 for "twelve", 100 for "hundred", 0.5 for "half"
  std::optional<Interval> interval;  ///< vague quantity words: [3, 9] for "a handful"
};

/// Words and phrases with their kinds: the packs' own entries over a large sorted table ("form TAB kind kind …" a line)
/// that is searched where it lies, never loaded.
class Lexicon {
 public:
  explicit Lexicon(KindTable& kinds) : kinds_(&kinds) {}

  /// Adds kinds to a word, or to a phrase (words separated by single spaces, as the text layer splits them).
  LexicalEntry& add(std::string_view form, const KindSet& kinds);
  /// Adds kinds to every word of a phrase wherever the phrase stands, without making it one unit.
  void add_mark(std::string_view phrase, const KindSet& kinds);
  /// Takes kinds away from a word, whatever the tables say.
  void remove(std::string_view form, const KindSet& kinds);
  /// A sorted table; its bytes must outlive the lexicon. Every kind in it is interned at once.
  void add_table(std::string_view sorted_lines);

  /// Everything known of one word or phrase; empty kinds when unknown.
  LexicalEntry find(std::string_view form) const;

  /// The longest phrase that starts at words[from]: its number of words (0 when there is none) and its entry.
  template <typename WordAt>
  std::pair<std::size_t, const LexicalEntry*> find_phrase(std::size_t from, std::size_t end, const WordAt& word_at) const {
    return longest_in(phrases_, from, end, word_at);
  }
  /// The same for the phrases of add_mark().
  template <typename WordAt>
  std::pair<std::size_t, const LexicalEntry*> find_mark(std::size_t from, std::size_t end, const WordAt& word_at) const {
    return longest_in(marks_, from, end, word_at);
  }

  /// Every distinct kind set that a word or a phrase can have.
  std::vector<KindSet> all_sets() const;

 private:
  struct Phrases {
    std::unordered_map<std::string, LexicalEntry> entries;
    std::unordered_map<std::string, std::size_t> longest;  // by first word: words in its longest phrase
    LexicalEntry& add(std::string_view phrase, const KindSet& kinds);
  };

  template <typename WordAt>
  static std::pair<std::size_t, const LexicalEntry*> longest_in(const Phrases& phrases, std::size_t from, std::size_t end,
                                                                const WordAt& word_at) {
    const auto it = phrases.longest.find(std::string(word_at(from)));
    if (it == phrases.longest.end()) return {0, nullptr};
    std::string phrase(word_at(from));
    std::pair<std::size_t, const LexicalEntry*> best{0, nullptr};
    for (std::size_t n = 2; n <= it->second && from + n <= end; ++n) {
      phrase += ' ';
      phrase += word_at(from + n - 1);
      if (const auto found = phrases.entries.find(phrase); found != phrases.entries.end()) best = {n, &found->second};
    }
    return best;
  }

  KindSet table_kinds(std::string_view word) const;
  KindSet parse_kinds(std::string_view names) const;

  KindTable* kinds_;
  std::unordered_map<std::string, LexicalEntry> words_;
  std::unordered_map<std::string, KindSet> removed_;
  Phrases phrases_;
  Phrases marks_;
  std::vector<std::string_view> tables_;
  std::unordered_map<std::string_view, KindSet> table_sets_;  // by the second column
};

}  // namespace toofew
