#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <thread>

#include "base/words.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/parallel.h"
#include "cli/setups.h"
#include "cli/terminal.h"
#include "document/reader.h"
#include "report/line_index.h"
#include "report/report.h"

namespace toofew {
namespace {

/// What text from standard input is called that nobody gave a name.
constexpr const char* kNameless = "<stdin>";

struct Options {
  std::vector<std::string> paths;
  std::string format = "text";
  std::string input_format;
  std::string stdin_path;
  std::string config;
  std::string fail_on;
  std::string colour = "auto";
  std::size_t jobs = 0;
  bool trace = false;
  bool quiet = false;
};

/// A draft that is to be checked.
struct Input {
  std::string path;  ///< to read; "-" for standard input
  std::string name;  ///< to show, and to tell the format from
  const Setup* setup = nullptr;
};

/// What came of an input, ready to be printed.
struct Outcome {
  std::string report;
  std::string messages;  ///< for standard error
  std::vector<Finding> findings;
  bool failed = false;
};

std::string trace_text(const FileFindings& file, const Document& document,
                       const std::vector<std::vector<TraceStep>>& steps) {
  const LineIndex index(file.bytes);
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Part& part = document.parts[i];
    for (const TraceStep& step : steps[i]) {
      const Position at = index.position(part.map.to_source(step.content).begin);
      const auto words = std::string_view(part.content).substr(step.content.begin, step.content.size());
      out += fmt::format("trace: {}:{}:{}: “{}”: {}\n", file.path, at.line, at.column, one_line(words), step.words);
    }
  }
  return out;
}

/// One run of the command.
class Run {
 public:
  explicit Run(const Options& options)
      : options_(options), setups_(options.config), style_(terminal_style(options.colour, options.quiet)) {}

  int run() {
    for (const auto& path : options_.paths) add(path);
    sort_inputs();
    compile_rules();
    std::vector<Outcome> outcomes(inputs_.size());
    const std::size_t jobs = options_.jobs ? options_.jobs : std::max(1U, std::thread::hardware_concurrency());
    for_each_index(inputs_.size(), jobs, [&](std::size_t i) { outcomes[i] = check(inputs_[i]); });
    for (std::size_t i = 0; i < inputs_.size(); ++i) emit(inputs_[i], outcomes[i]);
    if (options_.format == "text" && !options_.quiet && tally_.files_checked > 0) fmt::print("{}", summary(tally_));
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
    for (const Error& error : found.errors) report(error);
    for (const auto& path : found.files) add_input(path, path);
    if (found.files.empty()) {
      report(Error(Error::Place{folder, 0, 0, {}}, "there is nothing in this folder that toofew reads"));
    }
  }

  bool skips(const std::string& path, bool is_folder) {
    try {
      return setups_.for_file(path).skips(path, is_folder);
    } catch (const Error&) {
      return false;  // told when the file gets its turn
    }
  }

  void add_input(const std::string& path, const std::string& name) {
    const bool nameless = path == "-" && options_.stdin_path.empty();
    try {
      const Setup& setup = nameless ? setups_.for_folder(".") : setups_.for_file(name);
      inputs_.push_back({path, name, &setup});
    } catch (const Error& error) {
      report(error);
      ++tally_.files_failed;
    }
  }

  /// One order whatever the arguments', and no file twice.
  void sort_inputs() {
    const auto less = [](const Input& a, const Input& b) { return a.name < b.name; };
    const auto same = [](const Input& a, const Input& b) { return a.name == b.name && a.path == b.path; };
    std::stable_sort(inputs_.begin(), inputs_.end(), less);
    inputs_.erase(std::unique(inputs_.begin(), inputs_.end(), same), inputs_.end());
  }

  /// Compiles the rules of each configuration before the threads start; files whose rules are broken drop out.
  void compile_rules() {
    std::erase_if(inputs_, [&](const Input& input) {
      try {
        input.setup->checker();
        return false;
      } catch (const Error& error) {
        report(error);
        ++tally_.files_failed;
        return true;
      }
    });
  }

  Outcome check(const Input& input) const {
    Outcome outcome;
    try {
      check(input, outcome);
    } catch (const std::exception& error) {
      outcome.failed = true;
      outcome.messages += fmt::format("toofew: {}\n", error.what());
    }
    return outcome;
  }

