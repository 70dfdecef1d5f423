#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/pool.h"
#include "document/document.h"
#include "grammar/block_cache.h"
#include "grammar/claim.h"
#include "grammar/pack.h"
#include "grammar/phrases.h"
#include "grammar/quantity.h"
#include "grammar/segments.h"
#include "grammar/stage.h"
#include "grammar/units.h"

namespace toofew {

/// Runs the cascade over the blocks of a part: numbers, senses, quantities, bounds, groups, verbs, contexts, claims.
class PartReader {
 public:
  explicit PartReader(const Pack& pack);
  ~PartReader();

  /// `names` may be nullptr: then no segment is known.
  /// Uses the cache of a BlockCache::Use, unless the observer wants readings.
  std::vector<Claim> read(const Part& part, const Observer& observer, const SegmentNames* names) const;

 private:
  friend struct ReadBlock;
  struct Memory;
  struct Made;
  struct Group;
  struct Reckoning;
  struct Sentence;
  struct Pending;
  struct Heading;
  struct Run;
  struct Topic {
    std::string category;  // "" where none is named
    std::string words;     // that name it
  };

  /// All that what is read of the block by itself depends on.
  std::string key_of(const Block& block, const Run& run) const;
  void read_block(const Block& block, Run& run) const;
  void enter_list(const Block& block, Run& run) const;
  void read_sentence(Sentence& sentence, Emphasis& emphasis, Run& run) const;
  bool must_read_all(const Run& run) const;
  bool may_matter(const Sentence& sentence, Run& run) const;
  bool may_name_times(const std::vector<Unit>& words, Memory& memory) const;
  bool add_possible_groups(std::vector<Unit>& units, Memory& memory) const;
  bool add_possible_verbs(std::vector<Unit>& units, Memory& memory) const;
  bool may_be_told(const ClaimRule& rule, const Sentence& sentence, const Run& run) const;
  bool may_name_membership(const Sentence& sentence, Memory& memory) const;
  bool may_follow(const ClaimRule& rule, const Sentence& sentence, const Run& run) const;
  static void renumber(Made& made, Memory& memory);
  void read_late(const Sentence& sentence, Run& run) const;
  void wait_for_contexts(Pending pending, Run& run) const;
  bool reaches(const Pending& pending, std::size_t rule, std::size_t next, const Run& run) const;
  void hand_on_contexts(const Pending& pending, std::size_t next, Run& run) const;
  void ask_pending(const Sentence& sentence, Run& run) const;
  bool may_be_meant(const KindList& kinds) const;
  void read_statements(const Sentence& sentence, Run& run) const;
  void place_sentence(Sentence& sentence, Run& run) const;
  std::optional<Quantity> quantity_of(const StageRule& rule, const PatternSet& patterns, const Stage::Match& match,
                                      const Sentence& sentence) const;
  std::optional<Interval> interval_of(const Unit& unit, const Text& text) const;
  void read_quantities(const Stage& stage, const std::vector<StageRule>& rules, const PatternSet& patterns,
                       const PhraseRules& phrases, Stage::Memory& memory, Sentence& sentence, Run& run) const;
  void read_senses(const Sentence& sentence, Memory& memory) const;
  void read_segments(Sentence& sentence, Run& run) const;
  void read_rewrites(const Sentence& sentence, Run& run) const;
  void read_groups(const Sentence& sentence, Run& run) const;
  void read_verbs(const Sentence& sentence, Memory& memory) const;
  void read_contexts(Sentence& sentence, Run& run) const;
  void read_claims(const std::vector<Sentence>& block, std::size_t index, Run& run) const;
  void finish_waiting(Run& run) const;
  bool is_beside(const ClaimRule& rule, const std::vector<Sentence>& block, std::size_t index, Run& run) const;
  void read_figures(const Sentence& sentence, const std::vector<const Sentence*>& before, Run& run) const;
  std::optional<Claim> make_claim(const ClaimRule& rule, const Stage::Match& match, const Sentence& sentence,
                                  const std::vector<const Sentence*>& before, Run& run) const;
  static std::optional<Reckoning> reckon(const ClaimRule& rule, const Group& group, const Sentence& sentence, const Run& run);
  static Reckoning reckoning_of(const Group& group, const std::optional<Interval>& whole);
  std::optional<Reckoning> reckon_segments(const Stage::Match& match, const std::optional<Group>& group,
                                           const Sentence& sentence, const Run& run) const;
  static std::optional<Interval> cohort_of(const ClaimRule& rule, const Reckoning& reckoning);
  /// The claim with the people that it tells of; nullopt where the figures make no cohort.
  static std::optional<Claim> with_cohort(Claim claim, const ClaimRule& rule, const std::optional<Group>& group,
                                          const Reckoning& reckoning);
  std::optional<Group> group_of(const Stage::Match& match, const Sentence& sentence) const;
  std::vector<std::size_t> segments_of(const Stage::Match& match, const std::optional<Group>& group,
                                       const Sentence& sentence) const;
  static std::string arithmetic_of(CohortOf cohort, const Group& group, const Interval& whole, const Interval& part,
                                   const Interval& result);
  static std::optional<std::int64_t> figure_of(CohortOf cohort, Quantity quantity,
                                               const std::optional<Interval>& whole);
  bool is_unopened(UnitRange span, const Sentence& sentence) const;
  UnitRange span_of(const Stage::Match& match, const Sentence& sentence) const;
  /// Whether the sentence stands after one of those that the rule wants to stand after.
  static bool follows(const ClaimRule& rule, const Sentence& sentence);
  std::optional<std::size_t> veto(const ClaimRule& rule, UnitRange about, const Sentence& sentence) const;
  /// Sets category and topic; true when the topic stands in the span itself. One that the sentences before or the
  /// headings above name is the claim's, too.
  bool set_topic(Claim& claim, UnitRange span, const Sentence& sentence, const std::vector<const Sentence*>& before,
                 const Run& run) const;
  template <typename Counts>
  Topic find_topic(const Sentence& sentence, const Run& run, const Counts& counts) const;
  const Topic& topic_of(Heading& heading, const Run& run) const;
  static bool is_plain_count(const Claim& claim, const ClaimRule& rule);
  Telling telling_of(UnitRange span, const Group& group, const Sentence& sentence) const;

  const Pack* pack_;
  std::uint16_t any_;
  std::uint16_t segment_;
  int weak_topic_;  // -1 where the pack has no such kind
  int sample_base_;
  int of_them_;
  int open_;
  int close_;
  PhraseRules quantity_rules_;
  PhraseRules bound_rules_;
  PhraseRules group_rules_;
  PhraseRules verb_rules_;
  UnitMaker units_;
  Stage senses_;
  Bits senses_of_membership_;  // those that may give words a topic of Pack::membership
  Stage quantities_;
  Stage bounds_;
  Stage groups_;
  Stage verbs_;
  Stage contexts_;
  Bits lasting_;                          // those that matter to other sentences
  bool asks_beside_for_lasting_ = false;  // some claim
  Stage claims_;
  Stage rewrites_;
  std::unique_ptr<Pool<Memory>> memories_;
};

}  // namespace toofew
