#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace toofew {

/// Puts the bytes into the file, whole or not at all: a reader never sees half of them, and a failure leaves what was
/// there. The file keeps its permissions; a symbolic link stays, and the file that it leads to is written. What is no
/// regular file (a pipe, a device) is written as it comes. Throws Error that names the path and the reason. A signal that
/// ends the program waits until the file is in its place.
void write_file(const std::string& path, std::string_view bytes);

/// The same, in the place of what was read from there: throws Error that names the path, and writes nothing, if the file
/// holds anything else than `was` by now, or is no regular file. That it holds `bytes` already is well.
void replace_file(const std::string& path, std::string_view was, std::string_view bytes);

/// While it lives, it is the only one for the file's folder: the next waits, in this program or another one. For what is
/// read, changed and written back. Leaves no file behind. Where the folder cannot be locked, as in some network file
/// systems, nothing waits.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int folder_;
};

/// Absolute and without symbolic links, so that two names of one file compare equal; the file need not be there.
std::filesystem::path resolved_path(const std::string& path);

}  // namespace toofew
