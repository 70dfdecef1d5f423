#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "grammar/claim.h"
#include "grammar/grammar.h"
#include "grammar/kinds.h"
#include "grammar/lexicon.h"
#include "grammar/pattern.h"
#include "grammar/quantity.h"
#include "grammar/stage.h"
#include "text/text.h"

namespace toofew {

/// A pattern of one stage, as written, with where it stands.
struct StageRule {
  std::string id;
  std::string match;
  Error::Place place;    ///< of the match value, for errors inside the pattern
  Pattern pattern;
  KindSet makes;         ///< kinds of the unit that it makes; of a sense, those that the words get
  KindSet takes;         ///< kinds that the words of a sense lose, and that a phrase does not take over from its head

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
  RuleInfo info;
  Error::Place place;
  Pattern pattern;
  CohortOf cohort = CohortOf::group;
  std::vector<std::size_t> unless;  ///< context numbers
  std::vector<std::size_t> after;   ///< contexts of the sentence before, or of what leads the list, one of which it wants
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
  std::string id;
  std::string match;
  Error::Place place;
  Pattern pattern;
  std::vector<Kind> kinds;  ///< of findings that it may mend
  std::string title;        ///< what it does, for people: "Drop the number"
  bool safe = false;        ///< the statement stays true without anybody's judgement
  std::vector<std::pair<std::string, std::string>> write;  ///< captures, and the words for each; "" takes them away

  /// Instead of writing anything, it keeps a sentence as it is: other words refer to its numbers.
  enum class Veto { none, sentence, previous } veto = Veto::none;
};

/// What the patterns of each stage refer to.
struct StageTables {
  PatternTables senses, quantities, bounds, groups, verbs, contexts, claims, rewrites;
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

/// Everything that the files of a language say, checked and ready to compile.
struct Pack {
  KindTable kinds;
  Lexicon lexicon;
  TextOptions text;

  std::vector<StageRule> senses;
  std::vector<StageRule> quantities;
  std::vector<StageRule> bounds;
  std::vector<StageRule> groups;
  std::vector<StageRule> verbs;
  std::vector<StageRule> contexts;
  std::vector<std::string> context_names;      ///< by context number
  std::vector<std::size_t> context_of_rule;    ///< context number of each of `contexts`
  std::vector<ClaimRule> claims;
  std::vector<RewriteRule> rewrites;  ///< the best ones first
  StageTables tables;
  Predicate antecedent;              ///< groups that later words may refer to ("of those", "the rest", a bare "98%")
  Predicate rival;                   ///< groups of others, or of things, that such words refer to when they stand nearer
  Predicate hanging;                 ///< words that no statement ends with: a conjunction, an article whose noun comes later
  TellingKinds telling;
  std::vector<std::size_t> forgets;  ///< contexts whose groups are referred to by nothing that counts
  KindSet marks;                     ///< kinds of what is no word: punctuation, symbols, line breaks
  KindSet nouns;                     ///< kinds of the nouns that tell what a cohort counts
  KindSet membership;                ///< topics for which being in the group is itself sensitive
  KindSet inherited;  ///< kinds that a phrase takes over from its head word, and the words that patterns name
  std::vector<std::pair<std::uint16_t, std::string>> topics;  ///< kinds "t:NAME" and NAME, in order of precedence
  KindSet topic_kinds;
  KindSet silent;  ///< kinds that only senses, rewrites and claims' topics ask for: a word that has no others is an unknown one
  struct Suffix {
    std::string ending;
    KindSet kinds;
    KindSet of;  ///< words of any of these kinds have it; none: words that are unknown
  };
  std::vector<Suffix> suffixes;  ///< longest first
  std::vector<CutPhrase> cut_phrases;

  Pack() = default;
  Pack(const Pack&) = delete;
  Pack& operator=(const Pack&) = delete;
};

/// The files of the language's built-in pack, in order. Throws Error when there is none.
std::vector<RuleFile> built_in_rules(std::string_view language);

/// Reads the files in order; later ones extend and override earlier ones. Throws Error for the first thing that is wrong.
std::unique_ptr<Pack> load_pack(std::string_view language, const std::vector<RuleFile>& files);

}  // namespace toofew
