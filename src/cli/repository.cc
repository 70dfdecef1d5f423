#include "cli/repository.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <queue>
#include <set>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/suggest.h"
#include "cli/files.h"
#include "cli/libgit2.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownDigits = 7;  // of the id of a commit
constexpr const char* kUnshallow =
    "the clone is shallow: get the rest with `git fetch --unshallow`, or clone it whole (`fetch-depth: 0` for "
    "actions/checkout, `GIT_DEPTH: 0` for GitLab)";

/// A pointer that libgit2 hands out, to be filled by it and freed at the end.
template <typename T, const auto& free>
class Owned {
 public:
  Owned() = default;
  ~Owned() { free(pointer_); }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;

  T** out() { return &pointer_; }
  T* get() const { return pointer_; }
  T* release() { return std::exchange(pointer_, nullptr); }

 private:
  T* pointer_ = nullptr;
};

using Commit = Owned<git_commit, git_commit_free>;
using Config = Owned<git_config, git_config_free>;
using Diff = Owned<git_diff, git_diff_free>;
using Index = Owned<git_index, git_index_free>;
using Object = Owned<git_object, git_object_free>;
using Patch = Owned<git_patch, git_patch_free>;
using References = Owned<git_reference_iterator, git_reference_iterator_free>;
using Tree = Owned<git_tree, git_tree_free>;

/// Starts the library once for the process.
void start_library() {
  static const bool started = [] {
    git_libgit2_init();
    // toofew runs nothing that a repository's configuration names, so one that belongs to another user, as containers
    // in CI mostly have it, is no danger. And it reads clones that the git command keeps in ways that libgit2 of its
    // own would refuse.
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    std::array<const char*, 3> extensions = {"partialclone", "worktreeconfig", "preciousobjects"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
    return true;
  }();
  static_cast<void>(started);
}

std::string last_error() {
  const git_error* error = git_error_last();
  return error && error->message ? error->message : "no reason is told";
}

bool is_object_missing() {
  const git_error* error = git_error_last();
  return error && error->klass == GIT_ERROR_ODB;
}

/// Throws Error where the library could not do what it was asked.
void require(int status) {
  if (status >= 0) return;
  if (is_object_missing()) {
    throw Error({}, "the clone lacks what it is to be compared with",
                "clone it without a filter, or run `git diff` for the same commits once, which fetches it");
  }
  throw Error({}, fmt::format("the Git repository cannot be read: {}", last_error()));
}

std::string short_id(const git_oid& id) { return std::string(git_oid_tostr_s(&id)).substr(0, kShownDigits); }

bool is_id(std::string_view name) {
  constexpr std::size_t kFewest = 7;  // digits; shorter ones are more likely a name
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return name.size() >= kFewest && name.size() <= GIT_OID_HEXSZ && std::all_of(name.begin(), name.end(), is_digit);
}

/// The branches and tags, as --diff takes them.
std::vector<std::string> revision_names(git_repository* repository) {
  std::vector<std::string> names;
  References all;
  if (git_reference_iterator_new(all.out(), repository) < 0) return names;
  const char* found = nullptr;
  while (git_reference_next_name(&found, all.get()) == 0) {
    const std::string_view reference = found;
    for (const std::string_view kind : {"refs/heads/", "refs/remotes/", "refs/tags/"}) {
      if (reference.starts_with(kind)) names.emplace_back(reference.substr(kind.size()));
    }
  }
  return names;
}

/// What was probably meant: the branch of a remote that has this name, or one that is written nearly so; "" for none.
std::string meant(git_repository* repository, const std::string& name) {
  const auto names = revision_names(repository);
  const auto of_remote = [&](const std::string& known) { return known.ends_with("/" + name); };
  const auto found = std::find_if(names.begin(), names.end(), of_remote);
  return found == names.end() ? nearest(name, names) : *found;
}

Error::Place place_of(const std::string& base) { return {fmt::format("--diff {}", base), 0, 0, {}}; }

[[noreturn]] void fail_unknown(git_repository* repository, const std::string& base) {
  if (!base.empty() && base.find_first_not_of('0') == std::string::npos) {
    throw Error(place_of(base), "is no commit: CI systems give this where there was none before, as for a new branch",
                "name the branch that it came from, such as --diff origin/main");
  }
  const std::string name = meant(repository, base);
  if (!name.empty()) {
    throw Error(place_of(base), "there is no such branch or tag here", fmt::format("did you mean '{}'?", name));
  }
  const bool is_shallow = git_repository_is_shallow(repository) == 1;
  if (is_id(base)) {
    throw Error(place_of(base), "this commit is not in the clone",
                is_shallow ? kUnshallow
                           : "it may have been force-pushed away: name the branch, such as --diff origin/main, or "
                             "fetch the commit with `git fetch origin` and its id");
  }
  if (is_shallow) throw Error(place_of(base), "there is no such commit or branch here", kUnshallow);
  const std::string branch = base.substr(base.starts_with("origin/") ? std::string_view("origin/").size() : 0);
  throw Error(place_of(base), "there is no such commit or branch here",
              fmt::format("where the remote has it, `git fetch origin {}` gets it", branch));
}

git_oid commit_of(git_repository* repository, const std::string& base) {
  if (base.empty()) throw Error("--diff needs the name of a branch, tag or commit");
  Object object;
  const int status = git_revparse_single(object.out(), repository, base.c_str());
  if (status == GIT_EAMBIGUOUS)
    throw Error(place_of(base), "several commits begin with that", "write more of its digits");
  if (status < 0) fail_unknown(repository, base);
  Object commit;
  if (git_object_peel(commit.out(), object.get(), GIT_OBJECT_COMMIT) < 0) throw Error(place_of(base), "is no commit");
  return *git_object_id(commit.get());
}

/// Orders ids for sets.
struct ById {
  bool operator()(const git_oid& a, const git_oid& b) const { return git_oid_cmp(&a, &b) < 0; }
};

/// Walks from a commit to its ancestors, the latest first, as far as the clone has them; `visit` returns whether to go
/// on.
template <typename Visit>
void walk_history(git_repository* repository, const git_oid& start, const Visit& visit) {
  std::priority_queue<std::pair<git_time_t, std::string>> open;  // time and id
  std::set<git_oid, ById> met;
  const auto meet = [&](const git_oid& id) {
    Commit commit;
    if (!met.insert(id).second || git_commit_lookup(commit.out(), repository, &id) < 0) return;
    open.emplace(git_commit_time(commit.get()), git_oid_tostr_s(&id));
  };
  meet(start);
  while (!open.empty()) {
    git_oid id;
    git_oid_fromstr(&id, open.top().second.c_str());
    open.pop();
    if (!visit(id)) return;
    Commit commit;
    if (git_commit_lookup(commit.out(), repository, &id) < 0) continue;
    for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i) meet(*git_commit_parent_id(commit.get(), i));
  }
}

