#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/setups.h"
#include "report/review.h"

namespace toofew {

/// What stands in the folders among `paths` and was not read, with the reason; what is left out for one reason together.
/// `known` are the files that are accounted for, drafts and others, by resolved_path().
std::vector<LeftOut> unread_files(const std::vector<std::string>& paths, const std::set<std::string>& known,
                                  Setups& setups);

/// What the policy tells toofew not to look for.
std::vector<LeftOut> policy_limits(const Setup& setup);

/// What a draft holds that was not read as copy. It must have been checked with DraftOptions::keep, without a failure.
std::vector<LeftOut> draft_limits(const CheckedFile& draft, const Config& config);

}  // namespace toofew
