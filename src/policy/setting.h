#pragma once

#include "base/error.h"

namespace toofew {

/// A value of the configuration with the place that set it, so that reports and errors can name file and line.
template <typename T>
struct Setting {
  T value{};
  Error::Place origin;
};

/// The file name that settings of rules/defaults/policy.yaml carry.
inline constexpr const char* kBuiltInPolicy = "built-in policy";

}  // namespace toofew
