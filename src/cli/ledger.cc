#include "cli/standard_error.h"
#include "policy/ledger.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "base/digest.h"
#include "base/words.h"
#include "cli/commands.h"
#include "cli/drafts.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/today.h"
#include "cli/write_file.h"

namespace toofew {
namespace {

constexpr std::size_t kShownDigits = 8;  // of a digest, for people

struct Options {
  DraftOptions drafts;
  std::string date;
  std::string id;
  std::string before;
  std::vector<std::string> paths;
  std::string format = "text";
};

Date date_option(const std::string& name, const std::string& text) {
  if (const auto date = parse_date(text)) return *date;
  throw Error(fmt::format("{}: '{}' is no date; dates are written as 2027-01-31", name, text));
}

const Setup& setup_here(Setups& setups) {
  const Setup& setup = setups.for_folder(".");
  if (!setup.ledger_path().empty()) return setup;
  throw Error("toofew.yaml names no ledger; add `ledger: toofew-ledger.jsonl`");
}

/// Of a setup that names one.
std::filesystem::path ledger_file(const Setup& setup) { return setup.resolve(setup.config().ledger.value); }

// ---------------------------------------------------------------------------------------------------------------------
// add

/// Adds the statements of drafts to the ledgers of their configurations.
class Addition {
 public:
  explicit Addition(const Options& options) : options_(options), today_(today()), setups_(options.drafts.config) {}

  int run() {
    DraftOptions drafts = options_.drafts;
    drafts.compare = false;
    const CheckedDrafts checked = check_drafts(drafts, setups_, today_);
    if (!options_.id.empty() && checked.drafts.size() != 1) throw Error("--id is the name of one post; give one file");
    for (const Error& error : checked.failures) tell(error);
    print_error("{}", skipped_text(checked));
    std::map<std::filesystem::path, std::vector<const CheckedDraft*>> by_ledger;
    for (const CheckedDraft& draft : checked.drafts) {
      if (draft.file.failure) {
        tell(*draft.file.failure);
      } else {
        by_ledger[ledger_of(draft)].push_back(&draft);
      }
    }
    for (const auto& [file, told] : by_ledger) extend(file, told);
    return failed_ ? kFailed : kClean;
  }

 private:
  /// The same told of the same post, whatever the day.
  using Key = std::tuple<std::string, std::int64_t, std::string, std::string>;
  static Key key_of(const LedgerEntry& entry) { return {entry.told, entry.people, entry.post, entry.record}; }

  struct Book {
    Ledger ledger;
    std::vector<LedgerEntry> entries;
    std::set<Key> told;
  };

  void tell(const Error& error) {
    failed_ = true;
    print_error("toofew: {}\n", error.what());
  }

  static std::filesystem::path ledger_of(const CheckedDraft& draft) {
    if (!draft.setup->ledger_path().empty()) return ledger_file(*draft.setup);
    throw Error(fmt::format("{}: toofew.yaml names no ledger; add `ledger: toofew-ledger.jsonl`", draft.file.path));
  }

  /// Adds what drafts tell to their ledger, and writes it.
  void extend(const std::filesystem::path& file, const std::vector<const CheckedDraft*>& drafts) const {
    const FolderLock lock(file);
    const Setup& setup = *drafts.front()->setup;
    const bool is_new = !std::filesystem::exists(file);
    Book book{is_new ? Ledger(setup.ledger_path(), new_digest_key()) : setup.ledger(), {}, {}};
    book.entries = book.ledger.entries();
    for (const LedgerEntry& entry : book.entries) book.told.insert(key_of(entry));
    const std::size_t known = book.entries.size();
    for (const CheckedDraft* draft : drafts) add(*draft, book);
    const std::size_t added = book.entries.size() - known;
    if (added > 0 || is_new) write_file(file.native(), book.ledger.text_with(book.entries));
    fmt::print("{}: {} added, {} there.\n", setup.ledger_path(), counted(added, "entry", "entries"),
               book.entries.size());
  }

  void add(const CheckedDraft& draft, Book& book) const {
    const std::string post = book.ledger.digest(draft.setup->relative(draft.file.path));
    for (const Statement& statement : draft.statements) {
      if (statement.claim.telling.time != Telling::Time::relative) add(statement, post, book);
    }
  }

