#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "document/document.h"
#include "policy/fact_words.h"
#include "policy/facts.h"
#include "policy/finding.h"
#include "policy/policy.h"

namespace toofew {

/// A draft that facts are checked for.
struct FactDraft {
  const Document& document;
  std::function<Scope(const Part&)> scope_of;
  std::function<const TextOptions&(const Part&)> options_of;
  FigureReader figures_of;
  const std::vector<Finding>& findings;  ///< what was found in it already: nothing is told twice
};

/// A place of the draft where the words of a fact stand.
struct FactPlace {
  std::size_t part = 0;  ///< index into Document::parts
  ByteRange source;      ///< the words, in bytes of the original file
};

/// Where the words of each of the facts stand, in order of position. Throws Error as check_facts().
std::vector<std::vector<FactPlace>> find_facts(const std::vector<const Fact*>& facts, const FactDraft& draft);

/// What is wrong with the facts, all of which are for the draft, and what they make of the words that they back. `today`
/// is the day that approvals are held against. Throws Error, at the fact, for one that cannot be checked.
std::vector<Finding> check_facts(const std::vector<const Fact*>& facts, const FactDraft& draft, const Policy& policy,
                                 Date today);

}  // namespace toofew
