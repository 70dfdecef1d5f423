#pragma once

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toofew {

/// A path pattern, as .gitignore writes them: "*" and "?" stay within a name, "**" crosses folders, "[ab]" is a choice;
/// a pattern with a "/" before its end counts from the base folder, another one fits at any depth, and one that ends
/// in "/" fits folders only. Paths are relative to the base folder.
class Glob {
 public:
  explicit Glob(std::string_view pattern);

  const std::string& pattern() const { return pattern_; }

  /// Whether the pattern fits this file or folder itself.
  bool match(const std::string& path, bool is_folder) const;

  /// Whether the pattern fits the file itself or, when it ends in "/", a folder that the file is in.
  bool covers(const std::string& file) const;

  /// How many names the pattern spells out: 2 in "posts/press/*.md", 0 in "*.tweet".
  int names() const { return names_; }

  /// A path that both cover, as an example; nullopt when there is none.
  std::optional<std::string> overlap(const Glob& other) const;

 private:
  std::string pattern_;
  bool folders_only_;
  int names_;
  std::shared_ptr<const RE2> itself_;
  std::shared_ptr<const RE2> covered_;
};

/// Several patterns, of which one is enough.
class Globs {
 public:
  explicit Globs(const std::vector<std::string>& patterns);

  bool match(const std::string& path, bool is_folder) const;

 private:
  std::vector<Glob> globs_;
};

}  // namespace toofew
