#include "grammar/spelled_phrases.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace toofew {
namespace {

constexpr std::size_t kMostWords = 32;       // of a phrase that is looked for
constexpr std::size_t kMostSteps = 1 << 20;  // of looking through one pattern
constexpr std::size_t kLongestProgram = UINT16_MAX;

using Op = Instruction::Op;
using Predicates = std::set<std::uint16_t>;

/// A way through a program that spells phrases, word by word, to one and the same place.
struct Way {
  std::set<std::string> phrases;
  Predicates first;  // that their first words meet
  Predicates last;
  Predicates later;  // that all but their first words meet
};

/// By the instruction that waits for the first word, and the one behind the last.
using Ways = std::map<std::pair<std::size_t, std::size_t>, Way>;

/// Looks for the phrases that a program spells.
class PhraseSearch {
 public:
  PhraseSearch(const Program& program, const LexiconBuilder& lexicon, const KindTable& kinds, const PatternTables& tables)
      : program_(program), lexicon_(lexicon), kinds_(kinds), tables_(tables) {}

  void run() {
    for (begin_ = 0; begin_ < program_.size(); ++begin_) {
      if (program_[begin_].op != Op::unit) continue;
      known_ends_.clear();
      for (const End& end : ends_from({begin_, false}, {}, 1)) {
        if (end.is_cut) {
          cut_.insert(end.phrase);
          continue;
        }
        Way& way = ways_[{begin_, end.behind}];
        way.phrases.insert(end.phrase);
        way.first.insert(program_[begin_].operand);
        way.last.insert(end.predicate);
      }
    }
  }

  const Ways& ways() const { return ways_; }
  /// Phrases in which a capture begins or ends.
  const std::set<std::string>& cut() const { return cut_; }

 private:
  /// An instruction that waits for a unit, and whether a capture begins or ends between the words before it.
  struct Place {
    std::size_t unit;
    bool is_cut;
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  /// Where a phrase ends: the instruction behind its last word, and what that word meets.
  struct End {
    std::size_t behind;
    std::string phrase;
    bool is_cut;
    std::uint16_t predicate;
    friend auto operator<=>(const End&, const End&) = default;
  };

  /// The ends of phrases that begin with `text`, with word number `number` at `place`.
  const std::set<End>& ends_from(Place place, const std::string& text, std::size_t number) {
    const auto [known, is_new] = known_ends_.try_emplace({place, text});
    if (!is_new) return known->second;
    std::set<End> ends;
    const std::uint16_t predicate = program_[place.unit].operand;
    for (const std::string& word : words_of(tables_.predicates[predicate])) {
      const std::string longer = text.empty() ? word : fmt::format("{} {}", text, word);
      const std::string_view phrase = lexicon_.first_phrase_from(longer);
      if (!phrase.starts_with(longer)) continue;
      if (phrase == longer && number > 1) ends.insert({place.unit + 1, longer, place.is_cut, predicate});
      if (number == kMostWords) continue;
      for (const Place next : places_behind(place)) {
        count_step();
        const auto& further = ends_from(next, longer, number + 1);
        ends.insert(further.begin(), further.end());
      }
    }
    for (const End& end : ends) {
      if (number > 1 && !end.is_cut) ways_[{begin_, end.behind}].later.insert(predicate);
    }
    known->second = std::move(ends);
    return known->second;
  }

  /// Those that may wait for the next unit.
  const std::set<Place>& places_behind(Place place) {
    const auto [known, is_new] = known_places_.try_emplace(place);
    if (!is_new) return known->second;
    std::set<Place> seen;
    std::vector<Place> left{{place.unit + 1, place.is_cut}};
    while (!left.empty()) {
      const auto [at, is_cut] = left.back();
      left.pop_back();
      if (!seen.insert({at, is_cut}).second) continue;
      count_step();
      const Instruction& it = program_[at];
      if (it.op == Op::unit) known->second.insert({at, is_cut});
      if (it.op == Op::fork) left.insert(left.end(), {{it.operand, is_cut}, {it.otherwise, is_cut}});
      if (it.op == Op::jump) left.push_back({it.operand, is_cut});
      if (it.op == Op::bound) left.push_back({at + 1, true});
    }
    return known->second;
  }

  void count_step() {
    if (++steps_ > kMostSteps) throw PatternError{0, "the pattern spells too many phrases of the lexicon", {}};
  }

