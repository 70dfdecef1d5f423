#pragma once

#include "report/report.h"

namespace toofew {

/// The report for those who must not read the drafts: where something was found, of which kind and by which rule, how
/// severe it is, which kind of data it tells (health …) and which threshold it misses; but no word, no number and no
/// cohort of a draft. Everywhere, each character of a draft gives way to one that takes as many bytes and columns, so
/// that positions still hold; what findings say is replaced by what the kind of finding says in general.
Report redacted(Report report);

/// Replaces the failure, where it may quote the draft, by one that only tells the place.
void redact_failure(CheckedFile& file);

}  // namespace toofew
