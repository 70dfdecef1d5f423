#include "cli/command_help.h"

#include <string_view>

namespace toofew {
namespace {

/// The names in "FORMAT:{text,html}", as CLI11 writes what an option takes; none where it takes anything.
std::vector<std::string> choices_of(std::string_view type) {
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return CLI::detail::split(std::string(type.substr(open + 1, close - open - 1)), ',');
}

OptionHelp option_help(const CLI::Option& option) {
  OptionHelp help;
  for (const std::string& name : option.get_snames()) help.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) help.names.push_back("--" + name);
  const std::string type = option.get_type_name();
  const bool is_flag = option.get_type_size() == 0;
  help.value = option.get_positional() ? option.get_name(true) : type.substr(0, type.find(':'));
  if (is_flag) help.value.clear();
  help.choices = choices_of(type);
  help.summary = option.get_description();
  help.variable = option.get_envname();
  help.required = option.get_required();
  help.repeated = option.get_positional() && option.get_expected_max() > 1;
  return help;
}

CommandHelp command_help(const CLI::App& app, const std::string& parents_notes) {
  CommandHelp help{app.get_name(), app.get_description(), app.get_footer(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    (option->get_positional() ? help.arguments : help.options).push_back(option_help(*option));
  }
  for (const CLI::App* command : app.get_subcommands({})) help.commands.push_back(command_help(*command, help.notes));
  if (help.notes == parents_notes) help.notes.clear();  // inherited
  return help;
}

}  // namespace

CommandHelp command_help(const CLI::App& app) { return command_help(app, {}); }

}  // namespace toofew
