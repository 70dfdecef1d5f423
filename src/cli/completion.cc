#include "cli/completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/embedded.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/setups.h"
#include "policy/kind_help.h"
#include "policy/presets.h"
#include "report/report.h"

namespace toofew {
namespace {

constexpr const char* kFiles = ":files\n";

/// One candidate, if it goes on what was typed.
std::string candidate(std::string_view typed, const std::string& word, std::string_view meaning) {
  return word.starts_with(typed) ? fmt::format("{}\t{}\n", word, meaning) : std::string();
}

/// The rules that hold in this folder; none where its configuration is broken, which is told when a command runs.
std::string rules(std::string_view typed, const std::string& before) {
  std::string out;
  try {
    Setups setups({});
    for (const RuleInfo* rule : setups.for_folder(".").checker().rules()) {
      out += candidate(typed, before + rule->id, rule->summary);
    }
  } catch (const Error&) {
    return {};
  }
  return out;
}

/// What the option or argument takes. `before` is what stands in the same word before the value: "--format=".
std::string values(const OptionHelp& option, std::string_view typed, const std::string& before = {}) {
  std::string out;
  for (const std::string& choice : option.choices) out += candidate(typed, before + choice, "");
  if (option.value == kKindOrRuleValue) {
    for (const std::string& kind : kind_names()) out += candidate(typed, before + kind, kind_help(kind).what);
  }
  if (option.value == kKindOrRuleValue || option.value == kRuleValue) out += rules(typed, before);
  if (option.value == kPresetValue) {
    for (const std::string& preset : preset_names()) out += candidate(typed, before + preset, "");
  }
  if (option.value == kReportValue) {
    for (const ReportFormat& format : report_formats()) {
      out += candidate(typed, fmt::format("{}{}=", before, format.name), format.summary);
    }
  }
  const bool names_report = option.value == kReportValue && typed.substr(before.size()).find('=') != typed.npos;
  const bool is_file = option.value == kFileValue || option.value == kPathsValue || names_report;
  return is_file ? out + kFiles : out;
}

const OptionHelp* find_option(const CommandHelp& command, std::string_view name) {
  for (const OptionHelp& option : command.options) {
    if (std::find(option.names.begin(), option.names.end(), name) != option.names.end()) return &option;
  }
  return nullptr;
}

const CommandHelp* find_command(const CommandHelp& parent, std::string_view name) {
  const auto is_it = [&](const CommandHelp& command) { return command.name == name; };
  const auto found = std::find_if(parent.commands.begin(), parent.commands.end(), is_it);
  return found == parent.commands.end() ? nullptr : &*found;
}

/// What the words before the last one say of it.
struct Place {
  const CommandHelp* command;
  const OptionHelp* option = nullptr;  // whose value it is
  std::size_t argument = 0;            // arguments before it
  bool only_arguments = false;         // after "--"
};

Place place_of_last(const CommandHelp& program, const std::vector<std::string>& words) {
  Place place{&program};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (place.option != nullptr) {
      place.option = nullptr;
    } else if (word == "--" && !place.only_arguments) {
      place.only_arguments = true;
    } else if (word.starts_with("-") && word != "-" && !place.only_arguments) {
      const OptionHelp* option = find_option(*place.command, word);
      if (option != nullptr && !option->value.empty()) place.option = option;
    } else if (const CommandHelp* command = find_command(*place.command, word)) {
      place.command = command;
    } else {
      ++place.argument;
    }
  }
  return place;
}

std::string options(const CommandHelp& command, std::string_view typed) {
  std::string out;
  for (const OptionHelp& option : command.options) out += candidate(typed, option.names.back(), option.summary);
  return out;
}

}  // namespace

std::string completions(const CommandHelp& program, const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const std::string& typed = words.back();
  const Place place = place_of_last(program, words);
  const CommandHelp& command = *place.command;
  if (place.option != nullptr) return values(*place.option, typed);
  if (typed.starts_with("-") && !place.only_arguments) {
    const std::size_t equals = typed.find('=');
    if (equals == std::string::npos) return options(command, typed);
    const OptionHelp* option = find_option(command, typed.substr(0, equals));
    return option == nullptr ? std::string() : values(*option, typed, typed.substr(0, equals + 1));
  }
  std::string out;
  for (const CommandHelp& child : command.commands) out += candidate(typed, child.name, child.summary);
  if (command.arguments.empty()) return out;
  const OptionHelp& last = command.arguments.back();
  if (place.argument < command.arguments.size()) return out + values(command.arguments[place.argument], typed);
  return last.repeated ? out + values(last, typed) : out;
}

void add_completion(CLI::App& app, int& status) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Print the script that makes a shell complete what you type");
  command->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->type_name("")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer(R"text(Examples:
  eval "$(toofew completion bash)"    in ~/.bashrc
  eval "$(toofew completion zsh)"     in ~/.zshrc, after compinit
  toofew completion fish | source     in ~/.config/fish/config.fish

Where toofew was installed for all, the shells find these scripts by themselves.)text");
  command->callback([shell, &status] {
    fmt::print("{}", embedded_file("completion/" + *shell));
    status = kClean;
  });
}

}  // namespace toofew