/// What git_merge_base() finds, in a clone whose history is cut off: libgit2 1.5 stumbles over the commits that it
/// lacks.
std::optional<git_oid> merge_base_of_shallow(git_repository* repository, const git_oid& one, const git_oid& other) {
  std::set<git_oid, ById> ancestors;
  walk_history(repository, other, [&](const git_oid& id) { return ancestors.insert(id).second; });
  std::optional<git_oid> found;
  walk_history(repository, one, [&](const git_oid& id) {
    if (ancestors.contains(id)) found = id;
    return !found;
  });
  return found;
}

git_oid merge_base(git_repository* repository, const git_oid& head, const std::string& base) {
  const git_oid other = commit_of(repository, base);
  const bool is_shallow = git_repository_is_shallow(repository) == 1;
  git_oid found;
  if (is_shallow) {
    if (const auto shared = merge_base_of_shallow(repository, head, other)) return *shared;
  } else if (const int status = git_merge_base(&found, repository, &head, &other); status != GIT_ENOTFOUND) {
    require(status);
    return found;
  }
  throw Error(place_of(base), fmt::format("HEAD and this commit ({}) have no commit in common", short_id(other)),
              is_shallow ? kUnshallow
                         : "its history was rewritten, or is another project's: name a commit that HEAD builds on");
}

/// The lines of the new side that a patch adds. Git knows no lines of binary files.
ChangedFile read_patch(git_diff* diff, std::size_t i) {
  ChangedFile file;
  Patch patch;
  require(git_patch_from_diff(patch.out(), diff, i));
  const bool is_binary = patch.get() && (git_patch_get_delta(patch.get())->flags & GIT_DIFF_FLAG_BINARY) != 0;
  if (!patch.get() || is_binary) {
    file.whole = true;
    return file;
  }
  for (std::size_t hunk = 0; hunk < git_patch_num_hunks(patch.get()); ++hunk) {
    const git_diff_hunk* range = nullptr;
    require(git_patch_get_hunk(&range, nullptr, patch.get(), hunk));
    if (range->new_lines > 0) file.lines.push_back({range->new_start, range->new_start + range->new_lines - 1});
  }
  return file;
}

