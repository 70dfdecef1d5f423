#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/reader.h"
#include "policy/policy.h"
#include "policy/setting.h"

namespace toofew {

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
  NameList populations;                      ///< paths of population files, relative to the configuration's folder
  NameList facts;                            ///< paths of fact files, relative to the configuration's folder
  NameList ignore;                           ///< globs, relative to the configuration's folder
  NameList languages;                        ///< "en"
  NameList prose_fields;
  NameList metadata_fields;
  NameList id_fields;
  NameList channel_fields;
  NameList region_fields;
  NameList waiver_fields;
  WaiverPolicy waivers;
  Setting<std::string> ledger;  ///< path, relative to the configuration's folder; "" for none
  std::vector<std::string> extends;  ///< the files and presets ("preset cms-11") it is laid over, the first one lowest

  /// The lists of fields as readers take them.
  FieldNames fields() const;

  /// Where a part of the draft at `path` (relative to the configuration's folder) stands. Its channel and its region
  /// are what its own metadata says, else what the policy says of the path. Throws Error, without a place, for a
  /// channel that a policy with channels does not know.
  Scope scope_of(const Part& part, const std::string& path) const;
};

/// A configuration's name, as errors and findings show it, and its text.
struct ConfigFile {
  std::string name;
  std::string text;
};

/// Reads the file that a configuration extends: `path` as it is written in the one named `from`. The name that it
/// returns must be the same whenever it is the same file. Throws Error without a place.
using ConfigLoader = std::function<ConfigFile(const std::string& path, const std::string& from)>;

/// What applies where there is no toofew.yaml.
Config built_in_config();

/// Reads it from the files, while toofew is built.
Config read_built_in_config();

/// The built-in configuration with a user's text laid over it, and before that what the text extends; `load` reads
/// files for that. Throws Error with file, line, column and a suggestion for what is unknown, of the wrong type, or
/// contradicts itself.
Config read_config(const std::string& file, std::string yaml, const ConfigLoader& load = {});

/// The severities that `fail_on` takes, "never" included.
std::vector<std::string> fail_on_names();
/// Empty for "never"; precondition: `name` is one of fail_on_names().
std::optional<Severity> fail_on_from_name(std::string_view name);

/// The configuration as YAML, with the origin of each value as a comment. Reading it gives the same configuration.
std::string to_yaml(const Config& config);

}  // namespace toofew
