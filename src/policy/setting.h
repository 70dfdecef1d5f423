#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace toofew {

/// A value of the configuration with the place that set it, so that reports and errors can name file and line.
template <typename T>
struct Setting {
  T value{};
  Error::Place origin;
};

/// A list of names as one setting: `origin` is the key's place, each entry knows its own.
using NameList = Setting<std::vector<Setting<std::string>>>;

/// The names alone.
inline std::vector<std::string> names_in(const NameList& list) {
  std::vector<std::string> names;
  names.reserve(list.value.size());
  for (const auto& entry : list.value) names.push_back(entry.value);
  return names;
}

/// The file name that settings of rules/defaults/policy.yaml carry.
inline constexpr const char* kBuiltInPolicy = "built-in policy";

/// How the file names of settings begin that a preset made: "preset cms-11".
inline constexpr std::string_view kPresetFile = "preset ";

}  // namespace toofew
