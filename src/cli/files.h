#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "document/document.h"

namespace toofew {

/// The bytes of a file, or of standard input for "-". Throws Error that names the path and the reason.
std::string read_file(const std::string& path);

/// The format that a file is read as: `wanted`, a format name, or what its extension says where that is empty. Throws
/// Error that names the extension.
Format format_of(const std::string& path, const std::string& wanted);

/// What a walk found, in order of path.
struct Walk {
  std::vector<std::string> files;  ///< those that format_from_path() knows
  std::vector<Error> errors;       ///< folders that could not be read
};

/// Files below `folder`, without hidden ones, node_modules, and what `skip` (path, is a folder) says. Symbolic links to
/// files are followed, those to folders are not, so that loops end.
Walk walk(const std::string& folder, const std::function<bool(const std::string&, bool)>& skip);

/// The same of `paths` below the folder, instead of what the disk has there.
Walk walk_listed(const std::string& folder, const std::vector<std::string>& paths,
                 const std::function<bool(const std::string&, bool)>& skip);

}  // namespace toofew