  void check(const Input& input, Outcome& outcome) const {
    const Format format = format_of_input(input);
    const std::string bytes = read_file(input.path);
    const Checker& checker = input.setup->checker();
    const Document document = read_document(bytes, format, checker.config().fields(), input.name);
    std::vector<std::vector<TraceStep>> steps;
    FileFindings file{input.name, bytes, findings_in(input, document, options_.trace ? &steps : nullptr)};
    outcome.messages = trace_text(file, document, steps);
    outcome.report = options_.format == "text" ? text_report(file, style_) : json_lines_report(file);
    outcome.findings = std::move(file.findings);
  }

  static std::vector<Finding> findings_in(const Input& input, const Document& document,
                                          std::vector<std::vector<TraceStep>>* steps) {
    const bool nameless = input.name == kNameless;
    try {
      return input.setup->checker().check(document, nameless ? "" : input.setup->relative(input.name), steps);
    } catch (const Error& error) {
      throw Error(Error::Place{input.name, 0, 0, {}}, error.reason(), error.hint());
    }
  }

  Format format_of_input(const Input& input) const {
    const bool nameless = input.path == "-" && options_.stdin_path.empty();
    if (nameless && options_.input_format.empty()) return Format::plain;
    return format_of(input.name, options_.input_format);
  }

  void emit(const Input& input, const Outcome& outcome) {
    std::fflush(stdout);
    std::fwrite(outcome.messages.data(), 1, outcome.messages.size(), stderr);
    std::fwrite(outcome.report.data(), 1, outcome.report.size(), stdout);
    if (outcome.failed) {
      failed_ = true;
      ++tally_.files_failed;
      return;
    }
    tally_.add(outcome.findings);
    const auto least =
        options_.fail_on.empty() ? input.setup->config().fail_on.value : fail_on_from_name(options_.fail_on);
    if (!least) return;
    const auto reaches = [&](const Finding& finding) { return finding.severity >= *least; };
    reached_fail_on_ |= std::any_of(outcome.findings.begin(), outcome.findings.end(), reaches);
  }

  /// Tells an error once, however many files it holds back.
  void report(const Error& error) {
    failed_ = true;
    if (told_.insert(error.what()).second) fmt::print(stderr, "toofew: {}\n", error.what());
  }

  const Options& options_;
  Setups setups_;
  TextStyle style_;
  std::vector<Input> inputs_;
  std::set<std::string> told_;
  Tally tally_;
  bool failed_ = false;
  bool reached_fail_on_ = false;
};

constexpr const char* kFooter = R"(Examples:
  toofew check                                     every draft in this folder and below
  toofew check posts/ queue.csv                    a folder and a file
  toofew check - --stdin-path post.md < post.md    as editors do it
  toofew check --format jsonl . > findings.jsonl   for programs
  toofew check --trace post.md                     why something was found, or was not

Files that are named are always read; in folders, hidden files, node_modules and what `ignore` in toofew.yaml says
are left out. The nearest toofew.yaml in a file's folder or above it holds for the file.

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 something could not be checked (the rest was).)";

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  options->paths = {"."};
  CLI::App* command = app.add_subcommand("check", "Check drafts for statements about small groups of users");
  command->add_option("PATHS", options->paths,
                      "Files and folders; '-' is standard input; this folder if none is given");
  command->add_option("--format", options->format, "How findings are written: text or jsonl")
      ->check(CLI::IsMember({"text", "jsonl"}));
  command->add_option("--input-format", options->input_format, "What the files are, whatever their names say")
      ->check(CLI::IsMember(format_names()));
  command->add_option("--stdin-path", options->stdin_path, "The name of what is on standard input");
  command->add_option("--config", options->config, "Use this toofew.yaml for all files");
  command->add_option("--fail-on", options->fail_on, "Exit with 1 from this severity on: error, warning, note, never")
      ->check(CLI::IsMember(fail_on_names()));
  command->add_option("--jobs", options->jobs, "How many files to check at once; as many as there are cores if not set")
      ->check(CLI::Range(1, 256));
  command->add_flag("--trace", options->trace, "Tell on standard error how each part was read");
  command->add_option("--color", options->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_flag("--quiet", options->quiet, "One line a finding, and no summary");
  command->footer(kFooter);
  command->callback([options, &status] { status = Run(*options).run(); });
}

}  // namespace toofew
