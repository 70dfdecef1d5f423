#include <fmt/format.h>

#include <memory>

#include "cli/commands.h"
#include "cli/drafts.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/today.h"
#include "report/waiver_list.h"

namespace toofew {
namespace {

struct Options {
  DraftOptions drafts;
  std::string format = "text";
};

int list(const Options& options) {
  const Date day = today();
  Setups setups(options.drafts.config);
  const CheckedDrafts checked = check_drafts(options.drafts, setups, day);
  std::vector<FileWaivers> files;
  files.reserve(checked.drafts.size() + checked.waiver_files.size());
  for (const CheckedDraft& draft : checked.drafts) files.push_back({draft.file.path, draft.file.bytes, draft.waivers});
  for (const WaiverFile& file : checked.waiver_files) files.push_back({file.path, file.bytes, file.waivers});
  fmt::print("{}", options.format == "text" ? waiver_list(files, day) : waiver_list_json(files, day));
  return tell_failures(checked) ? kFailed : kClean;
}

constexpr const char* kFooter = R"(Examples:
  toofew waivers                                     every waiver in this folder and below
  toofew waivers --format jsonl | grep '"days_left":[0-7],'    those that end within a week

A waiver is active (it lets findings pass), unused, expired, forbidden by the policy, or malformed. All but the first
are findings of `toofew check` too.

Exit status: 0, or 2 when something could not be checked.)";

}  // namespace

void add_waivers(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  options->drafts.paths = {"."};
  CLI::App* command = app.add_subcommand("waivers", "List the waivers: where, for what, until when, whose, and why");
  command->add_option("PATHS", options->drafts.paths, "Files and folders; this folder if none is given")->type_name("");
  command->add_option("--format", options->format, "text or jsonl")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "jsonl"}));
  add_config_option(*command, options->drafts.config);
  command->footer(kFooter);
  command->callback([options, &status] { status = list(*options); });
}

}  // namespace toofew
