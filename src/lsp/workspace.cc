#include "lsp/workspace.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/baseline_files.h"
#include "cli/today.h"
#include "document/reader.h"

namespace toofew::lsp {
namespace fs = std::filesystem;

namespace {

struct Language {
  std::string_view id;  // as editors have it
  Format format;
};

// Editors' own ids for what a file holds whose name does not say so.
constexpr std::array<Language, 16> kLanguages{{
    {"markdown", Format::markdown},
    {"mdx", Format::markdown},
    {"html", Format::html},
    {"eml", Format::email},
    {"email", Format::email},
    {"mail", Format::email},
    {"plaintext", Format::plain},
    {"text", Format::plain},
    {"tweet", Format::tweet},
    {"yaml", Format::yaml_queue},
    {"json", Format::json_queue},
    {"jsonl", Format::json_lines_queue},
    {"jsonlines", Format::json_lines_queue},
    {"ndjson", Format::json_lines_queue},
    {"csv", Format::csv_queue},
    {"tsv", Format::tsv_queue},
}};

bool is_policy(const std::string& path) {
  const std::string name = fs::path(path).filename().native();
  return name == "toofew.yaml" || name == ".toofew.yaml";
}

/// toofew's own files have names that no format is known of, and endings of queues.
bool is_own_file(const std::string& path) {
  const std::string ending = fs::path(path).extension().native();
  return !ending.empty() && !format_from_path(path) && format_from_path("a" + ending);
}

}  // namespace

void Workspace::set_config(std::string config) {
  config_ = std::move(config);
  reload();
}

void Workspace::reload() { setups_.reset(); }

bool Workspace::is_new_day() const { return setups_ && day_ != today(); }

bool Workspace::uses(const std::string& path) const {
  return is_policy(path) || (setups_ && setups_->uses(fs::path(path)));
}

Setups& Workspace::setups() {
  if (!setups_) {
    setups_.emplace(config_);
    day_ = today();
  }
  return *setups_;
}

const Setup& Workspace::setup_for(const Subject& subject) {
  return subject.path ? setups().for_file(*subject.path) : setups().for_folder(fs::current_path());
}

std::optional<Format> Workspace::format_of(const Subject& subject) const {
  // JSON with comments is what programs are configured in.
  if (subject.language == "jsonc" || (subject.path && is_own_file(*subject.path))) return std::nullopt;
  if (subject.path) {
    if (const auto format = format_from_path(*subject.path)) return format;
  }
  const auto* known = std::find_if(kLanguages.begin(), kLanguages.end(),
                                   [&](const Language& language) { return language.id == subject.language; });
  return known == kLanguages.end() ? std::nullopt : std::optional(known->format);
}

/// Whether a walk through the folder that is open, or through the draft's own, would pass the file over.
bool Workspace::is_hidden(const std::string& path) const {
  fs::path within = fs::path(path).filename();
  for (const std::string& folder : folders_) {
    const fs::path relative = fs::path(path).lexically_relative(folder);
    if (!relative.empty() && *relative.begin() != "..") within = relative;
  }
  return std::any_of(within.begin(), within.end(), [](const fs::path& name) {
    return name.native().starts_with(".") || name == "node_modules";
  });
}

Role Workspace::role_of(const Subject& subject) {
  if (subject.path && is_policy(*subject.path)) return Role::policy;
  if (!format_of(subject)) return Role::other;
  if (!subject.path) return Role::draft;
  if (is_hidden(*subject.path)) return Role::other;
  try {
    setup_for(subject);
    return is_skipped(*subject.path) ? Role::other : Role::draft;
  } catch (const Error&) {
    return Role::draft;  // which cannot be checked, as its writer shall know
  }
}

/// Whether a policy leaves out the file, or a folder that it is in.
bool Workspace::is_skipped(const fs::path& path) {
  if (setups_->for_file(path.native()).skips(path.native(), false)) return true;
  for (fs::path folder = path.parent_path(); folder != folder.parent_path(); folder = folder.parent_path()) {
    if (std::find(folders_.begin(), folders_.end(), folder.native()) != folders_.end()) break;
    if (setups_->for_file(folder.native()).skips(folder.native(), true)) return true;
  }
  return false;
}

toofew::Document Workspace::read(const Subject& subject, const std::string& text) {
  return read_document(text, format_of(subject).value_or(Format::plain), setup_for(subject).config().fields(),
                       subject.path.value_or(std::string()));
}

CheckedDrafts Workspace::check(const Subject& subject, const std::string& text, BlockCache& cache, const Stop& stop) {
  DraftOptions options;
  options.paths = {subject.path.value_or("-")};
  options.input_format = format_name(format_of(subject).value_or(Format::plain));
  options.jobs = 1;
  options.unsaved = [&](const std::string&) { return std::optional(text); };
  options.is_stopped = stop;
  cache.is_stopped = stop;
  const BlockCache::Use use(cache);
  Setups& current = setups();
  CheckedDrafts checked = check_drafts(options, current, day_);
  if (subject.path) BaselineFiles({}).apply(checked.drafts, options.paths);
  return checked;
}

std::optional<Error> Workspace::policy_error(const std::string& path, const std::string& text) {
  try {
    Setup(path, text).checker();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

}  // namespace toofew::lsp
