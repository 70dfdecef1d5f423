#include "cli/drafts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <new>
#include <optional>
#include <set>
#include <thread>
#include <tuple>

#include "base/profile.h"
#include "base/words.h"
#include "cli/draft_steps.h"
#include "cli/files.h"
#include "cli/parallel.h"
#include "cli/standard_error.h"
#include "document/reader.h"
#include "report/line_index.h"

namespace toofew {
namespace {

/// What text from standard input is called that nobody gave a name.
constexpr const char* kNameless = "<stdin>";

/// A draft that is to be checked.
struct Input {
  std::string path;      ///< to read; "-" for standard input
  bool is_named = true;  ///< by the user, and not found by a walk
  CheckedDraft draft;
  std::size_t size = 0;        ///< bytes, once it was read
  std::string reason_to_skip;  ///< "" where it is checked
  std::vector<WaiverRecord*> waivers_in_files = {};

  const std::string& name() const { return draft.file.path; }
};

std::string trace_text(const CheckedFile& file, const std::vector<std::vector<TraceStep>>& steps) {
  if (steps.empty()) return {};
  const LineIndex index(file.bytes);
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Part& part = file.document.parts[i];
    for (const TraceStep& step : steps[i]) {
      const Position at = index.position(part.map.to_source(step.content).begin);
      const auto words = std::string_view(part.content).substr(step.content.begin, step.content.size());
      out += fmt::format("trace: {}:{}:{}: “{}”: {}\n", file.path, at.line, at.column, one_line(words), step.words);
    }
  }
  return out;
}

class DraftRun {
 public:
  DraftRun(const DraftOptions& options, Setups& setups, Date today)
      : options_(options), setups_(setups), today_(today), waiver_files_(today) {}

  CheckedDrafts run() {
    Stopwatch watch;
    for (const auto& path : options_.paths) add(path);
    sort_inputs();
    watch.lap("finding files, reading configuration");
    prepare();
    watch.lap("loading rules");
    const std::size_t jobs = cores_or(options_.jobs);
    for_each_index(inputs_.size(), jobs, [&](std::size_t i) {
      check(inputs_[i]);
      if (options_.on_checked) options_.on_checked(inputs_.size());
    });
    take_out_skipped();
    watch.skip();
    if (options_.compare) compare();
    watch.lap("differences");
    for (Input& input : inputs_) waive(input);
    watch.lap("applying waivers");
    if (options_.fixes != DraftOptions::Fixes::none) {
      for_each_index(inputs_.size(), jobs, [&](std::size_t i) { fix(inputs_[i]); });
      watch.lap("fixes");
    }
    for (Input& input : inputs_) out_.drafts.push_back(std::move(input.draft));
    out_.waiver_files = waiver_files_.take();
    return std::move(out_);
  }

 private:
  void add(const std::string& path) {
    std::error_code ignored;
    if (path.empty()) {
      out_.failures.push_back(Error("a path is empty"));
    } else if (path == "-") {
      add_input("-", options_.stdin_path.empty() ? kNameless : options_.stdin_path);
    } else if (std::filesystem::is_directory(path, ignored) || has_staged_files_below(path)) {
      add_folder(path);
    } else if (const auto pattern = PathPattern::parse(path); pattern && !std::filesystem::exists(path, ignored)) {
      add_pattern(path, *pattern);
    } else {
      add_input(path, std::filesystem::path(path).lexically_normal().native());
    }
  }

  /// A folder may be in the index and gone from the disk.
  bool has_staged_files_below(const std::string& path) const {
    if (!options_.staged) return false;
    const auto files = options_.staged->staged_files(path);
    return !files.empty() && files.front() != std::filesystem::path(path).lexically_normal();
  }

  void add_folder(const std::string& folder) {
    add_found(folder, find_files(folder, false), "there is nothing in this folder that toofew reads");
  }

  void add_pattern(const std::string& written, const PathPattern& pattern) {
    Walk found;
    std::error_code ignored;
    if (std::filesystem::is_directory(pattern.folder, ignored) || has_staged_files_below(pattern.folder)) {
      found = find_files(pattern.folder, !options_.input_format.empty());
    }
    std::erase_if(found.files, [&](const std::string& path) { return !pattern.fits(path); });
    add_found(written, std::move(found), "no file that toofew reads fits this pattern");
  }

