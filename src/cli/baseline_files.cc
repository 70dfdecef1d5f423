#include "cli/baseline_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/words.h"
#include "cli/files.h"
#include "policy/differences.h"

namespace toofew {
namespace fs = std::filesystem;

namespace {

constexpr const char* kName = ".toofew-baseline";

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// Without a baseline nobody knows what to report.
void fail(CheckedFile& file, const Error& error) {
  file.failure = error;
  file.failure_quotes = false;
  file.findings.clear();
  file.waived.clear();
  file.bytes.clear();
  file.document = {};
}

/// Moves what a baseline lets pass to what is waived.
void set_apart(CheckedFile& file) {
  const auto is_open = [](const Finding& finding) { return !finding.baseline; };
  const auto held = std::stable_partition(file.findings.begin(), file.findings.end(), is_open);
  std::move(held, file.findings.end(), std::back_inserter(file.waived));
  file.findings.erase(held, file.findings.end());
  std::stable_sort(file.waived.begin(), file.waived.end(),
                   [](const Finding& a, const Finding& b) { return a.source.begin < b.source.begin; });
}

}  // namespace

std::string BaselineFile::name_of(const std::string& draft) const {
  return full_path(draft).lexically_relative(folder).generic_string();
}

bool BaselineFile::is_gone(const std::string& name) const { return !is_there(folder / name); }

bool BaselineFile::is_stale(const BaselineEntry& left) const {
  if (is_gone(left.path)) return true;
  // A difference between two posts is only met where both were checked.
  return checked.contains(left.path) && (is_whole || left.rule != kDifferenceOfPosts);
}

BaselineFiles::BaselineFiles(const std::string& file, bool may_begin)
    : file_(file.empty() ? fs::path() : full_path(file)), may_begin_(may_begin) {
  if (file_.empty() || may_begin || is_there(file_)) return;
  throw Error(Error::Place{file, 0, 0, {}}, "there is no such baseline", "`toofew baseline` begins one");
}

fs::path BaselineFiles::nearest_to(const fs::path& folder) const {
  if (!file_.empty()) return file_;
  fs::path found = find_upwards(folder, [](const fs::path& at) { return is_there(at / kName) ? at / kName : fs::path(); });
  if (!found.empty()) return found;
  const fs::path here = full_path(".");
  return may_begin_ && is_below(folder, here) ? here / kName : fs::path();
}

BaselineFile& BaselineFiles::load(const fs::path& path) {
  const auto [entry, is_new] = by_path_.try_emplace(path);
  BaselineFile& file = entry->second;
  if (!is_new) return file;
  file.path = shown(path);
  file.folder = path.parent_path();
  if (!is_there(path)) return file;
  try {
    file.baseline = Baseline::read(file.path, read_file(file.path));
  } catch (const Error& error) {
    file.error = error;
  }
  return file;
}

BaselineFile* BaselineFiles::of(const std::string& draft) {
  const fs::path folder = full_path(draft).parent_path();
  const auto [known, is_new] = by_folder_.try_emplace(folder);
  if (!is_new) return known->second;
  const fs::path path = nearest_to(folder);
  known->second = path.empty() ? nullptr : &load(path);
  return known->second;
}

std::vector<BaselineFile*> BaselineFiles::all() {
  std::vector<BaselineFile*> files;
  files.reserve(by_path_.size());
  for (auto& [path, file] : by_path_) files.push_back(&file);
  return files;
}

void BaselineFiles::apply(std::vector<CheckedDraft>& drafts, const std::vector<std::string>& paths) {
  for (CheckedDraft& draft : drafts) {
    BaselineFile* file = of(draft.file.path);
    if (draft.file.failure || !file) continue;
    if (file->error) {
      fail(draft.file, *file->error);
      continue;
    }
    const std::string name = file->name_of(draft.file.path);
    file->checked.insert(name);
    if (file->baseline) file->baseline->mark(name, draft.file.findings);
  }
  for (auto& [path, file] : by_path_) {
    if (file.baseline) file.baseline->set_gone([&file](const std::string& name) { return file.is_gone(name); });
    const auto is_around = [&file](const std::string& asked) { return is_below(file.folder, full_path(asked)); };
    file.is_whole = std::any_of(paths.begin(), paths.end(), is_around);
  }
  for (CheckedDraft& draft : drafts) {
    BaselineFile* file = of(draft.file.path);
    if (draft.file.failure || !file || !file->baseline) continue;
    file->baseline->mark_moved(draft.file.findings);
    set_apart(draft.file);
  }
}

std::size_t stale_count(const BaselineFile& file) {
  std::size_t count = 0;
  if (!file.baseline) return count;
  for (const BaselineEntry& entry : file.baseline->left()) {
    if (file.is_stale(entry)) count += entry.count;
  }
  return count;
}

std::string stale_text(BaselineFiles& files) {
  std::string out;
  for (const BaselineFile* file : files.all()) {
    const std::size_t stale = stale_count(*file);
    if (stale == 0) continue;
    out += fmt::format("toofew: {}: holds {} that {} not there any more; `toofew baseline --prune` takes {} out\n",
                       file->path, counted(stale, "finding", "findings"), stale == 1 ? "is" : "are",
                       stale == 1 ? "it" : "them");
  }
  return out;
}

}  // namespace toofew
