#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/words.h"
#include "cli/commands.h"
#include "cli/diff.h"
#include "cli/drafts.h"
#include "cli/editor.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/today.h"
#include "cli/write_file.h"
#include "policy/new_waiver.h"
#include "report/entries.h"
#include "report/line_index.h"
#include "report/report.h"

namespace toofew {
namespace {

constexpr int kWaivedDays = 90;             // what is proposed for a waiver's last day
constexpr std::size_t kMostLinesShown = 60;  // of a post, unless somebody asks for it

struct Options {
  std::string path;
  std::string config;
  std::string colour = "auto";
  bool plain = false;
};

/// The draft at one moment, and what has been decided about it.
struct State {
  std::string bytes;
  std::set<std::string> kept;  // fingerprints of findings that stay as they are
  std::size_t changed = 0;
  std::size_t waived = 0;
};

/// Somebody's walk through one draft: questions on standard output, answers from standard input, a line each.
class Review {
 public:
  explicit Review(const Options& options)
      : options_(options),
        setups_(options.config),
        today_(today()),
        style_(terminal_style(options.plain ? "never" : options.colour, false)) {
    style_.plain = options.plain;
    original_ = state_.bytes = read_file(options.path);
  }

  int run() {
    check();
    if (open().empty()) {
      fmt::print("{}: nothing to review.\n", options_.path);
      return status();
    }
    fmt::print("{}: {} to look at. The file is written at the end, when you say so.\n\n", options_.path,
               counted(open().size(), "finding", "findings"));
    show_post(kMostLinesShown);
    while (!left_) {
      const auto next = open();
      if (next.empty()) {
        finish();
      } else {
        ask_about(*next.front(), next.size());
      }
    }
    return status();
  }

 private:
  /// Reads the draft as it is now. Throws Error when it cannot be read.
  void check() { take(checked(state_.bytes)); }

  /// Goes on with the draft as it was read.
  void take(CheckedDraft draft) {
    std::vector<CheckedDraft> one;
    one.push_back(std::move(draft));
    offer_fixes(one, 0);
    draft_ = std::move(one.front());
  }

  CheckedDraft checked(const std::string& bytes) {
    DraftOptions drafts;
    drafts.paths = {options_.path};
    drafts.config = options_.config;
    drafts.unsaved = [&](const std::string&) { return bytes; };
    CheckedDrafts all = check_drafts(drafts, setups_, today_);
    if (all.drafts.empty()) throw Error(fmt::format("{}: is no draft that toofew reads", options_.path));
    if (all.drafts.front().file.failure) throw Error(*all.drafts.front().file.failure);
    return std::move(all.drafts.front());
  }

  /// What nobody has decided about yet.
  std::vector<const Finding*> open() const {
    const std::vector<std::string> prints = fingerprints(draft_.file);
    std::vector<const Finding*> findings;
    for (std::size_t i = 0; i < prints.size(); ++i) {
      if (!state_.kept.contains(prints[i])) findings.push_back(&draft_.file.findings[i]);
    }
    return findings;
  }

  /// By what the file holds in the end, as `toofew check` would say.
  int status() const {
    const auto& fail_on = draft_.setup->config().fail_on.value;
    const auto fails = [&](const Finding& finding) { return fail_on && finding.severity >= *fail_on; };
    const auto& findings = draft_.file.findings;
    return std::any_of(findings.begin(), findings.end(), fails) ? kFindings : kClean;
  }

  void show_post(std::size_t most) const {
    const LineIndex index(state_.bytes);
    const std::string text = index.text({0, state_.bytes.size()});
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      if (number == most) {
        fmt::print("   …  p shows all of it\n");
        break;
      }
      fmt::print("{:4}  {}\n", ++number, trimmed(one_line(text.substr(at, end - at))));
      at = end + 1;
    }
    fmt::print("\n");
  }

  void ask_about(const Finding& finding, std::size_t left) {
    CheckedFile shown = draft_.file;
    shown.findings = {finding};
    shown.findings.front().fixes.clear();
    fmt::print("{} left.\n{}", counted(left, "finding", "findings"), text_findings(shown, style_));
    for (std::size_t i = 0; i < finding.fixes.size(); ++i) {
      const Fix& fix = finding.fixes[i];
      fmt::print("  {}  {}{}\n", i + 1, fix.title, fix.safe ? "" : " (read it again)");
    }
    fmt::print("  e  Edit the draft\n  w  Waive this: let it pass, with a reason\n  k  Keep it as it is\n{}"
               "  p  Show the post\n  q  Quit, and write nothing\n",
               history_.empty() ? "" : "  u  Undo\n");
    const auto answer = ask("What shall become of it?");
    if (!answer) return quit();
    act_on(*answer, finding);
  }

