#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/interval.h"
#include "grammar/kinds.h"
#include "grammar/string_table.h"

namespace toofew {

/// What the packs know of a word or a phrase.
struct LexicalEntry {
  RuleKinds kinds;
  std::optional<double> value;       ///< number words: 12 for "twelve", 100 for "hundred", 0.5 for "half"
  std::optional<Interval> interval;  ///< vague quantity words: [3, 9] for "a handful"
};

/// What is known of a word, and which phrases start with it.
struct Word {
  struct Phrases {
    std::uint32_t longest = 0;  ///< words in the longest of them; 0: there are none
    StringTable::Range range;
  };
  const LexicalEntry* entry = nullptr;
  Phrases phrases;
  Phrases marks;  ///< those that only mark their words
};

/// Words and phrases with their kinds: the packs' own entries over a large sorted table ("form TAB kind kind …" a
/// line), all searched where they lie. Made by LexiconBuilder. Thread-safe.
class Lexicon {
 public:
  /// The parts that a lexicon is made of, as they are kept in a compiled pack.
  struct Tables {
    std::vector<LexicalEntry> entries;  ///< the distinct ones; the other tables' values are indices of these
    StringTable words;                  ///< all that is known of the packs' own words
    StringTable phrases;
    StringTable marks;
    StringTable phrase_starts;  ///< first words, with the words in the longest phrase
    StringTable mark_starts;
    StringTable lists;       ///< what stands behind a TAB in `lines`
    std::string lines_path;  ///< the embedded file that holds `lines`, of all other words; "" for none
  };

  Lexicon();
  explicit Lexicon(Tables tables);
  Lexicon(Lexicon&&) noexcept;
  Lexicon& operator=(Lexicon&&) noexcept;
  ~Lexicon();

  const Tables& tables() const { return tables_; }

  /// Everything known of one word or phrase; empty kinds when unknown.
  const LexicalEntry& find(std::string_view form) const;

  /// The same of a word of a text.
  Word word(std::string_view form) const;

  /// Whether some phrase, or one that only marks its words, starts with these two words, of which `known` is the first.
  bool starts_phrase(const Word& known, std::string_view first, std::string_view second) const {
    return known.phrases.longest > 0 && tables_.phrases.has_word_at(known.phrases.range, first.size() + 1, second);
  }
  bool starts_mark(const Word& known, std::string_view first, std::string_view second) const {
    return known.marks.longest > 0 && tables_.marks.has_word_at(known.marks.range, first.size() + 1, second);
  }

  /// The longest phrase of at most `most` words that starts at words[from]: its number of words (0 when there is none)
  /// and its entry.
  template <typename WordAt>
  std::pair<std::size_t, const LexicalEntry*> find_phrase(std::size_t from, std::size_t most,
                                                          const WordAt& word_at) const {
    return longest_in(tables_.phrases, from, most, word_at);
  }
  /// The same for the phrases that only mark their words.
  template <typename WordAt>
  std::pair<std::size_t, const LexicalEntry*> find_mark(std::size_t from, std::size_t most,
                                                        const WordAt& word_at) const {
    return longest_in(tables_.marks, from, most, word_at);
  }

 private:
  static Word::Phrases phrases_of(std::string_view first, const StringTable& starts, const StringTable& phrases);

  template <typename WordAt>
  std::pair<std::size_t, const LexicalEntry*> longest_in(const StringTable& phrases, std::size_t from, std::size_t most,
                                                         const WordAt& word_at) const {
    std::pair<std::size_t, const LexicalEntry*> best{0, nullptr};
    std::string phrase(word_at(from));
    for (std::size_t n = 2; n <= most; ++n) {
      phrase += ' ';
      phrase += word_at(from + n - 1);
      if (const auto found = phrases.find(phrase)) best = {n, &tables_.entries[*found]};
    }
    return best;
  }

  Tables tables_;
  std::string_view lines_;
};

/// Collects words and phrases for a lexicon.
class LexiconBuilder {
 public:
  /// What is known of a word or a phrase so far: see LexicalEntry.
  struct Entry {
    KindSet kinds;
    std::optional<double> value = {};
    std::optional<Interval> interval = {};
  };

  explicit LexiconBuilder(KindTable& kinds) : kinds_(&kinds) {}

  /// Adds kinds to a word, or to a phrase (words separated by single spaces, as the text layer splits them).
  Entry& add(std::string_view form, const KindSet& kinds);
  /// Adds kinds to every word of a phrase wherever the phrase stands, without making it one unit.
  void add_mark(std::string_view phrase, const KindSet& kinds);
  /// Takes kinds away from a word, whatever the table says.
  void remove(std::string_view form, const KindSet& kinds);
  /// The first phrase that is not before `text` in the order of bytes; "" where all are.
  std::string_view first_phrase_from(std::string_view text) const;
  /// The embedded file of sorted lines. Every kind in it is interned at once.
  void set_lines(std::string_view path);

  Lexicon build() const;

 private:
  KindSet parse_kinds(std::string_view names) const;

  KindTable* kinds_;
  std::map<std::string, Entry, std::less<>> words_;
  std::map<std::string, KindSet, std::less<>> removed_;
  std::map<std::string, Entry, std::less<>> phrases_;
  std::map<std::string, Entry, std::less<>> marks_;
  std::string_view lines_;
  std::string lines_path_;
  std::unordered_map<std::string_view, KindSet> lists_;  // by what stands behind the TAB
};

}  // namespace toofew