void read_delta(git_diff* diff, std::size_t i, ChangedFiles& out) {
  const git_diff_delta& delta = *git_diff_get_delta(diff, i);
  const std::string path = delta.new_file.path;
  if (delta.status == GIT_DELTA_DELETED) return;
  if (delta.new_file.mode == GIT_FILEMODE_COMMIT || path.ends_with('/')) {
    out.submodules.push_back(path.substr(0, path.find_last_not_of('/') + 1));
    return;
  }
  const bool has_old = delta.status == GIT_DELTA_MODIFIED || delta.status == GIT_DELTA_RENAMED;
  if (!has_old) {
    out.files[path].whole = true;
  } else if (git_oid_equal(&delta.old_file.id, &delta.new_file.id) && !git_oid_is_zero(&delta.new_file.id)) {
    out.files.try_emplace(path);  // only its name or its mode is another one
  } else {
    out.files[path] = read_patch(diff, i);
  }
}

/// The way from one absolute path to another with symbolic links followed; nullopt where it leads out.
std::optional<std::string> way(const fs::path& root, const std::string& path) {
  std::error_code none;
  fs::path full = fs::weakly_canonical(full_path(path), none);
  std::string inside = full.lexically_relative(root).generic_string();
  if (inside == ".") return std::string();
  if (none || inside.empty() || inside == ".." || inside.starts_with("../")) return std::nullopt;
  return inside;
}

/// The work tree's folder; "" for a repository without one.
fs::path root_of(git_repository* repository) {
  const char* root = git_repository_workdir(repository);
  return root ? full_path(fs::weakly_canonical(root)) : fs::path();
}

/// Whether Git could find a repository here or above. Many posts lie in none, and loading libgit2 takes as long as checking one.
bool may_be_in_repository(const std::string& folder) {
  std::error_code unknown;
  const auto git_in = [&](const fs::path& at) { return fs::exists(at / ".git", unknown) ? at / ".git" : fs::path(); };
  return !find_upwards(fs::weakly_canonical(full_path(folder), unknown), git_in).empty();
}

}  // namespace

struct GitIgnore::State {
  Owned<git_repository, git_repository_free> repository;
  Index index;
  std::string inside;  // the folder, relative to the work tree
};

GitIgnore::GitIgnore(const std::string& folder) : folder_(folder) {
  if (!may_be_in_repository(folder)) return;
  start_library();
  auto state = std::make_unique<State>();
  if (git_repository_open_ext(state->repository.out(), folder.c_str(), 0, nullptr) < 0) return;
  const fs::path root = root_of(state->repository.get());
  const auto inside = root.empty() ? std::nullopt : way(root, folder);
  if (!inside || git_repository_index(state->index.out(), state->repository.get()) < 0) return;
  state->inside = *inside;
  state_ = std::move(state);
  if (!inside->empty() && fits(*inside + "/")) state_.reset();
}

GitIgnore::~GitIgnore() = default;

bool GitIgnore::fits(const std::string& inside) const {
  int ignored = 0;
  return git_ignore_path_is_ignored(&ignored, state_->repository.get(), inside.c_str()) == 0 && ignored == 1;
}

bool GitIgnore::ignores(const std::string& path, bool is_folder) const {
  if (!state_) return false;
  const std::string below = fs::path(path).lexically_relative(fs::path(folder_).lexically_normal()).generic_string();
  std::string inside = state_->inside.empty() ? below : state_->inside + "/" + below;
  if (is_folder) inside += '/';
  if (!fits(inside)) return false;
  return is_folder ? git_index_find_prefix(nullptr, state_->index.get(), inside.c_str()) < 0
                   : !git_index_get_bypath(state_->index.get(), inside.c_str(), 0);
}

void Repository::Free::operator()(git_repository* repository) const { git_repository_free(repository); }
void Repository::Free::operator()(git_odb* objects) const { git_odb_free(objects); }

Repository::Repository(git_repository* repository) : repository_(repository) {
  root_ = root_of(repository);
  if (root_.empty())
    throw Error({}, "this Git repository has no work tree", "run toofew in a clone that has its files");
  git_odb* objects = nullptr;
  require(git_repository_odb(&objects, repository));
  objects_.reset(objects);
  load_index();
}

Repository Repository::here() {
  start_library();
  git_repository* repository = nullptr;
  const int status = git_repository_open_ext(&repository, ".", GIT_REPOSITORY_OPEN_FROM_ENV, nullptr);
  if (status == GIT_ENOTFOUND) {
    throw Error({}, "there is no Git repository here or above",
                "run toofew in the clone that the drafts are in");
  }
  require(status);
  return Repository(repository);
}

