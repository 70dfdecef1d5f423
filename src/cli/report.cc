#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "base/words.h"
#include "cli/commands.h"
#include "cli/drafts.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/review.h"
#include "cli/standard_error.h"
#include "cli/today.h"
#include "cli/write_file.h"
#include "report/review.h"

namespace toofew {
namespace {

struct Options {
  DraftOptions drafts;
  std::vector<std::string> outputs;
  bool for_review = false;  // needed, so that other reports may come
  std::string format = "markdown";
};

using WriteReview = std::string (*)(const Review&);

WriteReview format_of_name(const std::string& name) { return name == "html" ? review_html : review_markdown; }

/// By the ending of a file's name.
WriteReview format_of_file(const std::string& path) {
  const std::string ending = lower(std::filesystem::path(path).extension().native());
  if (ending == ".html" || ending == ".htm") return review_html;
  if (ending == ".md" || ending == ".markdown") return review_markdown;
  throw Error(Error::Place{path, 0, 0, {}}, "a review is written as HTML or Markdown",
              "name a file that ends in .html or .md");
}

/// Whether the file could be written; if not, it is told why.
bool write(const std::string& path, const std::string& text) {
  try {
    write_file(path, text);
    return true;
  } catch (const Error& error) {
    print_error("toofew: {}\n", error.what());
    return false;
  }
}

int run(Options options) {
  std::set<std::filesystem::path> targets;
  for (const std::string& path : options.outputs) {
    format_of_file(path);  // before anything is read
    targets.insert(resolved_path(path));
  }
  for (const std::string& path : options.drafts.paths) {
    if (path == "-") throw Error("a review is of files that can be named; standard input cannot be one of them");
  }
  options.drafts.keep = true;
  options.drafts.is_written = [&](const std::string& path) { return targets.contains(resolved_path(path)); };
  const Date day = today();
  Setups setups(options.drafts.config);
  CheckedDrafts checked = check_drafts(options.drafts, setups, day);
  bool failed = tell_failures(checked);
  const Review review = make_review(options.drafts, std::move(checked), setups, day);
  if (options.outputs.empty()) fmt::print("{}", format_of_name(options.format)(review));
  for (const std::string& path : options.outputs) failed |= !write(path, format_of_file(path)(review));
  return failed ? kFailed : kClean;
}

constexpr const char* kFooter = R"(Examples:
  toofew report --for-review --output review.html posts/       to be read on a screen, or printed and signed
  toofew report --for-review --output review.md --output review.html
  toofew report --for-review posts/may.md                      as Markdown, on standard output

The review holds the policy in force with its sources, the findings, the waivers, the facts behind figures, what was
not checked and why, the SHA-256 sum of each file, and the versions. It quotes the drafts.

Exit status: 0, whatever was found; 2 when something could not be checked, which the review tells too.)";

}  // namespace

void add_report(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  options->drafts.paths = {"."};
  CLI::App* command = app.add_subcommand("report", "Write what a privacy officer needs to sign drafts off");
  command->add_option("PATHS", options->drafts.paths, "Files and folders; this folder if none is given")->type_name("");
  command->add_flag("--for-review", options->for_review, "A review of the drafts: the one report that there is")
      ->required();
  command->add_option("--output", options->outputs, "Write it to a file that ends in .html or .md; may be repeated")
      ->type_name(kFileValue)
      ->allow_extra_args(false);
  command->add_option("--format", options->format, "html or markdown, on standard output, where no file is named")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"html", "markdown"}));
  add_config_option(*command, options->drafts.config);
  command->footer(kFooter);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace toofew