  /// The words, or phrases, that are spelled by a class: "like" and "as", but no {=like & cap}.
  std::vector<std::string> words_of(const Predicate& predicate) const {
    std::vector<std::string> words;
    for (const auto& term : predicate.terms) {
      if (term.all.size() != 1 || !term.none.empty()) continue;
      for (auto& word : literal_words(kinds_.name(term.all.front()))) words.push_back(std::move(word));
    }
    return words;
  }

  const Program& program_;
  const LexiconBuilder& lexicon_;
  const KindTable& kinds_;
  const PatternTables& tables_;
  Ways ways_;
  std::set<std::string> cut_;
  std::size_t begin_ = 0;
  std::map<std::pair<Place, std::string>, std::set<End>> known_ends_;  // behind a text that begins at begin_
  std::map<Place, std::set<Place>> known_places_;
  std::size_t steps_ = 0;
};

/// The program with a fork before each first word: to the word, or to a unit at the end that is the whole phrase.
Program with_ways(const Program& program, const std::map<std::pair<std::size_t, std::size_t>, std::uint16_t>& ways) {
  if (program.size() + 3 * ways.size() > kLongestProgram) {
    throw PatternError{0, "the pattern is too long, with the phrases that it spells", {}};
  }
  std::vector<std::uint16_t> moved(program.size() + 1);  // where each instruction comes to stand, with its forks
  auto way = ways.begin();
  for (std::size_t i = 0, forks = 0; i <= program.size(); ++i) {
    moved[i] = static_cast<std::uint16_t>(i + forks);
    for (; way != ways.end() && way->first.first == i; ++way) ++forks;
  }
  Program out;
  std::size_t behind = moved[program.size()];
  way = ways.begin();
  for (std::size_t i = 0; i < program.size(); ++i) {
    for (; way != ways.end() && way->first.first == i; ++way, behind += 2) {
      out.push_back({Op::fork, static_cast<std::uint16_t>(out.size() + 1), static_cast<std::uint16_t>(behind)});
    }
    Instruction it = program[i];
    if (it.op == Op::fork || it.op == Op::jump) it.operand = moved[it.operand];
    if (it.op == Op::fork) it.otherwise = moved[it.otherwise];
    out.push_back(it);
  }
  for (const auto& [place, phrase] : ways) {
    out.push_back({Op::unit, phrase});
    out.push_back({Op::jump, moved[place.second]});
  }
  return out;
}

bool meets(const Need& need, const Predicates& predicates) {
  return std::any_of(need.begin(), need.end(), [&](std::uint16_t one) { return predicates.count(one) > 0; });
}

/// A phrase meets what its words meet, and stands where only one of them stood.
void loosen(Pattern& pattern, const Way& way, std::uint16_t phrase, PatternTablesBuilder& tables) {
  const auto loosened = [&](std::uint16_t number, const Predicates& replaced) {
    Need need = tables.tables().needs[number];
    if (!meets(need, replaced) || meets(need, {phrase})) return number;
    need.insert(std::lower_bound(need.begin(), need.end(), phrase), phrase);
    return tables.intern_need(std::move(need));
  };
  Predicates words = way.first;
  words.insert(way.later.begin(), way.later.end());
  for (auto& needs : pattern.needs) {
    for (auto& need : needs.all) need = loosened(need, words);
    std::erase_if(needs.steps, [&](std::uint16_t need) { return meets(tables.tables().needs[need], way.later); });
    for (auto& need : needs.steps) need = loosened(need, way.first);
  }
  for (auto& units : pattern.last_units) {
    if (meets(units, way.last)) units.push_back(phrase);
  }
}

}  // namespace

std::set<std::string> admit_spelled_phrases(Pattern& pattern, const LexiconBuilder& lexicon, KindTable& kinds,
                                            PatternTablesBuilder& tables) {
  PhraseSearch search(pattern.program, lexicon, kinds, tables.tables());
  search.run();
  std::map<std::pair<std::size_t, std::size_t>, std::uint16_t> phrases;  // predicate of each way
  for (const auto& [place, way] : search.ways()) {
    const std::uint16_t kind = kinds.intern(literal_name(way.phrases));
    phrases[place] = tables.intern({{{{kind}, {}}}});
    loosen(pattern, way, phrases[place], tables);
  }
  if (!phrases.empty()) pattern.program = with_ways(pattern.program, phrases);
  return search.cut();
}

}  // namespace toofew
