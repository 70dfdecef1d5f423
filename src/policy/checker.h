#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "document/document.h"
#include "grammar/grammar.h"
#include "policy/config.h"
#include "policy/differences.h"
#include "policy/fact_check.h"
#include "policy/facts.h"
#include "policy/finding.h"

namespace toofew {

/// A fact that is declared for a draft, and where its words stand there.
struct UsedFact {
  Fact fact;
  std::vector<FactPlace> places;  ///< in order of position
};

/// A configuration with its rules compiled: what turns documents into findings. Immutable once made, and safe to share
/// between threads.
class Checker {
 public:
  /// `packs` are the texts of config.packs, in that order. Throws Error for a broken rule, for a disabled rule that
  /// does not exist, and for populations of which two have one name. `facts` are those of config.facts, and `today` is
  /// the day that their approvals are held against.
  Checker(Config config, const std::vector<RuleFile>& packs, Populations populations = {}, std::vector<Fact> facts = {},
          Date today = {});

  const Config& config() const { return config_; }

  /// What the rules for the part's language (its `lang`; the first language when it names none of ours) read in it.
  /// With `populations`, those take the place of the configuration's.
  std::vector<Claim> read(const Part& part, const Observer& observer = {},
                          const Populations* populations = nullptr) const;

  /// Every rule of every language, then those of differences, facts and waivers.
  std::vector<const RuleInfo*> rules() const;

  /// Those of every language.
  std::vector<const CutPhrase*> cut_phrases() const;

  /// Findings in order of part and position. `path` is the draft's, relative to the folder of the configuration; "" for
  /// a text without one. With `steps`, adds one list of trace steps for each part; with `populations`, those take the
  /// place of the configuration's; with `statements`, adds what the draft tells that may differ from other statements by
  /// few, in the same order, without line and column. Throws Error, without the name of a file, for a draft that names a
  /// channel which the policy does not know, and for broken facts in its front matter.
  std::vector<Finding> check(const Document& document, const std::string& path = {},
                             std::vector<std::vector<TraceStep>>* steps = nullptr,
                             const Populations* populations = nullptr,
                             std::vector<Statement>* statements = nullptr) const;

  /// The facts that are declared for the draft: those of files in their order, then those of its front matter. `path` is
  /// as for check(). Throws Error as check() does.
  std::vector<UsedFact> facts_in(const Document& document, const std::string& path) const;

  /// How many facts the files declare, for whatever draft.
  std::size_t facts_in_files() const { return facts_.size(); }

  /// Whether the policy leaves out all that the rule reads.
  bool is_disabled(const std::string& rule) const;

 private:
  void require_known_rules() const;
  std::size_t language_of(const Part& part) const;
  /// Those of the files and those of the front matter, which `in_draft` keeps.
  std::vector<const Fact*> facts_for(const Document& document, const std::string& path,
                                     std::vector<Fact>& in_draft) const;
  FactDraft fact_draft(const Document& document, const std::string& path, const std::vector<Finding>& findings) const;
  void add_facts(const Document& document, const std::string& path, std::vector<Finding>& findings) const;

  Config config_;
  std::shared_ptr<const Populations> populations_;
  std::vector<Grammar> grammars_;              // beside config_.languages
  std::vector<SegmentNames> segment_names_;    // beside grammars_; empty when there are no populations
  std::vector<Fact> facts_;
  Date today_;
};

}  // namespace toofew
