#pragma once

#include <string>

#include "base/profile.h"

namespace toofew {

/// The profile as tables for people, the slowest first. `run` is how long the whole run took.
std::string profile_text(const Profile& profile, Profile::Clock::duration run);

}  // namespace toofew