  void act_on(const std::string& answer, const Finding& finding) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), number);
    const bool is_number = error == std::errc() && end == answer.data() + answer.size();
    if (is_number && number >= 1 && number <= finding.fixes.size()) {
      change(with_fixes(state_.bytes, {finding.fixes[number - 1]}));
    } else if (answer == "e") {
      edit();
    } else if (answer == "w") {
      waive(finding);
    } else if (answer == "k") {
      keep(finding);
    } else if (answer == "p") {
      show_post(state_.bytes.size());
    } else if (answer == "u" && !history_.empty()) {
      undo();
    } else if (answer == "q") {
      quit();
    } else {
      fmt::print("“{}” is none of these.\n\n", one_line(answer));
    }
  }

  /// A line of what somebody types, without white space around it; nullopt when there is no more.
  static std::optional<std::string> ask(const std::string& question) {
    fmt::print("{} ", question);
    std::fflush(stdout);
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    fmt::print("\n");
    return std::string(trimmed(line));
  }

  /// Takes the new text, unless it can't be read: then the old one stays.
  bool change(std::string bytes) {
    if (bytes == state_.bytes) {
      fmt::print("Nothing has changed.\n\n");
      return false;
    }
    try {
      CheckedDraft next = checked(bytes);
      history_.push_back(state_);
      state_.bytes = std::move(bytes);
      ++state_.changed;
      take(std::move(next));
      return true;
    } catch (const Error& error) {
      fmt::print("This is not taken, since the draft could not be read then: {}\n\n", error.what());
      return false;
    }
  }

  void edit() {
    try {
      change(edit_text(options_.path, state_.bytes));
    } catch (const Error& error) {
      fmt::print("{}\n\n", error.what());
    }
  }

  void keep(const Finding& finding) {
    const std::vector<std::string> prints = fingerprints(draft_.file);
    const auto index = static_cast<std::size_t>(&finding - draft_.file.findings.data());
    history_.push_back(state_);
    state_.kept.insert(prints[index]);
  }

  void undo() {
    state_ = std::move(history_.back());
    history_.pop_back();
    check();
    fmt::print("Undone.\n\n");
  }

  void waive(const Finding& finding) {
    const auto reason = ask("Why may it pass?");
    if (!reason) return quit();
    const auto owner = ask("Who answers for it?");
    if (!owner) return quit();
    const std::string until = date_text(last_day());
    const auto last = ask(fmt::format("Until which day? [{}]", until));
    if (!last) return quit();
    const auto day = parse_date(last->empty() ? until : *last);
    if (reason->empty() || owner->empty() || !day) {
      fmt::print("A waiver needs a reason, a name, and a last day such as {}. Nothing has changed.\n\n", until);
      return;
    }
    const NewWaiver terms{*day, *owner, *reason};
    const auto lets_pass = [&](const std::string& bytes, std::size_t begin) { return is_waived(bytes, finding, begin); };
    const auto insertion = waiver_in_draft(finding, draft_.file.document, state_.bytes, terms, lets_pass);
    if (!insertion) {
      fmt::print("No waiver can be written into this draft at that place. Add this to a file of waivers, and keep it:\n\n"
                 "{}\n",
                 waiver_in_file(finding, draft_.setup->relative(options_.path), "", terms).text);
      return;
    }
    std::string bytes = state_.bytes;
    bytes.insert(insertion->offset, insertion->text);
    if (!change(std::move(bytes))) return;
    ++state_.waived;
    --state_.changed;
  }

  Date last_day() const {
    const int days = std::min(kWaivedDays, draft_.setup->config().waivers.max_days.value);
    return std::chrono::sys_days(today_) + std::chrono::days(days);
  }

  /// Whether in the text the finding, which begins there, passes, and nothing else does.
  bool is_waived(const std::string& bytes, const Finding& finding, std::size_t begin) {
    try {
      const CheckedFile file = checked(bytes).file;
      const auto is_it = [&](const Finding& each) { return each.rule == finding.rule && each.source.begin == begin; };
      return file.findings.size() + 1 == draft_.file.findings.size() &&
             file.waived.size() == draft_.file.waived.size() + 1 &&
             std::any_of(file.waived.begin(), file.waived.end(), is_it);
    } catch (const Error&) {
      return false;
    }
  }

  void quit() {
    left_ = true;
    state_.bytes = original_;
    check();
    fmt::print("Nothing was written.\n");
  }

  /// Shows what has become of the draft, and writes it.
  void finish() {
    if (state_.bytes == original_) {
      left_ = true;
      fmt::print("That was all. The draft is as it was: {} kept.\n", state_.kept.size());
      return;
    }
    fmt::print("That was all: {} changed, {} waived, {} kept.\n\n{}\n", state_.changed, state_.waived,
               state_.kept.size(), unified_diff(options_.path, shown(original_), shown(state_.bytes)));
    const auto answer = ask(fmt::format("Write this into {}? y (yes), n (no), u (undo the last step)", options_.path));
    if (!answer || *answer == "n") return quit();
    if (*answer == "u") return undo();
    if (*answer != "y") return;
    replace_file(options_.path, original_, state_.bytes);
    left_ = true;
    fmt::print("Written.\n");
  }

  /// As UTF-8, whatever the file is in.
  static std::string shown(const std::string& bytes) { return LineIndex(bytes).text({0, bytes.size()}); }

  const Options& options_;
  Setups setups_;
  Date today_;
  TextStyle style_;
  std::string original_;
  State state_;
  std::vector<State> history_;
  CheckedDraft draft_;
  bool left_ = false;
};

constexpr const char* kFooter = R"(For each finding you choose: one of the rewrites by its number, your editor (VISUAL or EDITOR), a waiver, or to
keep it. Every step can be undone. The file is written at the end, as a whole, after you have seen what has changed.

Examples:
  toofew review post.md
  toofew review --plain post.md     for a screen reader: no colour, no marks under words

Exit status: 0 nothing is left, 1 findings at or above fail_on are left, 2 something could not be done.)";

}  // namespace

void add_review(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("review", "Walk through the findings of a draft, and decide about each");
  command->add_option(kFileValue, options->path, "The draft")->type_name("")->required();
  add_config_option(*command, options->config);
  add_colour_option(*command, options->colour);
  command->add_flag("--plain", options->plain, "No colour and no marks under words, for screen readers");
  command->footer(kFooter);
  command->callback([options, &status] { status = Review(*options).run(); });
}

}  // namespace toofew
