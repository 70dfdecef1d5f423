#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/reader.h"
#include "policy/policy.h"
#include "policy/setting.h"

namespace toofew {

/// A list of names as one setting: `origin` is the key's place, each entry knows its own.
using NameList = Setting<std::vector<Setting<std::string>>>;

/// What `waivers` says.
struct WaiverPolicy {
  NameList files;         ///< files of waivers, relative to the configuration's folder
  NameList forbid;        ///< kinds of data of which nothing can be waived; "sensitive" is all but ordinary data
  Setting<int> max_days;  ///< how long a waiver may last, in days
};

/// All that toofew.yaml can say, complete: what the user leaves out comes from the built-in policy.
struct Config {
  Policy policy;
  Setting<std::optional<Severity>> fail_on;  ///< nullopt: never
  NameList disabled_rules;                   ///< ids
  NameList packs;                            ///< paths of rule files, relative to the configuration's folder
  NameList ignore;                           ///< globs, relative to the configuration's folder
  NameList languages;                        ///< "en"
  NameList prose_fields;
  NameList metadata_fields;
  NameList id_fields;
  NameList waiver_fields;
  WaiverPolicy waivers;
  Setting<std::string> ledger;  ///< path, relative to the configuration's folder; "" for none

  /// The lists of fields as readers take them.
  FieldNames fields() const;
};

/// What applies where there is no toofew.yaml.
Config built_in_config();

/// The built-in configuration with a user's text laid over it. `file` is the name that errors and findings show.
/// Throws Error with file, line, column and a suggestion for what is unknown or of the wrong type.
Config read_config(std::string file, std::string yaml);

/// The severities that `fail_on` takes, "never" included.
std::vector<std::string> fail_on_names();
/// Empty for "never"; precondition: `name` is one of fail_on_names().
std::optional<Severity> fail_on_from_name(std::string_view name);

/// The configuration as YAML, with the origin of each value as a comment. Reading it gives the same configuration.
std::string to_yaml(const Config& config);

}  // namespace toofew
