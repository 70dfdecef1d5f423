#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct git_odb;
struct git_odb_object;
struct git_repository;
struct git_tree;

namespace toofew {

/// What a file has that was not there before.
struct ChangedFile {
  struct Lines {
    int first = 0;  ///< from 1; lines end at "\n", as git counts them
    int last = 0;   ///< this one included
  };
  bool whole = false;        ///< all of it: the file is new, or git does not tell its lines apart
  std::vector<Lines> lines;  ///< in order; empty where lines were only taken out, or the file only got another name
};

/// What changed in a work tree.
struct ChangedFiles {
  std::map<std::string, ChangedFile> files;  ///< by path, relative to the work tree; without those that are gone
  std::vector<std::string> submodules;       ///< and other repositories in it, of which git tells no lines
};

/// Where a repository's hooks lie.
struct HooksFolder {
  std::filesystem::path path;  ///< need not exist; relative to the current folder where it is in the work tree
  bool is_shared = false;      ///< it lies outside of the repository, so that others may look there, too
};

/// What Git leaves alone below a folder: .gitignore, .git/info/exclude and core.excludesFile. Nothing is ignored
/// outside of a repository, nor in a folder that is ignored itself: it was asked for.
class GitIgnore {
 public:
  explicit GitIgnore(const std::string& folder);
  ~GitIgnore();
  GitIgnore(const GitIgnore&) = delete;
  GitIgnore& operator=(const GitIgnore&) = delete;

  /// Whether Git ignores a path below the folder. What is in the index is not ignored, whatever the patterns say.
  bool ignores(const std::string& path, bool is_folder) const;

 private:
  struct State;
  bool fits(const std::string& inside) const;

  std::string folder_;
  std::unique_ptr<State> state_;  // nullptr where nothing is ignored
};

/// A Git repository with a work tree. All that toofew asks Git is asked here; nothing is written, fetched or run.
/// Reading is safe from several threads.
class Repository {
 public:
  /// The one that the current folder is in, as the git command finds it: GIT_DIR, GIT_INDEX_FILE and the like hold, so
  /// that a hook sees what is about to be committed. Throws Error where there is none, or where it cannot be read.
  static Repository here();

  /// Relative to the work tree, "" for the work tree itself; nullopt for what is outside. Symbolic links are followed.
  std::optional<std::string> relative(const std::string& path) const;

  /// The way from the current folder to what `relative()` was given.
  std::string shown(const std::string& inside) const;

  /// What changed between a commit and the work tree, or the index if `staged`. The commit is where HEAD parts from
  /// `base` (any revision), or HEAD itself where none is given. A file that was renamed changed where its lines did.
  /// Throws Error, with what to do, where `base` is not known or shares no commit with HEAD.
  ChangedFiles changes(const std::optional<std::string>& base, bool staged) const;

  /// Regular files that the index has at or below `path`, in order, as paths from the current folder.
  std::vector<std::string> staged_files(const std::string& path) const;

  /// Where git looks for hooks: core.hooksPath, or else the repository's own folder.
  HooksFolder hooks() const;

  /// The content that the index has of a file, and its size in bytes. Throws Error where it has none, or
  /// several that a merge has left, and for a content of more than `most` bytes.
  std::string read_staged(const std::string& path, std::size_t most) const;
  std::size_t staged_size(const std::string& path) const;

 private:
  struct Free {
    void operator()(git_repository* repository) const;
    void operator()(git_odb* objects) const;
  };
  using BlobPointer = std::unique_ptr<git_odb_object, void (*)(git_odb_object*)>;
  using TreePointer = std::unique_ptr<git_tree, void (*)(git_tree*)>;

  explicit Repository(git_repository* repository);

  TreePointer tree_of(const std::optional<std::string>& base) const;
  void load_index();
  BlobPointer staged(const std::string& path) const;

  std::unique_ptr<git_repository, Free> repository_;
  std::unique_ptr<git_odb, Free> objects_;    // unlike a repository, libgit2 lets several threads read these
  std::filesystem::path root_;                // of the work tree; absolute, without symbolic links
  std::map<std::string, std::string> index_;  // regular files: path relative to the work tree → object id, as digits; "": conflicts
};

}  // namespace toofew