  Walk find_files(const std::string& folder, bool any_name) {
    std::optional<GitIgnore> git;
    if (options_.asks_git && !options_.staged) git.emplace(folder);
    WalkOptions how;
    how.any_name = any_name;
    how.skip = [&](const std::string& path, bool is_folder) {
      if (options_.on_met) options_.on_met();
      return skips(path, is_folder) || (git && git->ignores(path, is_folder));
    };
    return options_.staged ? walk_listed(folder, options_.staged->staged_files(folder), how) : walk(folder, how);
  }

  void add_found(const std::string& written, Walk found, const char* none) {
    for (Error& error : found.errors) out_.failures.push_back(std::move(error));
    for (const auto& path : found.files) {
      add_input(path, path);
      inputs_.back().is_named = false;
    }
    if (!found.files.empty() || options_.may_be_none) return;
    out_.failures.push_back(Error(Error::Place{written, 0, 0, {}}, none));
  }

  bool is_written(const std::string& path) const { return options_.is_written && options_.is_written(path); }

  bool skips(const std::string& path, bool is_folder) {
    if (!is_folder && is_written(path)) return true;
    try {
      return setups_.for_file(path).skips(path, is_folder);
    } catch (const Error&) {
      return false;  // told when the file gets its turn
    }
  }

  void add_input(const std::string& path, const std::string& name) {
    if (is_written(path)) {
      throw Error(Error::Place{path, 0, 0, {}}, "is to be checked, and would be overwritten by a report");
    }
    Input input;
    input.path = path;
    input.draft.file.path = name;
    try {
      input.draft.setup = is_nameless(input) ? &setups_.for_folder(".") : &setups_.for_file(name);
    } catch (const Error& error) {
      input.draft.file.failure = error;
    }
    inputs_.push_back(std::move(input));
  }

  bool is_nameless(const Input& input) const { return input.path == "-" && options_.stdin_path.empty(); }

  /// One order whatever the arguments', and no file twice.
  void sort_inputs() {
    const auto origin = [](const Input& input) {
      return std::tuple<const std::string&, bool>(input.name(), input.path == "-");
    };
    const auto less = [&](const Input& a, const Input& b) {
      return std::tuple(origin(a), !a.is_named) < std::tuple(origin(b), !b.is_named);
    };
    const auto same = [&](const Input& a, const Input& b) { return origin(a) == origin(b); };
    std::stable_sort(inputs_.begin(), inputs_.end(), less);
    inputs_.erase(std::unique(inputs_.begin(), inputs_.end(), same), inputs_.end());
  }

  /// Compiles the rules of each configuration, and reads its waivers, before the threads start.
  void prepare() {
    for (Input& input : inputs_) {
      if (input.draft.file.failure) continue;
      try {
        input.draft.setup->checker();
        waiver_files_.load(*input.draft.setup);
        if (options_.compare) input.draft.setup->require_ledger();
      } catch (const Error& error) {
        input.draft.file.failure = error;
      }
    }
  }

  /// What is no draft after all is told, and not checked. A run in which nothing else is left has checked nothing.
  void take_out_skipped() {
    const auto is_skipped = [](const Input& input) { return !input.reason_to_skip.empty(); };
    for (const Input& input : inputs_) {
      if (is_skipped(input)) out_.skipped.emplace_back(Error::Place{input.name(), 0, 0, {}}, input.reason_to_skip);
    }
    std::erase_if(inputs_, is_skipped);
    if (out_.skipped.empty() || !inputs_.empty() || options_.may_be_none) return;
    out_.failures.push_back(Error("all files were skipped, so nothing was checked"));
  }

  void check(Input& input) const {
    if (profile_ == nullptr) return check_one(input);
    const auto begin = Profile::Clock::now();
    Profile recorded;
    const Profile::Recording recording(&recorded);
    check_one(input);
    profile_->add_file(input.name(), input.size, Profile::Clock::now() - begin, recorded);
  }

  void check_one(Input& input) const {
    CheckedFile& file = input.draft.file;
    if (file.failure) return;
    try {
      if (options_.is_stopped && options_.is_stopped()) throw Error("was stopped");
      read(input);
    } catch (const Error& error) {
      file.failure = error;
    } catch (const std::bad_alloc&) {
      file.failure = Error(Error::Place{file.path, 0, 0, {}}, "there is not enough memory to check it");
    } catch (const std::exception& error) {
      file.failure = Error(Error::Place{file.path, 0, 0, {}}, error.what());
    }
    if (!file.failure) return;
    file.bytes = {};
    file.document = {};
  }

  std::string bytes_of(const std::string& path) const {
    if (auto unsaved = options_.unsaved ? options_.unsaved(path) : std::nullopt) return std::move(*unsaved);
    return options_.staged ? options_.staged->read_staged(path, options_.most_bytes)
                           : read_file(path, options_.most_bytes);
  }