void Repository::load_index() {
  Index index;
  require(git_repository_index(index.out(), repository_.get()));
  for (std::size_t i = 0; i < git_index_entrycount(index.get()); ++i) {
    const git_index_entry& entry = *git_index_get_byindex(index.get(), i);
    const bool is_file = entry.mode == GIT_FILEMODE_BLOB || entry.mode == GIT_FILEMODE_BLOB_EXECUTABLE;
    const bool is_only_announced = (entry.flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0;  // git add -N
    if (!is_file || is_only_announced) continue;
    const bool has_conflict = git_index_entry_stage(&entry) != 0;
    index_.emplace_hint(index_.end(), entry.path, has_conflict ? "" : git_oid_tostr_s(&entry.id));
  }
}

std::optional<std::string> Repository::relative(const std::string& path) const { return way(root_, path); }

std::string Repository::shown(const std::string& inside) const { return toofew::shown(root_ / inside); }

/// What everything is compared with; absent for the empty tree before the first commit.
Repository::TreePointer Repository::tree_of(const std::optional<std::string>& base) const {
  TreePointer none(nullptr, git_tree_free);
  git_repository* repository = repository_.get();
  git_oid head;
  if (git_reference_name_to_id(&head, repository, "HEAD") < 0) {
    if (!base) return none;
    throw Error(place_of(*base), "there is no commit yet", "--staged checks what the first one will hold");
  }
  const git_oid id = base ? merge_base(repository, head, *base) : head;
  Commit commit;
  require(git_commit_lookup(commit.out(), repository, &id));
  Tree tree;
  require(git_commit_tree(tree.out(), commit.get()));
  return {tree.release(), git_tree_free};
}

ChangedFiles Repository::changes(const std::optional<std::string>& base, bool staged) const {
  const TreePointer tree = tree_of(base);
  git_diff_options options = {};
  options.version = GIT_DIFF_OPTIONS_VERSION;
  options.ignore_submodules = GIT_SUBMODULE_IGNORE_UNSPECIFIED;
  Diff diff;
  if (staged) {
    require(git_diff_tree_to_index(diff.out(), repository_.get(), tree.get(), nullptr, &options));
  } else {
    options.flags |= GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS | GIT_DIFF_SHOW_UNTRACKED_CONTENT;
    require(git_diff_tree_to_workdir_with_index(diff.out(), repository_.get(), tree.get(), &options));
  }
  git_diff_find_options renames = {};
  renames.version = GIT_DIFF_FIND_OPTIONS_VERSION;
  renames.flags = GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_FOR_UNTRACKED;
  require(git_diff_find_similar(diff.get(), &renames));
  ChangedFiles out;
  for (std::size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) read_delta(diff.get(), i, out);
  return out;
}

HooksFolder Repository::hooks() const {
  const fs::path common = fs::weakly_canonical(git_repository_commondir(repository_.get()));
  const auto is_within = [](const fs::path& path, const fs::path& folder) {
    const std::string inside = path.lexically_relative(folder).generic_string();
    return !inside.empty() && inside != ".." && !inside.starts_with("../");
  };
  Config config;
  require(git_repository_config_snapshot(config.out(), repository_.get()));
  git_buf value = GIT_BUF_INIT;
  fs::path path = common / "hooks";
  if (git_config_get_path(&value, config.get(), "core.hooksPath") == 0) {
    path = fs::weakly_canonical(root_ / value.ptr);  // hooks run at the top of the work tree
    git_buf_dispose(&value);
  }
  const bool is_own = is_within(path, root_) || is_within(path, common);
  const bool is_near = is_within(path, fs::current_path());
  return {is_near ? path.lexically_relative(fs::current_path()) : path, !is_own};
}

std::vector<std::string> Repository::staged_files(const std::string& path) const {
  std::vector<std::string> found;
  const auto inside = relative(path);
  if (!inside) return found;
  for (auto it = index_.lower_bound(*inside); it != index_.end() && it->first.starts_with(*inside); ++it) {
    const bool below = inside->empty() || it->first.size() == inside->size() || it->first[inside->size()] == '/';
    if (below) found.push_back(shown(it->first));
  }
  std::sort(found.begin(), found.end());
  return found;
}

Repository::BlobPointer Repository::staged(const std::string& path) const {
  const auto inside = relative(path);
  const auto entry = inside ? index_.find(*inside) : index_.end();
  if (entry == index_.end()) {
    throw Error(Error::Place{path, 0, 0, {}}, "is not in the index", "`git add` puts it there");
  }
  if (entry->second.empty()) {
    throw Error(Error::Place{path, 0, 0, {}}, "has conflicts of a merge", "`git add` it when they are resolved");
  }
  git_oid id;
  git_oid_fromstr(&id, entry->second.c_str());
  git_odb_object* blob = nullptr;
  require(git_odb_read(&blob, objects_.get(), &id));
  return {blob, git_odb_object_free};
}

std::size_t Repository::staged_size(const std::string& path) const {
  return git_odb_object_size(staged(path).get());
}

std::string Repository::read_staged(const std::string& path, std::size_t most) const {
  const BlobPointer content = staged(path);
  const std::size_t size = git_odb_object_size(content.get());
  require_size(path, size, most);
  return {static_cast<const char*>(git_odb_object_data(content.get())), size};
}

}  // namespace toofew
