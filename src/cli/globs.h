#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>
#include <vector>

namespace toofew {

/// Path patterns, as .gitignore writes them: "*" and "?" stay within a name, "**" crosses folders, "[ab]" is a choice;
/// a pattern with a "/" before its end counts from the base folder, another one fits at any depth, and one that ends
/// in "/" fits folders only.
class Globs {
 public:
  explicit Globs(const std::vector<std::string>& patterns);

  /// `path` is relative to the base folder.
  bool match(const std::string& path, bool is_folder) const;

 private:
  struct Pattern {
    std::unique_ptr<RE2> expression;
    bool folders_only;
  };
  std::vector<Pattern> patterns_;
};

}  // namespace toofew
