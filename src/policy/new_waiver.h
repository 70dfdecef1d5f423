#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "document/document.h"
#include "policy/finding.h"

namespace toofew {

/// Text that is put into another one, at a byte of it.
struct Insertion {
  std::size_t offset = 0;
  std::string text;
};

/// What a waiver says that is about to be written, beside the rule.
struct NewWaiver {
  Date until;
  std::string owner;   ///< "" where that is to be filled in
  std::string reason;  ///< likewise
};

/// Whether the text, with a waiver in it, lets the finding pass that began at that byte of it, and nothing is wrong with
/// the waiver.
using IsWaived = std::function<bool(const std::string& text, std::size_t finding)>;

/// The insertion that waives the finding within its draft: a comment, a field or front matter, whatever docs/waivers.md
/// names for the format and `is_waived` finds good; nullopt where the format has no place for it. Where the terms lack
/// something it is left empty, and the waiver lets nothing pass until somebody fills that in.
std::optional<Insertion> waiver_in_draft(const Finding& finding, const Document& document, const std::string& text,
                                         const NewWaiver& terms, const IsWaived& is_waived);

/// The entry for the end of a file of waivers whose text is `file`; `path` is the draft's, from the configuration's folder.
Insertion waiver_in_file(const Finding& finding, const std::string& path, const std::string& file,
                         const NewWaiver& terms);

}  // namespace toofew