  void read(Input& input) const {
    CheckedDraft& draft = input.draft;
    CheckedFile& file = draft.file;
    const Format format = is_nameless(input) && options_.input_format.empty()
                              ? Format::plain
                              : format_of(file.path, options_.input_format);
    Stopwatch watch;
    if (!read_bytes(input)) return;
    input.size = file.bytes.size();
    watch.lap("reading the file");
    file.failure_quotes = true;
    file.document = read_document(file.bytes, format, draft.setup->config().fields(), file.path);
    watch.lap("format");
    std::vector<std::vector<TraceStep>> steps;
    find(input, options_.trace ? &steps : nullptr);
    place_statements(draft);
    const std::string path = is_nameless(input) ? std::string() : draft.setup->relative(input.name());
    for (const Part& part : file.document.parts) {
      file.channels.push_back(draft.setup->config().scope_of(part, path).channel);
    }
    draft.trace = trace_text(file, steps);
    const bool of_use = options_.keep || !file.findings.empty() || !draft.waivers.empty() || !draft.statements.empty();
    if (of_use) return;
    file.bytes = {};
    file.document = {};
  }

  /// False for a file that is to be skipped.
  bool read_bytes(Input& input) const {
    std::string& reason = input.reason_to_skip;
    if (!input.is_named) reason = reason_against(input);
    if (!reason.empty()) return false;
    std::string& bytes = input.draft.file.bytes;
    bytes = bytes_of(input.path);
    if (input.is_named || !is_binary(bytes)) return true;
    reason = "is a binary file";
    bytes = {};
    return false;
  }

  /// What speaks against reading a file that a walk found; "" if nothing does.
  std::string reason_against(const Input& input) const {
    if (options_.staged) return too_large(options_.staged->staged_size(input.path), options_.most_bytes);
    std::error_code none;
    const auto status = std::filesystem::status(input.path, none);
    if (std::filesystem::is_other(status)) return "is a pipe, a socket or a device";
    const std::uintmax_t size = std::filesystem::file_size(input.path, none);
    return none ? std::string() : too_large(static_cast<std::size_t>(size), options_.most_bytes);
  }

  void find(Input& input, std::vector<std::vector<TraceStep>>* steps) const {
    CheckedDraft& draft = input.draft;
    const Checker& checker = draft.setup->checker();
    const std::string path = path_in_setup(input);
    try {
      draft.file.findings = checker.check(draft.file.document, path, steps, nullptr, &draft.statements);
      Stopwatch watch;
      draft.waivers = read_waivers(draft.file.document, path, {checker, today_});
      watch.lap("reading waivers");
    } catch (const Error& error) {
      if (!error.place().file.empty()) throw;
      Error::Place place = error.place();
      place.file = input.name();
      throw Error(place, error.reason(), error.hint());
    }
  }

  static void place_statements(CheckedDraft& draft) {
    if (draft.statements.empty()) return;
    const LineIndex index(draft.file.bytes);
    for (Statement& statement : draft.statements) {
      const Position at = index.position(statement.place.source.begin);
      statement.line = at.line;
      statement.column = at.column;
    }
  }

  /// Looks for differences, in the drafts' order. A ledger that cannot be read fails the drafts that it is for.
  void compare() {
    std::vector<Telltale> telling;
    for (Input& input : inputs_) {
      CheckedDraft& draft = input.draft;
      if (draft.file.failure || draft.statements.empty()) continue;
      try {
        telling.push_back(telltale_of(draft));
      } catch (const Error& error) {
        draft.file.failure = error;  // of the ledger: it quotes no draft
        draft.file.failure_quotes = false;
      }
    }
    add_differences(telling);
  }

  /// Applies the draft's waivers, and puts the findings that they let pass apart.
  void waive(Input& input) {
    CheckedDraft& draft = input.draft;
    CheckedFile& file = draft.file;
    if (file.failure) return;
    const WaiverTerms terms{draft.setup->checker(), today_};
    input.waivers_in_files = waiver_files_.for_draft(*draft.setup, file.path);
    apply_waivers(draft.waivers, input.waivers_in_files, terms, file.findings);
    set_waived_apart(file);
    const bool of_use = options_.keep || !file.findings.empty() || !file.waived.empty() || !draft.waivers.empty();
    if (of_use) return;
    file.bytes = {};
    file.document = {};
  }

