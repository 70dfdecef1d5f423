#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "base/version.h"
#include "base/words.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/outputs.h"
#include "cli/parallel.h"
#include "cli/setups.h"
#include "cli/terminal.h"
#include "document/reader.h"
#include "report/line_index.h"
#include "report/redact.h"
#include "report/report.h"

namespace toofew {
namespace {

/// What text from standard input is called that nobody gave a name.
constexpr const char* kNameless = "<stdin>";

struct Options {
  std::vector<std::string> paths;
  std::optional<std::string> format;
  std::vector<std::string> outputs;
  std::string input_format;
  std::string stdin_path;
  std::string config;
  std::string fail_on;
  std::string colour = "auto";
  std::size_t jobs = 0;
  bool redact = false;
  bool trace = false;
  bool quiet = false;
};

/// A draft that is to be checked.
struct Input {
  std::string path;              ///< to read; "-" for standard input
  std::string name;              ///< to show, and to tell the format from
  const Setup* setup = nullptr;  ///< nullptr when there is a failure
  std::optional<Error> failure;  ///< of its configuration
};

/// What came of an input.
struct Outcome {
  CheckedFile file;
  std::string trace;
};

std::string trace_text(const std::string& name, std::string_view bytes, const Document& document,
                       const std::vector<std::vector<TraceStep>>& steps) {
  const LineIndex index(bytes);
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Part& part = document.parts[i];
    for (const TraceStep& step : steps[i]) {
      const Position at = index.position(part.map.to_source(step.content).begin);
      const auto words = std::string_view(part.content).substr(step.content.begin, step.content.size());
      out += fmt::format("trace: {}:{}:{}: “{}”: {}\n", name, at.line, at.column, one_line(words), step.words);
    }
  }
  return out;
}

/// One run of the command.
class Run {
 public:
  explicit Run(const Options& options)
      : options_(options), outputs_(options.outputs, options.format), setups_(options.config) {
    if (options.redact && options.trace) throw Error("--trace quotes the drafts, which --redact forbids");
  }

  int run() {
    for (const auto& path : options_.paths) add(path);
    sort_inputs();
    compile_rules();
    std::vector<Outcome> outcomes(inputs_.size());
    const std::size_t jobs = options_.jobs ? options_.jobs : std::max(1U, std::thread::hardware_concurrency());
    for_each_index(inputs_.size(), jobs, [&](std::size_t i) { outcomes[i] = check(inputs_[i]); });
    for (std::size_t i = 0; i < inputs_.size(); ++i) collect(inputs_[i], std::move(outcomes[i]));
    report_.version = version();
    add_rules();
    if (options_.redact) report_ = redacted(std::move(report_));
    if (!outputs_.write(report_, terminal_style(options_.colour, options_.quiet))) failed_ = true;
    if (failed_) return kFailed;
    return reached_fail_on_ ? kFindings : kClean;
  }

 private:
  void add(const std::string& path) {
    std::error_code ignored;
    if (path == "-") {
      add_input("-", options_.stdin_path.empty() ? kNameless : options_.stdin_path);
    } else if (std::filesystem::is_directory(path, ignored)) {
      add_folder(path);
    } else {
      add_input(path, std::filesystem::path(path).lexically_normal().native());
    }
  }

  void add_folder(const std::string& folder) {
    const Walk found = walk(folder, [&](const std::string& path, bool is_folder) { return skips(path, is_folder); });
    for (const Error& error : found.errors) add_failure(error);
    for (const auto& path : found.files) add_input(path, path);
    if (found.files.empty()) {
      add_failure(Error(Error::Place{folder, 0, 0, {}}, "there is nothing in this folder that toofew reads"));
    }
  }

  void add_failure(const Error& error) {
    tell(error);
    report_.failures.push_back(error);
  }

  bool skips(const std::string& path, bool is_folder) {
    if (!is_folder && outputs_.go_to(path)) return true;
    try {
      return setups_.for_file(path).skips(path, is_folder);
    } catch (const Error&) {
      return false;  // told when the file gets its turn
    }
  }

  void add_input(const std::string& path, const std::string& name) {
    if (outputs_.go_to(path)) {
      throw Error(Error::Place{path, 0, 0, {}}, "is to be checked, and would be overwritten by a report");
    }
    const bool nameless = path == "-" && options_.stdin_path.empty();
    Input input{path, name, nullptr, std::nullopt};
    try {
      input.setup = nameless ? &setups_.for_folder(".") : &setups_.for_file(name);
    } catch (const Error& error) {
      input.failure = error;
    }
    inputs_.push_back(std::move(input));
  }

  /// One order whatever the arguments', and no file twice.
  void sort_inputs() {
    const auto less = [](const Input& a, const Input& b) { return a.name < b.name; };
    const auto same = [](const Input& a, const Input& b) { return a.name == b.name && a.path == b.path; };
    std::stable_sort(inputs_.begin(), inputs_.end(), less);
    inputs_.erase(std::unique(inputs_.begin(), inputs_.end(), same), inputs_.end());
  }

  /// Compiles the rules of each configuration before the threads start.
  void compile_rules() {
    for (Input& input : inputs_) {
      if (input.failure) continue;
      try {
        input.setup->checker();
      } catch (const Error& error) {
        input.failure = error;
      }
    }
  }

  Outcome check(const Input& input) const {
    Outcome outcome;
    outcome.file.path = input.name;
    outcome.file.failure = input.failure;
    if (input.failure) return outcome;
    try {
      check(input, outcome);
    } catch (const Error& error) {
      outcome.file.failure = error;
    } catch (const std::exception& error) {
      outcome.file.failure = Error(Error::Place{input.name, 0, 0, {}}, error.what());
    }
    return outcome;
  }

