#pragma once

#include "base/date.h"

namespace toofew {

/// The day that dates in policies, facts and waivers are compared with: today by the system clock, in UTC so that every
/// machine agrees; or the day of SOURCE_DATE_EPOCH, seconds since 1970 (reproducible-builds.org/specs), where the
/// environment sets it. Throws Error when that is not a number of seconds in the years 1970 to 9999.
Date today();

}  // namespace toofew
