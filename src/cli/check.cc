#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "base/profile.h"
#include "base/version.h"
#include "base/words.h"
#include "cli/baseline_files.h"
#include "cli/changes.h"
#include "cli/commands.h"
#include "cli/drafts.h"
#include "cli/exit_code.h"
#include "cli/fixing.h"
#include "cli/options.h"
#include "cli/outputs.h"
#include "cli/profile_text.h"
#include "cli/progress.h"
#include "cli/setups.h"
#include "cli/standard_error.h"
#include "cli/stream.h"
#include "cli/terminal.h"
#include "cli/today.h"
#include "cli/watch.h"
#include "document/reader.h"
#include "report/redact.h"
#include "report/report.h"
#include "report/statistics.h"

namespace toofew {
namespace {

struct Options {
  DraftOptions drafts;
  std::optional<std::string> format;
  std::vector<std::string> outputs;
  std::string fail_on;
  std::string colour = "auto";
  std::optional<std::string> base;  // of the changes that are reported
  bool staged = false;
  std::string baseline;  // for all drafts; "": the nearest one
  bool no_baseline = false;
  bool no_ignore = false;
  bool fix = false;
  bool unsafe_fixes = false;
  bool diff_fixes = false;
  bool suggest = false;
  bool watch = false;
  bool redact = false;
  bool quiet = false;
  bool statistics = false;
  bool profile = false;
  bool exit_zero = false;

  bool is_narrowed() const { return base || staged; }
};

/// One run of the command.
class Run {
 public:
  explicit Run(const Options& options)
      : options_(options), outputs_(options.outputs, options.format), setups_(options.drafts.config) {
    if (options.redact && options.drafts.trace) throw Error("--trace quotes the drafts, which --redact forbids");
    require_fix_options();
    if (options.drafts.most_bytes > kMostReadable) throw Error("--max-file-size must be below 2 GB");
    if (!options.is_narrowed()) return;
    const auto& paths = options.drafts.paths;
    if (std::find(paths.begin(), paths.end(), "-") != paths.end()) {
      throw Error("--diff and --staged are for files that Git knows, which standard input is not");
    }
    repository_.emplace(Repository::here());
    changes_.emplace(*repository_, options.base, options.staged);
  }

  int run() {
    DraftOptions drafts = options_.drafts;
    drafts.is_written = [this](const std::string& path) { return outputs_.go_to(path); };
    drafts.staged = options_.staged ? &*repository_ : nullptr;
    drafts.asks_git = !options_.no_ignore;
    drafts.may_be_none = options_.is_narrowed();
    if (takes_stretches() && may_stream(drafts, setups_)) return stream(drafts);
    if (options_.diff_fixes) return diff_fixes(drafts);
    if (options_.fix) fix(drafts);
    CheckedDrafts checked = check(drafts);
    Stopwatch watch;
    if (!options_.no_baseline) apply_baselines(checked);
    if (changes_) narrow(checked.drafts);
    watch.skip();
    if (!options_.redact && (options_.suggest || outputs_.carry_fixes())) offer_fixes(checked.drafts, drafts.jobs);
    watch.skip();
    for (const Error& error : checked.failures) tell(error);
    report_.failures = std::move(checked.failures);
    std::erase_if(checked.skipped,
                  [this](const Error& error) { return changes_ && !changes_->touch(error.place().file); });
    print_error("{}", skipped_text(checked));
    report_.skipped = std::move(checked.skipped);
    for (CheckedDraft& draft : checked.drafts) collect(draft);
    for (const WaiverFile& file : checked.waiver_files) {
      auto told = checked_file(file);
      if (told && (!changes_ || changes_->narrow(*told))) add(std::move(*told), file.setup);
    }
    const auto by_path = [](const CheckedFile& a, const CheckedFile& b) { return a.path < b.path; };
    std::stable_sort(report_.files.begin(), report_.files.end(), by_path);
    if (changes_) tell_changes();
    report_.version = version();
    add_rules();
    if (options_.statistics) print_error("{}", statistics(report_));
    if (options_.redact) report_ = redacted(std::move(report_));
    if (!outputs_.write(report_, terminal_style(options_.colour, options_.quiet))) failed_ = true;
    watch.lap("reports");
    return status();
  }

