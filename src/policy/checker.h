#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "document/document.h"
#include "grammar/grammar.h"
#include "policy/config.h"
#include "policy/differences.h"
#include "policy/finding.h"

namespace toofew {

/// A configuration with its rules compiled: what turns documents into findings. Immutable once made, and safe to share
/// between threads.
class Checker {
 public:
  /// `packs` are the texts of config.packs, in that order. Throws Error for a broken rule, and for a disabled rule that
  /// does not exist.
  Checker(Config config, const std::vector<RuleFile>& packs);

  const Config& config() const { return config_; }

  /// The rules for the part's language, by its `lang`; those of the first language when it names none of ours.
  const Grammar& grammar_for(const Part& part) const;

  /// Every rule of every language.
  std::vector<const RuleInfo*> rules() const;

  /// Every rule's id, those of differences between statements that stand apart included.
  std::vector<std::string> rule_ids() const;

  /// Findings in order of part and position. `path` is the draft's, relative to the folder of the configuration; "" for
  /// a text without one. With `steps`, adds one list of trace steps for each part; with `statements`, what the draft
  /// tells that may differ from other statements by few, in the same order, without line and column. Throws Error,
  /// without a place, for a draft that names a channel which the policy does not know.
  std::vector<Finding> check(const Document& document, const std::string& path = {},
                             std::vector<std::vector<TraceStep>>* steps = nullptr,
                             std::vector<Statement>* statements = nullptr) const;

  /// Whether the policy leaves out all that the rule reads.
  bool is_disabled(const std::string& rule) const;

 private:
  void require_known_rules() const;

  Config config_;
  std::vector<Grammar> grammars_;  // beside config_.languages
};

}  // namespace toofew