  void add(const Statement& statement, const std::string& post, Book& book) const {
    const std::string& record = statement.place.record;
    LedgerEntry entry;
    entry.told = book.ledger.digest(statement.claim.telling);
    entry.people = statement.claim.cohort.lo;
    entry.category = statement.claim.category;
    entry.time = statement.claim.telling.time;
    entry.date = options_.date.empty() ? statement.date.value_or(today_) : date_option("--date", options_.date);
    entry.post = post;
    entry.record = record.empty() ? std::string() : book.ledger.digest(record);
    entry.id = options_.id;
    if (book.told.insert(key_of(entry)).second) book.entries.push_back(std::move(entry));
  }

  const Options& options_;
  Date today_;
  Setups setups_;
  bool failed_ = false;
};

// ---------------------------------------------------------------------------------------------------------------------
// list, prune

std::string shown(const LedgerEntry& entry) {
  const std::string post =
      entry.id.empty() ? fmt::format("post {}", entry.post.substr(0, kShownDigits)) : one_line(entry.id);
  return fmt::format("{}  {}  {}  {}  told {}\n", date_text(entry.date),
                     counted(static_cast<std::size_t>(entry.people), "person", "people"), one_line(entry.category),
                     post, entry.told.substr(0, kShownDigits));
}

void list(const Options& options) {
  Setups setups(options.drafts.config);
  const Ledger ledger = setup_here(setups).ledger();
  const auto entries = ledger.entries();
  for (const LedgerEntry& entry : entries) {
    fmt::print("{}", options.format == "text" ? shown(entry) : ledger_line(entry) + "\n");
  }
  if (options.format == "text") fmt::print("{}\n", counted(entries.size(), "entry", "entries"));
}

void prune(const Options& options) {
  if (options.before.empty() && options.paths.empty())
    throw Error("say what to take out: --before DATE or --path DRAFT");
  Setups setups(options.drafts.config);
  const Setup& setup = setup_here(setups);
  const FolderLock lock(ledger_file(setup));
  const Ledger ledger = setup.ledger();
  std::set<std::string> posts;
  for (const std::string& path : options.paths) posts.insert(ledger.digest(setup.relative(path)));
  const auto before = options.before.empty() ? std::nullopt : std::optional(date_option("--before", options.before));
  auto entries = ledger.entries();
  const std::size_t all = entries.size();
  std::erase_if(entries, [&](const LedgerEntry& entry) {
    return (!before || days_between(entry.date, *before) > 0) && (posts.empty() || posts.contains(entry.post));
  });
  const std::size_t removed = all - entries.size();
  if (removed > 0) {
    write_file(ledger_file(setup).native(), ledger.text_with(std::move(entries)));
  }
  fmt::print("{}: {} taken out, {} left.\n", setup.ledger_path(), counted(removed, "entry", "entries"), all - removed);
}

constexpr const char* kFooter = R"(Examples:
  toofew ledger add posts/2026-05.md            what the post tells, once it is published
  toofew ledger add --date 2026-05-04 --id may-newsletter posts/2026-05.md
  toofew ledger list
  toofew ledger prune --before 2024-01-01       what nobody remembers
  toofew ledger prune --path posts/2026-05.md   what was never published after all

The ledger is the file that `ledger` in toofew.yaml names. It holds figures, dates and keyed digests, and no word of a
post.)";

}  // namespace

void add_ledger(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("ledger", "Keep what was published, so that differences to it are found");
  command->require_subcommand(1);
  command->footer(kFooter);
  const auto with_config = [&](CLI::App* sub) {
    add_config_option(*sub, options->drafts.config);
    return sub;
  };

  CLI::App* add =
      with_config(command->add_subcommand("add", "Add what drafts tell; what is there already stays as it is"));
  add->add_option(kPathsValue, options->drafts.paths, "The posts, as they were published: files and folders")
      ->required()
      ->type_name("");
  add->add_option("--date", options->date, "The day of publication; the post's own `date`, or else today, if not set")
      ->type_name("DATE");
  add->add_option("--id", options->id, "What the post is called in reports")->type_name("NAME");
  add->callback([options, &status] { status = Addition(*options).run(); });

  CLI::App* list_command = with_config(command->add_subcommand("list", "Print the entries"));
  list_command->add_option("--format", options->format, "text or jsonl")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "jsonl"}));
  list_command->callback([options, &status] {
    list(*options);
    status = kClean;
  });

  CLI::App* prune_command =
      with_config(command->add_subcommand("prune", "Take entries out that fit all that is given"));
  prune_command->add_option("--before", options->before, "Those of posts published before that day")->type_name("DATE");
  prune_command->add_option("--path", options->paths, "Those of that draft; may be repeated")
      ->type_name(kFileValue)
      ->allow_extra_args(false);
  prune_command->callback([options, &status] {
    prune(*options);
    status = kClean;
  });
}

}  // namespace toofew