 private:
  /// Whether nothing that was asked for needs all of a draft, or all drafts.
  bool takes_stretches() const {
    const bool fixes = options_.fix || options_.diff_fixes || options_.suggest;
    const bool tells_more = options_.drafts.trace || options_.statistics || options_.profile;
    return outputs_.are_json_lines() && !fixes && !tells_more && !options_.redact && !options_.is_narrowed() &&
           options_.baseline.empty();
  }

  int stream(const DraftOptions& drafts) {
    StreamOutput output;
    output.fail_on = [this](const Setup& setup) { return fail_on(setup); };
    output.on_failure = [this](const Error& error) { tell(error); };
    reached_fail_on_ = stream_drafts(drafts, setups_, today(), output);
    return status();
  }

  std::optional<Severity> fail_on(const Setup& setup) const {
    return options_.fail_on.empty() ? setup.config().fail_on.value : fail_on_from_name(options_.fail_on);
  }

  int status() const {
    if (failed_) return kFailed;
    return reached_fail_on_ && !options_.exit_zero ? kFindings : kClean;
  }

  CheckedDrafts check(DraftOptions& drafts) {
    Progress progress(!options_.quiet);
    drafts.on_met = [&] { progress.met(); };
    drafts.on_checked = [&](std::size_t all) { progress.checked(all); };
    return check_drafts(drafts, setups_, today());
  }

  void apply_baselines(CheckedDrafts& checked) const {
    BaselineFiles baselines(options_.baseline);
    baselines.apply(checked.drafts, options_.drafts.paths);
    if (!options_.quiet) print_error("{}", stale_text(baselines));
  }

  /// Leaves what is new.
  void narrow(std::vector<CheckedDraft>& drafts) {
    std::vector<CheckedDraft> kept;
    for (CheckedDraft& draft : drafts) {
      if (changes_->narrow(draft.file)) kept.push_back(std::move(draft));
    }
    drafts = std::move(kept);
  }

  void require_fix_options() const {
    const bool fixes = options_.fix || options_.diff_fixes;
    if (options_.unsafe_fixes && !fixes) throw Error("--unsafe-fixes goes with --fix or --diff-fixes");
    if (options_.is_narrowed() && fixes) throw Error("fixes are for whole drafts: leave --diff and --staged out");
    if (options_.redact && fixes) throw Error("fixes quote the drafts, which --redact forbids");
    const auto& paths = options_.drafts.paths;
    if (options_.fix && std::find(paths.begin(), paths.end(), "-") != paths.end()) {
      throw Error("--fix changes files, and cannot change standard input; --diff-fixes shows what it would do");
    }
  }

  CheckedDrafts check_with_fixes(DraftOptions drafts) {
    drafts.trace = false;
    drafts.fixes = options_.unsafe_fixes ? DraftOptions::Fixes::all : DraftOptions::Fixes::safe;
    return check_drafts(drafts, setups_, today());
  }

  /// What cannot be read is told when the drafts are checked afterwards.
  void fix(const DraftOptions& drafts) {
    const Fixing done = write_fixed(check_with_fixes(drafts), drafts.paths);
    for (const Error& error : done.failures) tell(error);
    if (done.findings + done.unsafe + done.untried > 0) print_error("{}", fixing_summary(done, "Fixed"));
  }

  int diff_fixes(const DraftOptions& drafts) {
    const CheckedDrafts checked = check_with_fixes(drafts);
    for (const Error& error : checked.failures) tell(error);
    for (const CheckedDraft& draft : checked.drafts) {
      if (draft.file.failure) tell(*draft.file.failure);
    }
    std::string diff;
    const Fixing would = diff_fixed(checked, diff);
    fmt::print("{}", diff);
    std::fflush(stdout);
    print_error("{}", fixing_summary(would, "Would fix"));
    if (failed_) return kFailed;
    return would.findings > 0 ? kFindings : kClean;
  }

  void collect(CheckedDraft& draft) {
    CheckedFile& file = draft.file;
    print_error("{}", draft.trace);
    if (options_.redact) redact_failure(file);
    add(std::move(file), draft.setup);
  }

  void add(CheckedFile file, const Setup* setup) {
    if (file.failure) {
      tell(*file.failure);
    } else {
      file.fail_on = fail_on(*setup);
    }
    const auto fails = [&](const Finding& finding) { return file.fail_on && finding.severity >= *file.fail_on; };
    reached_fail_on_ |= std::any_of(file.findings.begin(), file.findings.end(), fails);
    const bool known = std::find(found_by_.begin(), found_by_.end(), setup) != found_by_.end();
    if ((!file.findings.empty() || !file.waived.empty()) && !known) found_by_.push_back(setup);
    report_.files.push_back(std::move(file));
  }