  void fix(Input& input) const {
    CheckedDraft& draft = input.draft;
    CheckedFile& file = draft.file;
    if (file.failure || file.findings.empty()) return;
    const Checker& checker = draft.setup->checker();
    const FixableDraft fixable{file.bytes, path_in_setup(input), file.document};
    const auto filter = [&](const Document& document, std::vector<Finding>& findings) {
      waive_again(input, document, findings);
    };
    const bool unsafe_too = options_.fixes == DraftOptions::Fixes::all;
    draft.fixed = fix_all(checker, fixable, unsafe_too, filter);
  }

  /// Takes what waivers let pass out of the findings of a draft that has changed.
  void waive_again(const Input& input, const Document& document, std::vector<Finding>& findings) const {
    const WaiverTerms terms{input.draft.setup->checker(), today_};
    std::vector<WaiverRecord> in_draft = read_waivers(document, path_in_setup(input), terms);
    std::vector<WaiverRecord> in_files;  // copies: what became of the waivers has been told
    in_files.reserve(input.waivers_in_files.size());
    for (const WaiverRecord* record : input.waivers_in_files) in_files.push_back(*record);
    std::vector<WaiverRecord*> pointers;
    pointers.reserve(in_files.size());
    for (WaiverRecord& record : in_files) pointers.push_back(&record);
    apply_waivers(in_draft, pointers, terms, findings);
    std::erase_if(findings, [](const Finding& finding) { return finding.waiver.has_value(); });
  }

  /// As the configuration's patterns see it; "" for a text without a name.
  std::string path_in_setup(const Input& input) const {
    return is_nameless(input) ? std::string() : input.draft.setup->relative(input.name());
  }

  const DraftOptions& options_;
  Profile* const profile_ = Profile::current();  // of the thread that wants the drafts checked; others add to it
  Setups& setups_;
  Date today_;
  WaiverFiles waiver_files_;
  std::vector<Input> inputs_;
  CheckedDrafts out_;
};

}  // namespace

std::size_t cores_or(std::size_t jobs) { return jobs ? jobs : std::max(1U, std::thread::hardware_concurrency()); }

Telltale telltale_of(CheckedDraft& draft) {
  Telltale one;
  one.path = draft.file.path;
  one.statements = &draft.statements;
  one.findings = &draft.file.findings;
  const Checker& checker = draft.setup->checker();
  one.policy = &checker.config().policy;
  one.is_disabled = [&checker](const std::string& rule) { return checker.is_disabled(rule); };
  if (draft.setup->ledger_path().empty()) return one;
  const Ledger& ledger = draft.setup->ledger();
  one.ledger = ledger.file();
  const std::string post = ledger.digest(draft.setup->relative(draft.file.path));
  for (const Statement& statement : draft.statements) one.published.push_back(look_up(ledger, statement, post));
  return one;
}

void set_waived_apart(CheckedFile& file) {
  const auto is_open = [](const Finding& finding) { return !finding.waiver; };
  const auto waived = std::stable_partition(file.findings.begin(), file.findings.end(), is_open);
  file.waived.assign(std::make_move_iterator(waived), std::make_move_iterator(file.findings.end()));
  file.findings.erase(waived, file.findings.end());
}

std::string skipped_text(const CheckedDrafts& checked) {
  std::string out;
  for (const Error& error : checked.skipped) out += fmt::format("toofew: skipped: {}\n", error.what());
  return out;
}

CheckedDrafts check_drafts(const DraftOptions& options, Setups& setups, Date today) {
  return DraftRun(options, setups, today).run();
}

void offer_fixes(std::vector<CheckedDraft>& drafts, std::size_t jobs) {
  Stopwatch watch;
  for_each_index(drafts.size(), cores_or(jobs), [&](std::size_t i) {
    CheckedFile& file = drafts[i].file;
    if (file.failure || file.findings.empty()) return;
    const Setup& setup = *drafts[i].setup;
    const std::string path = file.path == kNameless ? std::string() : setup.relative(file.path);
    add_fixes(setup.checker(), {file.bytes, path, file.document}, file.findings);
  });
  watch.lap("fixes");
}

bool tell_failures(const CheckedDrafts& checked) {
  std::set<std::string> told;
  const auto tell = [&](const Error& error) {
    if (told.insert(error.what()).second) print_error("toofew: {}\n", error.what());
  };
  for (const Error& error : checked.failures) tell(error);
  print_error("{}", skipped_text(checked));
  for (const CheckedDraft& draft : checked.drafts) {
    if (draft.file.failure) tell(*draft.file.failure);
  }
  return !told.empty();
}

}  // namespace toofew
