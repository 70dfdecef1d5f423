#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/globs.h"
#include "document/document.h"

namespace toofew {

/// What `find` gives for the nearest of the folder and those above it for which that is no empty path; "" where there is none.
template <typename Find>
std::filesystem::path find_upwards(std::filesystem::path folder, const Find& find) {
  while (true) {
    if (std::filesystem::path found = find(folder); !found.empty()) return found;
    if (folder == folder.parent_path()) return {};
    folder = folder.parent_path();
  }
}

/// The absolute path, without "." and ".." and a slash at its end; symbolic links stay. Throws Error for an empty path, and
/// for a relative one where the current folder is gone.
std::filesystem::path full_path(const std::filesystem::path& path);

/// Whether an absolute path is this folder or in it, by the names alone.
bool is_below(const std::filesystem::path& path, const std::filesystem::path& folder);

/// An absolute path as it is shown: from the current folder on.
std::string shown(const std::filesystem::path& path);

/// How many bytes a draft may have where nobody says otherwise.
inline constexpr std::size_t kMostBytes = std::size_t{50} * 1024 * 1024;

/// How many bytes a file may have, whatever is asked for: the libraries that read it count in 31 bits.
inline constexpr std::size_t kMostReadable = std::numeric_limits<std::int32_t>::max();

/// The bytes of a file, or of standard input for "-". Throws Error that names the path and the reason, which may be
/// that there are more than `most` bytes, or that there is not the memory for them.
std::string read_file(const std::string& path, std::size_t most = kMostReadable);

/// What speaks against a file of so many bytes; "" if nothing does.
std::string too_large(std::size_t bytes, std::size_t most);

/// Throws Error that names the path if it is too large.
void require_size(const std::string& path, std::size_t bytes, std::size_t most);

/// Whether bytes are no text in any encoding that drafts have: a NUL stands near the beginning.
bool is_binary(std::string_view bytes);

/// The format that a file is read as: `wanted`, a format name, or what its extension says where that is empty. Throws
/// Error that names the extension.
Format format_of(const std::string& path, const std::string& wanted);

/// What a walk found, in order of path.
struct Walk {
  std::vector<std::string> files;  ///< those that format_from_path() knows
  std::vector<Error> errors;       ///< folders that could not be read
};

/// What a walk looks for.
struct WalkOptions {
  /// Whether to leave out a path; the second argument tells whether it is a folder.
  std::function<bool(const std::string&, bool)> skip;
  bool any_name = false;  ///< files of any name, and not only those that format_from_path() knows
};

/// Files below `folder`, without hidden ones, node_modules, and what is to be skipped. Symbolic links to files are
/// followed, those to folders are not, so that loops end.
Walk walk(const std::string& folder, const WalkOptions& options);

/// The same of `paths` below the folder, instead of what the disk has there.
Walk walk_listed(const std::string& folder, const std::vector<std::string>& paths, const WalkOptions& options);

/// A pattern for files, as a shell would expand it, "**" for any folders included.
struct PathPattern {
  std::string folder;  ///< where to look
  Glob glob;           ///< what the path from there on must be; a folder that fits stands for all that is in it

  /// nullopt for a path without "*", "?" and "[".
  static std::optional<PathPattern> parse(const std::string& path);

  bool fits(const std::string& path) const;
};

}  // namespace toofew
