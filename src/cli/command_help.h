#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace toofew {

/// An option, or an argument without a name, as its help tells of it.
struct OptionHelp {
  std::vector<std::string> names;    ///< with their dashes: "-h", "--help"; empty for an argument
  std::string value;                 ///< what it takes, as help names it: "FILE"; "" for a flag
  std::vector<std::string> choices;  ///< the values that it takes, where they are few; else empty
  std::string summary;
  std::string variable;  ///< of the environment; "" for none
  bool required = false;
  bool repeated = false;  ///< an argument may stand there several times
};

/// A command with those below it. Manual page and completion are made from this, which is read from the very options
/// that parse the command line: they cannot tell of other ones.
struct CommandHelp {
  std::string name;     ///< "check"; "toofew" for the program itself
  std::string summary;  ///< one line
  std::string notes;    ///< what stands below the list of options: examples, exit status; "" for none of its own
  std::vector<OptionHelp> options;
  std::vector<OptionHelp> arguments;
  std::vector<CommandHelp> commands;
};

CommandHelp command_help(const CLI::App& app);

}  // namespace toofew
