#pragma once

#include <vector>

#include "grammar/kinds.h"
#include "grammar/pack.h"

namespace toofew {

/// The kind sets that units can have at each stage: those of words, and those of the phrases that earlier stages made.
/// Asked for the kinds of one stage at a time, since the sets of all kinds multiply from stage to stage.
class UnitSets {
 public:
  explicit UnitSets(const Pack& pack);

  /// Every distinct set, cut down to the kinds in `mentioned`, of the units that a stage meets after the stages in
  /// `earlier`, but for the kinds of their shapes.
  std::vector<KindSet> of_stage(const std::vector<const std::vector<StageRule>*>& earlier,
                                const KindSet& mentioned) const;

  /// The combinations of kinds that a unit's look and place add (capitals, headings …).
  const std::vector<KindSet>& shapes() const { return shapes_; }

 private:
  const Pack* pack_;
  KindSet any_;
  std::vector<KindSet> words_;
  std::vector<KindSet> shapes_;
};

}  // namespace toofew
