#include "cli/manual.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/today.h"
#include "report/wrap.h"

namespace toofew {
namespace {

/// Text for roff: nothing in it is taken for a request, and hyphens stay hyphens, so that what is copied works.
std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

/// Prose for roff, in lines that are short even where hyphens are escaped.
std::string prose(std::string_view text) { return roff(wrap(text, 0, 60)); }

std::string bold(std::string_view text) { return fmt::format("\\fB{}\\fR", roff(text)); }
std::string italic(std::string_view text) { return fmt::format("\\fI{}\\fR", roff(text)); }

std::string argument_synopsis(const OptionHelp& argument) {
  const std::string name = italic(argument.value) + (argument.repeated ? "..." : "");
  return argument.required ? name : fmt::format("[{}]", name);
}

/// "toofew check [OPTION]... [PATHS]..."
std::string synopsis(const CommandHelp& command, const std::string& path) {
  std::string out = fmt::format("{} [{}]...", bold(path), italic("OPTION"));
  for (const OptionHelp& argument : command.arguments) out += " " + argument_synopsis(argument);
  return out;
}

/// "Examples" of "Examples:\n  toofew …"; "" for a paragraph that begins with no such word.
std::string_view label_of(std::string_view paragraph) {
  constexpr std::size_t kLongest = 24;
  const std::string_view label = paragraph.substr(0, paragraph.find(':'));
  const auto is_letter = [](char c) { return c == ' ' || std::isalpha(static_cast<unsigned char>(c)) != 0; };
  const bool is_label =
      label.size() < paragraph.size() && label.size() <= kLongest && std::all_of(label.begin(), label.end(), is_letter);
  return is_label ? label : std::string_view();
}

/// A paragraph of help: lines that are indented stay as they are.
std::string paragraph_text(std::string_view paragraph) {
  std::string out;
  bool is_literal = false;
  while (!paragraph.empty()) {
    const std::string_view line = paragraph.substr(0, paragraph.find('\n'));
    paragraph.remove_prefix(std::min(paragraph.size(), line.size() + 1));
    const bool is_indented = line.starts_with("  ");
    if (is_indented != is_literal) out += is_indented ? ".nf\n" : ".fi\n";
    is_literal = is_indented;
    out += (is_indented ? roff(line.substr(2)) : prose(line)) + "\n";
  }
  return is_literal ? out + ".fi\n" : out;
}

/// The notes below a help text; `heading` writes the label of a paragraph.
template <typename Heading>
std::string notes_text(std::string_view notes, const Heading& heading) {
  std::string out;
  while (!notes.empty()) {
    std::string_view paragraph = notes.substr(0, notes.find("\n\n"));
    notes.remove_prefix(std::min(notes.size(), paragraph.size() + 2));
    const std::string_view label = label_of(paragraph);
    out += label.empty() ? ".PP\n" : heading(label);
    if (!label.empty()) paragraph.remove_prefix(std::min(paragraph.size(), label.size() + 2));
    out += paragraph_text(paragraph);
  }
  return out;
}

std::string section(std::string_view title) {
  std::string capitals(title);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(), [](unsigned char c) { return std::toupper(c); });
  return fmt::format(".SH {}\n", capitals);
}

std::string option_text(const OptionHelp& option) {
  std::string names;
  for (const std::string& name : option.names) names += (names.empty() ? "" : ", ") + bold(name);
  if (option.names.empty()) names = italic(option.value);
  const std::string value = option.names.empty() || option.value.empty() ? "" : " " + italic(option.value);
  std::string out = fmt::format(".TP\n{}{}\n{}.\n", names, value, prose(option.summary));
  if (!option.choices.empty())
    out += fmt::format("One of {}.\n", prose(fmt::format("{}", fmt::join(option.choices, ", "))));
  if (!option.variable.empty()) out += fmt::format("Variable: {}.\n", bold(option.variable));
  return out;
}

/// The command and those below it, each under its name. A command that only holds others has no part of its own.
std::string command_text(const CommandHelp& command, const std::string& path) {
  std::string out;
  if (command.commands.empty()) {
    out += fmt::format(".SS {}\n{}.\n", synopsis(command, path), prose(command.summary));
    for (const OptionHelp& argument : command.arguments) out += option_text(argument);
    for (const OptionHelp& option : command.options) out += option_text(option);
  }
  for (const CommandHelp& child : command.commands) out += command_text(child, path + " " + child.name);
  const bool is_program = path == command.name;
  if (is_program) return out;
  return out + notes_text(command.notes, [](std::string_view label) {
           return fmt::format(".PP\n{}\n", bold(fmt::format("{}:", label)));
         });
}

std::string synopses(const CommandHelp& command, const std::string& path) {
  if (command.commands.empty()) return synopsis(command, path) + "\n";
  std::string out;
  for (const CommandHelp& child : command.commands)
    out += (out.empty() ? "" : ".br\n") + synopses(child, path + " " + child.name);
  return out;
}

using Variables = std::map<std::string, const OptionHelp*>;

void add_variables(const CommandHelp& command, Variables& variables) {
  for (const OptionHelp& option : command.options) {
    if (!option.variable.empty()) variables.emplace(option.variable, &option);
  }
  for (const CommandHelp& child : command.commands) add_variables(child, variables);
}

std::string variables_text(const CommandHelp& program) {
  Variables variables;
  add_variables(program, variables);
  std::string out;
  for (const auto& [name, option] : variables) {
    out += fmt::format(".TP\n{}\nAs {}.\n{}.\n", bold(name), bold(option->names.back()), prose(option->summary));
  }
  return out;
}

}  // namespace

std::string manual_page(const CommandHelp& program, Date date) {
  std::string what = program.summary;
  what[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
  if (what.ends_with('.')) what.pop_back();
  return fmt::format(
      ".TH TOOFEW 1 {} \"{} {}\" \"User Commands\"\n.nh\n"
      ".SH NAME\n{} \\- {}\n"
      ".SH SYNOPSIS\n{}"
      ".SH DESCRIPTION\n{}\n"
      ".SH COMMANDS\n{}"
      "{}{}",  // the notes end with the environment
      date_text(date), program.name, version(), program.name, prose(what), synopses(program, program.name),
      prose(program.summary), command_text(program, program.name), notes_text(program.notes, section),
      variables_text(program));
}

void add_manual(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand("manual", "Print the manual page, for `man -l -`");
  command->callback([&app, &status] {
    fmt::print("{}", manual_page(command_help(app), today()));
    status = kClean;
  });
}

}  // namespace toofew
