#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "document/document.h"
#include "grammar/claim.h"
#include "grammar/pack.h"
#include "grammar/stage.h"
#include "grammar/units.h"

namespace toofew {

/// Runs the cascade over the blocks of a part: numbers, quantities, bounds, groups, verbs, contexts, claims.
class PartReader {
 public:
  explicit PartReader(const Pack& pack);

  std::vector<Claim> read(const Part& part, const Observer& observer) const;

 private:
  struct Group;
  struct Sentence;
  struct Run;

  std::vector<Claim> claims_of(const Block& block, Run& run) const;
  void read_sentence(Sentence& sentence, Emphasis& emphasis, Run& run) const;
  std::optional<Quantity> quantity_of(const StageRule& rule, const Stage::Match& match, const Sentence& sentence) const;
  std::optional<Interval> interval_of(const Unit& unit, const Text& text) const;
  void read_quantities(const Stage& stage, const std::vector<StageRule>& rules, Sentence& sentence, Run& run) const;
  void read_groups(Sentence& sentence, Run& run) const;
  void read_verbs(Sentence& sentence) const;
  void read_contexts(Sentence& sentence, Run& run) const;
  void read_claims(const std::vector<Sentence>& block, std::size_t index, Run& run, std::vector<Claim>& claims) const;
  std::optional<Claim> make_claim(const ClaimRule& rule, const Stage::Match& match, const Sentence& sentence,
                                  const std::vector<const Sentence*>& before, Run& run) const;
  std::optional<Group> group_of(const Pattern& pattern, const Stage::Match& match, const Sentence& sentence) const;
  static std::string arithmetic_of(CohortOf cohort, const Group* group, const Interval& whole, const Interval& part,
                                   const Interval& result);
  UnitRange span_of(const Pattern& pattern, const Stage::Match& match, const Sentence& sentence) const;
  std::optional<std::size_t> veto(const ClaimRule& rule, UnitRange about, const Sentence& sentence) const;
  /// Sets category and topic; true when the topic stands in the span itself.
  bool set_topic(Claim& claim, UnitRange span, const Sentence& sentence,
                 const std::vector<const Sentence*>& before) const;
  Telling telling_of(UnitRange span, const Group& group, const Sentence& sentence) const;
  KindSet kinds_of_phrase(const StageRule& rule, const Stage::Match& match, const std::vector<Unit>& units) const;

  const Pack* pack_;
  std::uint16_t any_;
  int weak_topic_;  // -1 where the pack has no such kind
  UnitMaker units_;
  Stage quantities_;
  Stage bounds_;
  Stage groups_;
  Stage verbs_;
  Stage contexts_;
  Stage claims_;
};

}  // namespace toofew
