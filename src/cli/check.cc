#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "cli/commands.h"
#include "cli/drafts.h"
#include "cli/exit_code.h"
#include "cli/setups.h"
#include "cli/terminal.h"
#include "cli/today.h"
#include "document/reader.h"
#include "report/report.h"

namespace toofew {
namespace {

struct Options {
  DraftOptions drafts;
  std::string format = "text";
  std::string fail_on;
  std::string colour = "auto";
  bool quiet = false;
};

/// One run of the command.
class Run {
 public:
  explicit Run(const Options& options)
      : options_(options), setups_(options.drafts.config), style_(terminal_style(options.colour, options.quiet)) {}

  int run() {
    const CheckedDrafts checked = check_drafts(options_.drafts, setups_, today());
    for (const Error& error : checked.failures) report(error);
    for (const CheckedDraft& draft : checked.drafts) emit(draft);
    for (const WaiverFile& file : checked.waiver_files) emit(file);
    if (options_.format == "text" && !options_.quiet && tally_.files_checked > 0) fmt::print("{}", summary(tally_));
    if (failed_) return kFailed;
    return reached_fail_on_ ? kFindings : kClean;
  }

 private:
  void emit(const CheckedDraft& draft) {
    std::fflush(stdout);
    fmt::print(stderr, "{}", draft.trace);
    if (draft.failure) {
      report(*draft.failure);
      ++tally_.files_failed;
      return;
    }
    ++tally_.files_checked;
    emit(draft.name, draft.bytes, draft.findings, draft.setup->config());
  }

  void emit(const WaiverFile& file) {
    std::vector<Finding> findings;
    for (const WaiverRecord& record : file.waivers) {
      if (auto finding = judge_waiver(record, file.setup->config().policy)) findings.push_back(std::move(*finding));
    }
    emit(file.path, file.bytes, findings, file.setup->config());
  }

  void emit(const std::string& name, std::string_view bytes, const std::vector<Finding>& findings, const Config& config) {
    const FileFindings file{name, bytes, findings};
    const std::string text = options_.format == "text" ? text_report(file, style_) : json_lines_report(file);
    std::fwrite(text.data(), 1, text.size(), stdout);
    tally_.add(findings);
    const auto least = options_.fail_on.empty() ? config.fail_on.value : fail_on_from_name(options_.fail_on);
    const auto fails = [&](const Finding& finding) { return least && !finding.waiver && finding.severity >= *least; };
    reached_fail_on_ |= std::any_of(findings.begin(), findings.end(), fails);
  }

  /// Tells an error once, however many files it holds back.
  void report(const Error& error) {
    failed_ = true;
    if (told_.insert(error.what()).second) fmt::print(stderr, "toofew: {}\n", error.what());
  }

  const Options& options_;
  Setups setups_;
  TextStyle style_;
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
  DraftOptions& drafts = options->drafts;
  drafts.paths = {"."};
  CLI::App* command = app.add_subcommand("check", "Check drafts for statements about small groups of users");
  command->add_option("PATHS", drafts.paths,
                      "Files and folders; '-' is standard input; this folder if none is given");
  command->add_option("--format", options->format, "How findings are written: text or jsonl")
      ->check(CLI::IsMember({"text", "jsonl"}));
  command->add_option("--input-format", drafts.input_format, "What the files are, whatever their names say")
      ->check(CLI::IsMember(format_names()));
  command->add_option("--stdin-path", drafts.stdin_path, "The name of what is on standard input");
  command->add_option("--config", drafts.config, "Use this toofew.yaml for all files");
  command->add_option("--fail-on", options->fail_on, "Exit with 1 from this severity on: error, warning, note, never")
      ->check(CLI::IsMember(fail_on_names()));
  command->add_option("--jobs", drafts.jobs, "How many files to check at once; as many as there are cores if not set")
      ->check(CLI::Range(1, 256));
  command->add_flag("--trace", drafts.trace, "Tell on standard error how each part was read");
  command->add_option("--color", options->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_flag("--quiet", options->quiet, "One line a finding, and no summary");
  command->footer(kFooter);
  command->callback([options, &status] { status = Run(*options).run(); });
}

}  // namespace toofew
