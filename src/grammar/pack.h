#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "grammar/claim.h"
#include "grammar/grammar.h"
#include "grammar/kinds.h"
#include "grammar/lexicon.h"
#include "grammar/pattern_set.h"
#include "grammar/quantity.h"
#include "grammar/stage.h"
#include "text/text.h"

namespace toofew {

/// What comes of a pattern of one stage. That has the number of its rule in the stage's PatternSet.
struct StageRule {
  std::string_view id;
  RuleKinds makes;       ///< kinds of the unit that it makes; of a sense, those that the words get
  RuleKinds takes;       ///< kinds that the words of a sense lose, and that a phrase does not take over from its head

  // quantity
  enum class Read { number, range, ratio, odds, percent, permille, fraction, vague, rest, bound, nothing } read = Read::nothing;
  Bound bound = Bound::exactly;

  // context
  enum class Scope { match, before, after, sentence, next, block, list, part } scope = Scope::sentence;
};

/// How a claim's cohort is found from the groups that its pattern captured.
enum class CohortOf {
  group,       ///< what <group: …> counts
  rest,        ///< what <group: …> leaves of its base
  base,        ///< all of the base
  all,         ///< all of the base, where <group: …> is all or none of it ("8/8", "0 of 45")
  one,         ///< exactly one person
  nobody,      ///< no one at all
};

struct ClaimRule {
  std::string_view id;
  Kind kind = Kind::small_count;
  Confidence confidence = Confidence::medium;
  CohortOf cohort = CohortOf::group;
  Array<std::uint16_t> unless;      ///< context numbers
  Array<std::uint16_t> after;       ///< contexts of the sentence before, or of what leads the list, one of which it wants
  bool needs_topic = false;         ///< only where something sensitive is told
  bool needs_antecedent = false;    ///< only where an earlier sentence counted the base
  bool needs_segment = false;       ///< only where segments of known size are named, which are the base
  std::size_t reach = 8;            ///< how many sentences back that may be
  std::optional<std::size_t> beside;  ///< only where a sentence nearby in the block is in this context
  bool capped = false;
  bool bare = false;
};

/// How a statement can be told in other words, so that it says less.
struct RewriteRule {
  std::string_view id;
  Array<Kind> kinds;        ///< of findings that it may mend
  std::string_view title;   ///< what it does, for people: "Drop the number"
  bool safe = false;        ///< the statement stays true without anybody's judgement
  std::vector<std::pair<std::string_view, std::string_view>> write;  ///< captures, and the words for each; "" takes them away

  /// Instead of writing anything, it keeps a sentence as it is: other words refer to its numbers.
  enum class Veto { none, sentence, previous } veto = Veto::none;
};

/// The patterns of the rules of each stage.
struct StagePatterns {
  PatternSet senses, quantities, bounds, groups, verbs, contexts, claims, rewrites;
};

/// What the words of a statement are taken for when it is to be known again in another post; classes of the units that the
/// first stage reads.
struct TellingKinds {
  Predicate left_out;     ///< says nothing of who or what
  Predicate pointing;     ///< says something that only the text around it tells: "it", "these"
  Predicate cut;          ///< ends a clause
  Predicate standing;     ///< says that it holds to this day: "have", "so far"
  Predicate month;
  Predicate year;         ///< where it follows one of `before_year`
  Predicate before_year;
  Predicate relative;     ///< a time told from the day of writing: "last", "yesterday"
  Predicate calendar;     ///< a stretch of time, of which writer and reader know which one: "on Monday", "over the weekend"
  Predicate repeated;     ///< before a stretch of time: "every", "a"; then it is no certain one
  Predicate compound;     ///< behind a stretch of time: a noun, as in "the winter course"; then it is no time
};

/// Everything that the files of a language say, checked and ready to run.
struct Pack {
  KindNames kinds;
  Lexicon lexicon;
  TextOptions text;

  std::vector<StageRule> senses;
  std::vector<StageRule> quantities;
  std::vector<StageRule> bounds;
  std::vector<StageRule> groups;
  std::vector<StageRule> verbs;
  std::vector<StageRule> contexts;
  std::vector<std::string_view> context_names;  ///< by context number
  Array<std::uint16_t> context_of_rule;         ///< context number of each of `contexts`
  std::vector<ClaimRule> claims;
  std::vector<RuleInfo> infos;        ///< what people are told of each of `claims`
  std::vector<RewriteRule> rewrites;  ///< the best ones first
  StagePatterns patterns;
  Predicate antecedent;              ///< groups that later words may refer to ("of those", "the rest", a bare "98%")
  Predicate rival;                   ///< groups of others, or of things, that such words refer to when they stand nearer
  Predicate hanging;                 ///< words that no statement ends with: a conjunction, an article whose noun comes later
  TellingKinds telling;
  Array<std::uint16_t> forgets;      ///< contexts whose groups are referred to by nothing that counts
  KindSet marks;                     ///< kinds of what is no word: punctuation, symbols, line breaks
  KindSet nouns;                     ///< kinds of the nouns that tell what a cohort counts
  KindSet membership;                ///< topics for which being in the group is itself sensitive
  KindSet inherited;  ///< kinds that a phrase takes over from its head word, and the words that patterns name
  std::vector<std::pair<std::uint16_t, std::string>> topics;  ///< kinds "t:NAME" and NAME, in order of precedence
  KindSet topic_kinds;
  KindSet silent;  ///< kinds that only senses, rewrites and claims' topics ask for: a word that has no others is an unknown one
  struct Suffix {
    std::string_view ending;
    RuleKinds kinds;
    RuleKinds of;  ///< words of any of these kinds have it; none: words that are unknown
  };
  std::vector<Suffix> suffixes;  ///< longest first
  std::vector<CutPhrase> cut_phrases;
  std::deque<std::string> texts;  ///< what the rules refer to, where they were read from rule files

  Pack() = default;
  Pack(const Pack&) = delete;
  Pack& operator=(const Pack&) = delete;
};

/// The files of the language's built-in pack, in order. Throws Error when there is none.
std::vector<RuleFile> built_in_rules(std::string_view language);

/// Reads the files in order; later ones extend and override earlier ones. Throws Error for the first thing that is wrong.
std::unique_ptr<Pack> load_pack(std::string_view language, const std::vector<RuleFile>& files);

}  // namespace toofew