  void check(const Input& input, Outcome& outcome) const {
    const Format format = format_of_input(input);
    std::string bytes = read_file(input.path);
    outcome.file.failure_quotes = true;
    const Checker& checker = input.setup->checker();
    Document document = read_document(bytes, format, checker.config().fields(), input.name);
    std::vector<std::vector<TraceStep>> steps;
    CheckedFile& file = outcome.file;
    file.findings = findings_in(input, document, options_.trace ? &steps : nullptr);
    file.fail_on = options_.fail_on.empty() ? checker.config().fail_on.value : fail_on_from_name(options_.fail_on);
    outcome.trace = trace_text(input.name, bytes, document, steps);
    if (file.findings.empty()) return;  // then no report has a use for the text
    file.bytes = std::move(bytes);
    file.document = std::move(document);
  }

  static std::vector<Finding> findings_in(const Input& input, const Document& document,
                                          std::vector<std::vector<TraceStep>>* steps) {
    const bool nameless = input.name == kNameless;
    try {
      return input.setup->checker().check(document, nameless ? "" : input.setup->relative(input.name), steps);
    } catch (const Error& error) {
      if (!error.place().file.empty()) throw;
      Error::Place place = error.place();
      place.file = input.name;
      throw Error(place, error.reason(), error.hint());
    }
  }

  Format format_of_input(const Input& input) const {
    const bool nameless = input.path == "-" && options_.stdin_path.empty();
    if (nameless && options_.input_format.empty()) return Format::plain;
    return format_of(input.name, options_.input_format);
  }

  void collect(const Input& input, Outcome outcome) {
    CheckedFile& file = outcome.file;
    fmt::print(stderr, "{}", outcome.trace);
    if (options_.redact) redact_failure(file);
    if (file.failure) tell(*file.failure);
    const auto fails = [&](const Finding& finding) { return file.fail_on && finding.severity >= *file.fail_on; };
    reached_fail_on_ |= std::any_of(file.findings.begin(), file.findings.end(), fails);
    const bool known = std::find(found_by_.begin(), found_by_.end(), input.setup) != found_by_.end();
    if (!file.findings.empty() && !known) found_by_.push_back(input.setup);
    report_.files.push_back(std::move(file));
  }

  /// Adds the rules that found something. Where configurations say different things of one rule, the first holds.
  void add_rules() {
    std::set<std::string> wanted;
    for (const CheckedFile& file : report_.files) {
      for (const Finding& finding : file.findings) wanted.insert(finding.rule);
    }
    std::map<std::string, RuleInfo> rules;
    for (const Setup* setup : found_by_) {
      for (const RuleInfo* rule : setup->checker().rules()) {
        if (wanted.contains(rule->id)) rules.emplace(rule->id, *rule);
      }
    }
    for (auto& [id, rule] : rules) report_.rules.push_back(std::move(rule));
  }

  /// Tells an error once, however many files it holds back.
  void tell(const Error& error) {
    failed_ = true;
    if (told_.insert(error.what()).second) fmt::print(stderr, "toofew: {}\n", error.what());
  }

  const Options& options_;
  Outputs outputs_;
  Setups setups_;
  std::vector<Input> inputs_;
  std::vector<const Setup*> found_by_;  // the setups of files with findings
  std::set<std::string> told_;
  Report report_;
  bool failed_ = false;
  bool reached_fail_on_ = false;
};

constexpr const char* kFooter = R"(Examples:
  toofew check                                     every draft in this folder and below
  toofew check posts/ queue.csv                    a folder and a file
  toofew check - --stdin-path post.md < post.md    as editors do it
  toofew check --output sarif=toofew.sarif posts/  for people, and for programs
  toofew check --trace post.md                     why something was found, or was not

Files that are named are always read; in folders, hidden files, node_modules and what `ignore` in toofew.yaml says
are left out. The nearest toofew.yaml in a file's folder or above it holds for the file.

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 something could not be checked (the rest was).)";

/// The report formats, for --help.
std::string formats_text() {
  std::string out = "Formats of reports:";
  for (const ReportFormat& format : report_formats()) out += fmt::format("\n  {:<12}{}", format.name, format.summary);
  return out;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  options->paths = {"."};
  CLI::App* command = app.add_subcommand("check", "Check drafts for statements about small groups of users");
  command->add_option("PATHS", options->paths,
                      "Files and folders; '-' is standard input; this folder if none is given");
  command->add_option("--format", options->format, "How the report on standard output is written; text if not set")
      ->check(CLI::IsMember(report_format_names()));
  command->add_option("--output", options->outputs, "FORMAT=FILE: write a report to a file as well; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--input-format", options->input_format, "What the files are, whatever their names say")
      ->check(CLI::IsMember(format_names()));
  command->add_option("--stdin-path", options->stdin_path, "The name of what is on standard input");
  command->add_option("--config", options->config, "Use this toofew.yaml for all files");
  command->add_option("--fail-on", options->fail_on, "Exit with 1 from this severity on: error, warning, note, never")
      ->check(CLI::IsMember(fail_on_names()));
  command->add_option("--jobs", options->jobs, "How many files to check at once; as many as there are cores if not set")
      ->check(CLI::Range(1, 256));
  command->add_flag("--redact", options->redact, "Show no word and no number of the drafts, for logs that others read");
  command->add_flag("--trace", options->trace, "Tell on standard error how each part was read");
  command->add_option("--color", options->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_flag("--quiet", options->quiet, "One line a finding, and no summary");
  command->footer(fmt::format("{}\n\n{}", formats_text(), kFooter));
  command->callback([options, &status] { status = Run(*options).run(); });
}

}  // namespace toofew
