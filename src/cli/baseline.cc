#include "cli/standard_error.h"
#include "policy/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "base/digest.h"
#include "base/words.h"
#include "cli/baseline_files.h"
#include "cli/commands.h"
#include "cli/drafts.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/today.h"
#include "cli/write_file.h"

namespace toofew {
namespace {

struct Options {
  DraftOptions drafts;
  std::string baseline;
  bool prune = false;
};

/// Writes what is found into the baselines of the drafts.
class Writing {
 public:
  explicit Writing(const Options& options)
      : options_(options), setups_(options.drafts.config), files_(options.baseline, !options.prune) {
    const auto& paths = options.drafts.paths;
    if (std::find(paths.begin(), paths.end(), "-") != paths.end()) {
      throw Error("a baseline is for files, not for standard input");
    }
  }

  int run() {
    CheckedDrafts checked = check_drafts(options_.drafts, setups_, today());
    files_.apply(checked.drafts, options_.drafts.paths);
    for (const Error& error : checked.failures) tell(error);
    print_error("{}", skipped_text(checked));
    for (const CheckedDraft& draft : checked.drafts) add(draft.file);
    bool written = false;
    for (const BaselineFile* file : files_.all()) written |= write(*file);
    if (!written && !failed_) fmt::print("{}", none_text());
    return failed_ ? kFailed : kClean;
  }

 private:
  /// What goes into a baseline.
  struct Content {
    std::map<std::string, std::vector<const Finding*>> findings;  // by the draft's name
    std::size_t fresh = 0;                                        // findings that it does not hold yet
  };

  void tell(const Error& error) {
    failed_ = true;
    if (told_.insert(error.what()).second) print_error("toofew: {}\n", error.what());
  }

  void add(const CheckedFile& file) {
    if (file.failure) return tell(*file.failure);
    const BaselineFile* baseline = files_.of(file.path);
    const auto is_wanted = [&](const Finding& finding) { return !options_.prune && Baseline::can_hold(finding); };
    const auto fresh = std::count_if(file.findings.begin(), file.findings.end(), is_wanted);
    if (!baseline && fresh == 0) return;
    if (!baseline) {
      return tell(Error(Error::Place{file.path, 0, 0, {}},
                        "no folder above it has a baseline, nor is it below this one",
                        "run `toofew baseline` in its folder, or name the file with --baseline"));
    }
    Content& content = contents_[baseline];
    auto& findings = content.findings[baseline->name_of(file.path)];
    for (const Finding& finding : file.waived) {
      if (finding.baseline) findings.push_back(&finding);
    }
    for (const Finding& finding : file.findings) {
      if (is_wanted(finding)) findings.push_back(&finding);
    }
    content.fresh += static_cast<std::size_t>(fresh);
  }

  /// Whether there was anything to write.
  bool write(const BaselineFile& file) {
    if (file.error) return false;  // told with the drafts
    const Content& content = contents_[&file];
    if (!file.baseline && content.fresh == 0) return false;
    const Baseline baseline = file.baseline ? *file.baseline : Baseline(file.path, new_digest_key());
    std::vector<BaselineEntry> entries;
    for (const BaselineEntry& entry : baseline.left()) {
      if (!file.is_stale(entry)) entries.push_back(entry);  // its draft was not checked
    }
    for (const auto& [name, findings] : content.findings) {
      for (const Finding* finding : findings) entries.push_back({name, finding->rule, baseline.digest(*finding), 1, 0});
    }
    std::size_t held = 0;
    for (const BaselineEntry& entry : entries) held += entry.count;
    write_file(file.path, baseline.text_with(std::move(entries)));
    const std::string gone = fmt::format("{} taken out", stale_count(file));
    const std::string added =
        options_.prune ? "" : fmt::format("{} added, ", counted(content.fresh, "finding", "findings"));
    fmt::print("{}: {}{}, {} there.\n", file.path, added, gone, held);
    return true;
  }

  std::string none_text() const {
    return options_.prune ? "There is no baseline here.\n"
                          : "Nothing is found, so there is nothing to put into a baseline.\n";
  }

  const Options& options_;
  Setups setups_;
  BaselineFiles files_;
  std::map<const BaselineFile*, Content> contents_;
  std::set<std::string> told_;
  bool failed_ = false;
};

constexpr const char* kFooter = R"(Examples:
  toofew baseline                    write .toofew-baseline with all that is found in this folder and below
  toofew baseline --prune            take out what is not there any more; nothing comes in
  toofew check                       reports what is new since then
  toofew check --no-baseline         reports all

The file holds paths, rules, keyed digests and counts, and no word of a draft. Keep it in the repository. Text may move
within its file, and a file may get another name; a number that changes is a new finding.

Exit status: 0, or 2 when something could not be checked.)";

}  // namespace

void add_baseline(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  options->drafts.paths = {"."};
  CLI::App* command = app.add_subcommand("baseline", "Put down what is found now, so that checks report what is new");
  command->add_option(kPathsValue, options->drafts.paths, "Files, folders and patterns; this folder if none is given")
      ->type_name("");
  command
      ->add_option("--baseline", options->baseline,
                   "The file to write; if not set, the nearest .toofew-baseline, or one in this folder")
      ->type_name(kFileValue)
      ->envname("TOOFEW_BASELINE");
  command->add_flag("--prune", options->prune, "Only take out what is not there any more");
  add_config_option(*command, options->drafts.config);
  command
      ->add_option("--jobs", options->drafts.jobs,
                   "How many files to check at once; as many as there are cores if not set")
      ->type_name("N")
      ->envname("TOOFEW_JOBS")
      ->check(CLI::Range(1, 256));
  command->footer(kFooter);
  command->callback([options, &status] { status = Writing(*options).run(); });
}

}  // namespace toofew
