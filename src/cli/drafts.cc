#include "cli/drafts.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>

#include "base/words.h"
#include "cli/files.h"
#include "cli/parallel.h"
#include "document/reader.h"
#include "report/line_index.h"

namespace toofew {
namespace {

/// A draft that is to be checked.
struct Input {
  std::string path;  ///< to read; "-" for standard input
  CheckedDraft draft;
};

std::string trace_text(const CheckedDraft& draft, const Document& document,
                       const std::vector<std::vector<TraceStep>>& steps) {
  const LineIndex index(draft.bytes);
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Part& part = document.parts[i];
    for (const TraceStep& step : steps[i]) {
      const Position at = index.position(part.map.to_source(step.content).begin);
      const auto words = std::string_view(part.content).substr(step.content.begin, step.content.size());
      out += fmt::format("trace: {}:{}:{}: “{}”: {}\n", draft.name, at.line, at.column, one_line(words), step.words);
    }
  }
  return out;
}

class DraftRun {
 public:
  DraftRun(const DraftOptions& options, Setups& setups, Date today)
      : options_(options), setups_(setups), today_(today), waiver_files_(today) {}

  CheckedDrafts run() {
    for (const auto& path : options_.paths) add(path);
    sort_inputs();
    prepare();
    const std::size_t jobs = options_.jobs ? options_.jobs : std::max(1U, std::thread::hardware_concurrency());
    for_each_index(inputs_.size(), jobs, [&](std::size_t i) { check(inputs_[i]); });
    if (options_.compare) compare();
    for (Input& input : inputs_) waive(input.draft);
    for (Input& input : inputs_) out_.drafts.push_back(std::move(input.draft));
    out_.waiver_files = waiver_files_.take();
    return std::move(out_);
  }

 private:
  void add(const std::string& path) {
    std::error_code ignored;
    if (path == "-") {
      add_input("-", options_.stdin_path.empty() ? "<stdin>" : options_.stdin_path);
    } else if (std::filesystem::is_directory(path, ignored)) {
      add_folder(path);
    } else {
      add_input(path, std::filesystem::path(path).lexically_normal().native());
    }
  }

  void add_folder(const std::string& folder) {
    Walk found = walk(folder, [&](const std::string& path, bool is_folder) { return skips(path, is_folder); });
    for (Error& error : found.errors) out_.failures.push_back(std::move(error));
    for (const auto& path : found.files) add_input(path, path);
    if (found.files.empty()) {
      out_.failures.push_back(Error(Error::Place{folder, 0, 0, {}}, "there is nothing in this folder that toofew reads"));
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
    Input input{path, {}};
    input.draft.name = name;
    try {
      input.draft.setup = is_nameless(input) ? &setups_.for_folder(".") : &setups_.for_file(name);
    } catch (const Error& error) {
      input.draft.failure = error;
    }
    inputs_.push_back(std::move(input));
  }

  bool is_nameless(const Input& input) const { return input.path == "-" && options_.stdin_path.empty(); }

  /// One order whatever the arguments', and no file twice.
  void sort_inputs() {
    const auto less = [](const Input& a, const Input& b) { return a.draft.name < b.draft.name; };
    const auto same = [](const Input& a, const Input& b) { return a.draft.name == b.draft.name && a.path == b.path; };
    std::stable_sort(inputs_.begin(), inputs_.end(), less);
    inputs_.erase(std::unique(inputs_.begin(), inputs_.end(), same), inputs_.end());
  }

  /// Compiles the rules of each configuration, and reads its waivers, before the threads start.
  void prepare() {
    for (Input& input : inputs_) {
      if (input.draft.failure) continue;
      try {
        input.draft.setup->checker();
        waiver_files_.load(*input.draft.setup);
        if (options_.compare) input.draft.setup->require_ledger();
      } catch (const Error& error) {
        input.draft.failure = error;
      }
    }
  }

  void check(Input& input) const {
    if (input.draft.failure) return;
    try {
      read(input);
    } catch (const Error& error) {
      input.draft.failure = error;
    } catch (const std::exception& error) {
      input.draft.failure = Error(Error::Place{input.draft.name, 0, 0, {}}, error.what());
    }
  }

  void read(Input& input) const {
    CheckedDraft& draft = input.draft;
    const Format format =
        is_nameless(input) && options_.input_format.empty() ? Format::plain : format_of(draft.name, options_.input_format);
    draft.bytes = read_file(input.path);
    const Checker& checker = draft.setup->checker();
    const Document document = read_document(draft.bytes, format, checker.config().fields(), draft.name);
    std::vector<std::vector<TraceStep>> steps;
    draft.findings = checker.check(document, options_.trace ? &steps : nullptr, &draft.statements);
    place_statements(draft);
    draft.waivers = read_waivers(document, {checker, today_});
    draft.trace = trace_text(draft, document, steps);
    const bool of_use = !draft.findings.empty() || !draft.waivers.empty() || !draft.statements.empty();
    if (!of_use) draft.bytes = {};
  }

  static void place_statements(CheckedDraft& draft) {
    if (draft.statements.empty()) return;
    const LineIndex index(draft.bytes);
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
      if (draft.failure || draft.statements.empty()) continue;
      Telltale one;
      one.path = draft.name;
      one.statements = &draft.statements;
      one.findings = &draft.findings;
      const Checker& checker = draft.setup->checker();
      one.policy = &checker.config().policy;
      one.is_disabled = [&checker](const std::string& rule) { return checker.is_disabled(rule); };
      try {
        if (const Ledger* ledger = ledger_of(*draft.setup)) add_published(*ledger, draft, one);
        telling.push_back(std::move(one));
      } catch (const Error& error) {
        draft.failure = error;
      }
    }
    add_differences(telling);
  }

  static void add_published(const Ledger& ledger, const CheckedDraft& draft, Telltale& one) {
    one.ledger = ledger.file();
    const std::string post = ledger.digest(draft.setup->ledger_name(draft.name));
    for (const Statement& statement : draft.statements) {
      one.published.push_back(look_up(ledger, statement, post));
    }
  }

  /// Read on first use; nullptr for none.
  const Ledger* ledger_of(const Setup& setup) {
    if (setup.ledger_path().empty()) return nullptr;
    const auto known = ledgers_.find(&setup);
    if (known != ledgers_.end()) return &known->second;
    return &ledgers_.emplace(&setup, setup.ledger()).first->second;
  }

  void waive(CheckedDraft& draft) {
    if (draft.failure) return;
    const WaiverTerms terms{draft.setup->checker(), today_};
    apply_waivers(draft.waivers, waiver_files_.for_draft(*draft.setup, draft.name), terms, draft.findings);
  }

  const DraftOptions& options_;
  Setups& setups_;
  Date today_;
  WaiverFiles waiver_files_;
  std::map<const Setup*, Ledger> ledgers_;
  std::vector<Input> inputs_;
  CheckedDrafts out_;
};

}  // namespace

CheckedDrafts check_drafts(const DraftOptions& options, Setups& setups, Date today) {
  return DraftRun(options, setups, today).run();
}

}  // namespace toofew
