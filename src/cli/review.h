#pragma once

#include "base/date.h"
#include "cli/drafts.h"
#include "cli/setups.h"
#include "report/review.h"

namespace toofew {

/// All that there is to tell of the drafts, which must have been checked with DraftOptions::keep. `today` is the day that
/// they were checked on.
Review make_review(const DraftOptions& options, CheckedDrafts checked, Setups& setups, Date today);

}  // namespace toofew
