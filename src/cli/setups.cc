#include "cli/setups.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/files.h"

namespace toofew {
namespace fs = std::filesystem;

namespace {

constexpr const char* kName = "toofew.yaml";
constexpr const char* kHiddenName = ".toofew.yaml";

fs::path full_path(const fs::path& path) {
  fs::path full = fs::absolute(path).lexically_normal();
  if (!full.has_filename()) full = full.parent_path();  // "a/b/" → "a/b"
  return full.empty() ? fs::path("/") : full;
}

std::string shown(const fs::path& path) { return path.lexically_relative(fs::current_path()).native(); }

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

fs::path nearest_config(fs::path folder) {
  while (true) {
    if (const fs::path found = config_in(folder); !found.empty()) return found;
    if (folder == folder.parent_path()) return {};
    folder = folder.parent_path();
  }
}

std::vector<std::string> values(const NameList& list) {
  std::vector<std::string> out;
  for (const auto& entry : list.value) out.push_back(entry.value);
  return out;
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

Setup::Setup(const fs::path& file) {
  if (file.empty()) {
    config_ = built_in_config();
  } else {
    folder_ = full_path(file).parent_path();
    shown_path_ = shown(full_path(file));
    config_ = read_config(shown_path_, read_file(file.native()), load_extended);
  }
  ignore_ = std::make_unique<Globs>(values(config_.ignore));
}

const Checker& Setup::checker() const {
  if (!checker_) checker_ = std::make_unique<Checker>(config_, packs());
  return *checker_;
}

std::vector<RuleFile> Setup::packs() const { return read_files(config_.packs, "rule file"); }

std::vector<RuleFile> Setup::waiver_files() const { return read_files(config_.waivers.files, "file of waivers"); }

std::vector<RuleFile> Setup::read_files(const NameList& list, std::string_view what) const {
  std::vector<RuleFile> files;
  for (const auto& file : list.value) {
    const fs::path path = resolve(file.value);
    try {
      files.push_back({shown(path), read_file(path.native())});
    } catch (const Error& error) {
      throw Error(file.origin, fmt::format("{} '{}' {}", what, file.value, error.reason()));
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

Ledger Setup::ledger() const {
  require_ledger();
  return Ledger::read(ledger_path(), read_file(resolve(config_.ledger.value).native()));
}

fs::path Setup::resolve(const std::string& path) const { return full_path(folder_ / path); }

bool Setup::skips(const std::string& path, bool is_folder) const {
  if (shown_path_.empty()) return false;
  const fs::path full = full_path(path);
  if (full.filename() == kName) return true;
  const auto& extends = config_.extends;
  if (std::find(extends.begin(), extends.end(), shown(full)) != extends.end()) return true;
  const auto names_it = [&](const NameList& list) {
    const auto is_it = [&](const auto& file) { return resolve(file.value) == full; };
    return std::any_of(list.value.begin(), list.value.end(), is_it);
  };
  if (names_it(config_.packs) || names_it(config_.waivers.files)) return true;
  if (!config_.ledger.value.empty() && resolve(config_.ledger.value) == full) return true;
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
    const fs::path config = file_.empty() ? nearest_config(full) : fs::path(file_);
    found = by_folder_.emplace(full, &load(config)).first;
  }
  if (found->second->error) throw *found->second->error;
  return *found->second->setup;
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
