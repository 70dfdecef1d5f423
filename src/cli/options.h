#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace toofew {

/// What options and arguments take, as help names it. By these names the completion knows what may stand there.
inline constexpr const char* kFileValue = "FILE";
inline constexpr const char* kPathsValue = "PATHS";
inline constexpr const char* kReportValue = "FORMAT=FILE";
inline constexpr const char* kRuleValue = "RULE";
inline constexpr const char* kKindOrRuleValue = "KIND|RULE";
inline constexpr const char* kPresetValue = "PRESET";

/// --config, which each command takes that reads a configuration.
inline CLI::Option* add_config_option(CLI::App& command, std::string& file) {
  return command.add_option("--config", file, "Use this toofew.yaml, whatever stands nearer to the drafts")
      ->type_name(kFileValue)
      ->envname("TOOFEW_CONFIG");
}

/// --color, which each command takes that writes text for people.
inline CLI::Option* add_colour_option(CLI::App& command, std::string& when) {
  return command.add_option("--color", when, "Colour in text; auto: on a terminal")
      ->type_name("WHEN")
      ->envname("TOOFEW_COLOR")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

}  // namespace toofew
