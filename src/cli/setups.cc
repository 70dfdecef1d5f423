#include "cli/setups.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/files.h"
#include "cli/today.h"
#include "policy/populations.h"

namespace toofew {
namespace fs = std::filesystem;

namespace {

constexpr const char* kName = "toofew.yaml";
constexpr const char* kHiddenName = ".toofew.yaml";

/// The configuration in this very folder, or "". Throws Error where there are two.
fs::path config_in(const fs::path& folder) {
  std::error_code ignored;
  const bool plain = fs::exists(folder / kName, ignored);
  const bool hidden = fs::exists(folder / kHiddenName, ignored);
  if (plain && hidden) {
    throw Error(Error::Place{shown(folder / kName), 0, 0, {}},
                fmt::format("there is a {} beside it; keep one", kHiddenName));
  }
  if (plain) return folder / kName;
  return hidden ? folder / kHiddenName : fs::path();
}

/// A file that a configuration extends, from the folder of that one on.
ConfigFile load_extended(const std::string& path, const std::string& from) {
  const fs::path full = full_path(full_path(from).parent_path() / path);
  try {
    return {shown(full), read_file(full.native())};
  } catch (const Error& error) {
    throw Error(error.reason());
  }
}

}  // namespace

Setup::Setup(const fs::path& file, const std::optional<std::string>& text) {
  if (file.empty()) {
    config_ = built_in_config();
  } else {
    folder_ = full_path(file).parent_path();
    shown_path_ = shown(full_path(file));
    config_ = read_config(shown_path_, text ? *text : read_file(file.native()), load_extended);
  }
  ignore_ = std::make_unique<Globs>(names_in(config_.ignore));
  files_ = named_files();
}

const Checker& Setup::checker() const {
  if (!checker_) {
    checker_ = std::make_unique<Checker>(config_, packs(),
                                         read_populations(files_of<DataFile>(config_.populations, "population file")),
                                         facts(), today());
  }
  return *checker_;
}

std::vector<RuleFile> Setup::packs() const { return files_of<RuleFile>(config_.packs, "rule file"); }

const std::vector<WaiverFile>& Setup::waiver_files(Date today) const {
  if (waivers_day_ == today) return waivers_;
  waivers_.clear();
  const WaiverTerms terms{checker(), today};
  for (RuleFile& file : files_of<RuleFile>(config_.waivers.files, "file of waivers")) {
    auto waivers = read_waiver_file(file.name, file.text, terms);
    waivers_.push_back({std::move(file.name), std::move(file.text), this, std::move(waivers)});
  }
  waivers_day_ = today;
  return waivers_;
}

std::vector<Fact> Setup::facts() const {
  std::vector<Fact> facts = read_facts(files_of<DataFile>(config_.facts, "fact file"), config_.policy.categories());
  for (const Fact& fact : facts) {
    std::error_code ignored;
    if (!fact.names_one_post() || fs::exists(folder_ / fact.post->pattern(), ignored)) continue;
    throw Error(fact.place, fmt::format("there is no post '{}'", fact.post->pattern()),
                "paths are relative to the folder of toofew.yaml");
  }
  return facts;
}

template <typename File>
std::vector<File> Setup::files_of(const NameList& names, std::string_view what) const {
  std::vector<File> files;
  for (const auto& name : names.value) {
    const fs::path path = resolve(name.value);
    try {
      files.push_back({shown(path), read_file(path.native())});
    } catch (const Error& error) {
      throw Error(name.origin, fmt::format("{} '{}' {}", what, name.value, error.reason()));
    }
  }
  return files;
}

std::string Setup::ledger_path() const {
  return config_.ledger.value.empty() ? std::string() : shown(resolve(config_.ledger.value));
}

void Setup::require_ledger() const {
  std::error_code ignored;
  if (config_.ledger.value.empty() || fs::exists(resolve(config_.ledger.value), ignored)) return;
  throw Error(config_.ledger.origin, fmt::format("there is no ledger '{}'", config_.ledger.value),
              "`toofew ledger add DRAFT…` begins one");
}

const Ledger& Setup::ledger() const {
  if (!ledger_) {
    require_ledger();
    ledger_ = std::make_unique<Ledger>(Ledger::read(ledger_path(), read_file(ledger_path())));
  }
  return *ledger_;
}

std::vector<fs::path> Setup::named_files() const {
  if (shown_path_.empty()) return {};
  std::vector<fs::path> files{full_path(shown_path_)};
  for (const std::string& name : config_.extends) {
    if (!name.starts_with(kPresetFile)) files.push_back(full_path(name));
  }
  for (const NameList* names : {&config_.packs, &config_.populations, &config_.facts, &config_.waivers.files}) {
    for (const auto& name : names->value) files.push_back(resolve(name.value));
  }
  if (!config_.ledger.value.empty()) files.push_back(resolve(config_.ledger.value));
  return files;
}

fs::path Setup::resolve(const std::string& path) const { return full_path(folder_ / path); }

bool Setup::skips(const std::string& path, bool is_folder) const {
  if (shown_path_.empty()) return false;
  const fs::path full = full_path(path);
  if (full.filename() == kName) return true;
  if (std::find(files_.begin(), files_.end(), full) != files_.end()) return true;
  return ignore_->match(relative(path), is_folder);
}

std::string Setup::relative(const std::string& path) const {
  if (shown_path_.empty()) return path;
  return full_path(path).lexically_relative(folder_).generic_string();
}

const Setup& Setups::for_file(const std::string& path) { return for_folder(full_path(path).parent_path()); }

const Setup& Setups::for_folder(const fs::path& folder) {
  const fs::path full = full_path(folder);
  auto found = by_folder_.find(full);
  if (found == by_folder_.end()) {
    const fs::path config = file_.empty() ? find_upwards(full, config_in) : fs::path(file_);
    found = by_folder_.emplace(full, &load(config)).first;
  }
  if (found->second->error) throw *found->second->error;
  return *found->second->setup;
}

bool Setups::uses(const fs::path& file) const {
  return std::any_of(by_config_.begin(), by_config_.end(), [&](const auto& known) {
    if (!known.second.setup) return true;  // nobody knows what it would have named
    const auto& files = known.second.setup->files();
    return std::find(files.begin(), files.end(), file) != files.end();
  });
}

const Setups::Entry& Setups::load(const fs::path& config) {
  const auto [entry, is_new] = by_config_.try_emplace(config);
  if (!is_new) return entry->second;
  try {
    entry->second.setup = std::make_unique<Setup>(config);
  } catch (const Error& error) {
    entry->second.error = error;
  }
  return entry->second;
}

}  // namespace toofew