  /// Adds the rules that found something. Where configurations say different things of one rule, the first holds.
  void add_rules() {
    std::set<std::string> wanted;
    for (const CheckedFile& file : report_.files) {
      for (const Finding& finding : file.findings) wanted.insert(finding.rule);
      for (const Finding& finding : file.waived) wanted.insert(finding.rule);
    }
    std::map<std::string, RuleInfo> rules;
    for (const Setup* setup : found_by_) {
      for (const RuleInfo* rule : setup->checker().rules()) {
        if (wanted.contains(rule->id)) rules.emplace(rule->id, *rule);
      }
    }
    for (auto& [id, rule] : rules) report_.rules.push_back(std::move(rule));
  }

  void tell_changes() const {
    for (const std::string& module : changes_->submodules(options_.drafts.paths)) {
      print_error("toofew: {}: a submodule has changed; what is in it is not checked (run toofew in it)\n",
                 module);
    }
    if (report_.files.empty() && !failed_ && !options_.quiet) {
      print_error("toofew: no draft has changed, so there is nothing to report\n");
    }
  }

  /// Tells an error once, however many files it holds back.
  void tell(const Error& error) {
    failed_ = true;
    if (told_.insert(error.what()).second) print_error("toofew: {}\n", error.what());
  }

  const Options& options_;
  Outputs outputs_;
  Setups setups_;
  std::optional<Repository> repository_;  // where only changes are reported
  std::optional<Changes> changes_;
  std::vector<const Setup*> found_by_;  // the setups of files with findings
  std::set<std::string> told_;
  Report report_;
  bool failed_ = false;
  bool reached_fail_on_ = false;
};

/// Leaves the run in `run`, with all that it holds.
int run(const Options& options, std::unique_ptr<Run>& run) {
  const auto check = [&] {
    run = std::make_unique<Run>(options);
    return run->run();
  };
  if (!options.profile) return check();
  const auto begin = Profile::Clock::now();
  Profile profile;
  int status = kFailed;
  {
    const Profile::Recording recording(&profile);
    status = check();
  }
  print_error("{}", profile_text(profile, Profile::Clock::now() - begin));
  return status;
}

/// Checks over and over, as the drafts change, while there is somewhere to print; what is wrong with a configuration may be
/// mended meanwhile.
void check_again_and_again(const Options& options) {
  const auto& paths = options.drafts.paths;
  if (options.fix || std::find(paths.begin(), paths.end(), "-") != paths.end()) {
    throw Error("--watch looks at files that somebody else changes: it takes neither --fix nor standard input");
  }
  watch(paths, [&] {
    try {
      std::unique_ptr<Run> done;
      run(options, done);
    } catch (const Error& error) {
      print_error("toofew: {}\n", error.what());
    }
    fmt::print("Waiting for a change; Ctrl-C ends this.\n\n");
    return std::fflush(stdout) == 0 && !std::ferror(stdout);
  });
}

constexpr const char* kFooter = R"(Examples:
  toofew check                                     every draft in this folder and below
  toofew check posts/ queue.csv                    a folder and a file
  toofew check - --stdin-path post.md < post.md    as editors do it
  toofew check --output sarif=toofew.sarif posts/  for people, and for programs
  toofew check --diff-fixes post.md                what could be written instead
  toofew check --trace post.md                     why something was found, or was not
  toofew check --diff origin/main                  only what this branch adds
  toofew check --staged                            only what is about to be committed

Files that are named are always read; in folders, hidden files, node_modules, what .gitignore and what `ignore` in
toofew.yaml say are left out. The nearest toofew.yaml in a file's folder or above it holds for the file.

Exit status: 0 nothing found, 1 findings at or above --fail-on (with --fix: that are left; with --diff-fixes: something
to fix), 2 something could not be checked (the rest was).)";

/// The report formats, for --help.
std::string formats_text() {
  std::string out = "Formats of reports:";
  for (const ReportFormat& format : report_formats()) out += fmt::format("\n  {:<12}{}", format.name, format.summary);
  return out;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  DraftOptions& drafts = options->drafts;
  drafts.paths = {"."};
  CLI::App* command = app.add_subcommand("check", "Check drafts for statements about small groups of users");
  command
      ->add_option(kPathsValue, drafts.paths,
                   "Files, folders and patterns ('posts/**/*.md'); '-' is standard input; this folder if none is given")
      ->type_name("");
  command->add_option("--format", options->format, "How the report on standard output is written; text if not set")
      ->type_name("FORMAT")
      ->envname("TOOFEW_FORMAT")
      ->check(CLI::IsMember(report_format_names()));
  command->add_option("--output", options->outputs, "Write a report to a file as well; may be repeated")
      ->type_name(kReportValue)
      ->envname("TOOFEW_OUTPUT")
      ->allow_extra_args(false);
  command
      ->add_option("--diff", options->base,
                   "Report only what is on lines that are new since HEAD parted from this branch, tag or commit")
      ->type_name("BASE");
  command->add_flag("--staged", options->staged,
                    "Check what `git commit` would take (the index), and report only what is new in it");
  CLI::Option* baseline =
      command
          ->add_option("--baseline", options->baseline,
                       "What was there before and is let pass; the nearest .toofew-baseline if not set")
          ->type_name(kFileValue)
          ->envname("TOOFEW_BASELINE");
  command->add_flag("--no-baseline", options->no_baseline, "Report what a baseline holds, too")->excludes(baseline);
  command->add_flag("--no-ignore", options->no_ignore, "In folders, read what .gitignore leaves out, too");
  command->add_option("--max-file-size", drafts.most_bytes, "Larger files are not read: 200MB; 50MB if not set")
      ->type_name("SIZE")
      ->envname("TOOFEW_MAX_FILE_SIZE")
      ->transform(CLI::AsSizeValue(false));
  command->add_option("--input-format", drafts.input_format, "What the files are, whatever their names say")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(format_names()));
  command->add_option("--stdin-path", drafts.stdin_path, "The name of what is on standard input")
      ->type_name(kFileValue);
  add_config_option(*command, drafts.config);
  command->add_option("--fail-on", options->fail_on, "Which severity is too much: from it on, the status is 1")
      ->type_name("SEVERITY")
      ->envname("TOOFEW_FAIL_ON")
      ->check(CLI::IsMember(fail_on_names()));
  command
      ->add_flag("--exit-zero", options->exit_zero, "Exit with 0 whatever is found; what cannot be checked is still 2")
      ->envname("TOOFEW_EXIT_ZERO");
  command->add_option("--jobs", drafts.jobs, "How many files to check at once; as many as there are cores if not set")
      ->type_name("N")
      ->envname("TOOFEW_JOBS")
      ->check(CLI::Range(1, 256));
  command->add_flag("--suggest", options->suggest, "Offer other words for what was found, where there are true ones")
      ->envname("TOOFEW_SUGGEST");
  command->add_flag("--fix", options->fix, "Write the safe ones into the files, then check them");
  command->add_flag("--unsafe-fixes", options->unsafe_fixes,
                    "With --fix and --diff-fixes: also those that somebody should read before");
  command->add_flag("--diff-fixes", options->diff_fixes, "Only show what --fix would write, as a diff");
  command->add_flag("--watch", options->watch, "Check again whenever a draft or the policy is saved");
  command->add_flag("--redact", options->redact, "Show no word and no number of the drafts, for logs that others read")
      ->envname("TOOFEW_REDACT");
  command->add_flag("--trace", drafts.trace, "Tell on standard error how each part was read");
  command
      ->add_flag("--statistics", options->statistics,
                 "Count the findings on standard error: by severity, kind, rule, kind of data and channel")
      ->envname("TOOFEW_STATISTICS");
  command->add_flag("--profile", options->profile,
                    "Tell on standard error where the time went: by stage, rule and file");
  add_colour_option(*command, options->colour);
  command->add_flag("--quiet", options->quiet, "One line a finding, and no summary")->envname("TOOFEW_QUIET");
  command->footer(fmt::format("{}\n\n{}", formats_text(), kFooter));
  command->callback([options, &status] {
    if (options->watch) return check_again_and_again(*options);
    // Never destroyed: when the process ends, its memory is free without a walk through all that was allocated.
    static auto& last = *new std::unique_ptr<Run>();
    status = run(*options, last);
  });
}

}  // namespace toofew
