#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "policy/checker.h"
#include "policy/finding.h"

namespace toofew {

/// A draft as it stands on disk or in an editor, and how it was read.
struct FixableDraft {
  std::string_view bytes;
  std::string path;           ///< relative to the folder of the configuration; "" for a text without one
  const Document& document;   ///< what read_document() made of `bytes`
};

/// Rewrites of the finding's words, the best one first, at most three. Each was put into the draft and read again: the
/// finding is gone then, nothing else is found that was not before, and no other word or markup of the draft has changed.
/// Empty where no rule knows any, where the bytes cannot be written exactly, and for what takes other posts to know.
/// Reads the draft some ten times.
std::vector<Fix> fixes_for(const Checker& checker, const FixableDraft& draft, const Finding& finding);

/// Fills Finding::fixes of what was found in the draft. A draft so large that this would take minutes gets fixes for its
/// first findings only. Returns how many were tried.
std::size_t add_fixes(const Checker& checker, const FixableDraft& draft, std::vector<Finding>& findings);

/// The draft with the fixes in it; of those that overlap, the one that begins first.
std::string with_fixes(std::string_view bytes, std::vector<Fix> fixes);

/// A draft with fixes in it.
struct FixedDraft {
  std::string bytes;
  std::size_t fixed = 0;   ///< how many findings are gone
  std::size_t unsafe = 0;  ///< how many more have only fixes that are not safe
  std::size_t untried = 0; ///< for how many more none was tried, since the draft is too long
};

/// Takes findings away that are not to be fixed, such as those that a waiver lets pass.
using FindingFilter = std::function<void(const Document& document, std::vector<Finding>& findings)>;

/// Puts the best fix of each finding in, over and over until there is none left: safe ones, or all of them.
FixedDraft fix_all(const Checker& checker, const FixableDraft& draft, bool unsafe_too, const FindingFilter& filter);

}  // namespace toofew
