#pragma once

#include <string>

namespace toofew {

/// What the policy asks of a draft before it knows what is told: where it stands, where it will be published, and whom
/// its data is on. policy/config.h tells it for a draft.
struct Scope {
  std::string path;            ///< relative to the folder of the configuration; "" for text without a name
  std::string channel;         ///< a name of Policy::channels; "" for none
  std::string region;          ///< "" for none
  std::string channel_origin;  ///< how the channel is known, in words; "" for none
  std::string region_origin;
};

}  // namespace toofew
