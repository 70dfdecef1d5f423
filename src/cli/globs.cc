#include "cli/globs.h"

#include <algorithm>
#include <string_view>

namespace toofew {
namespace {

/// Takes one element of a glob off its front and returns it as a regular expression.
std::string take_element(std::string_view& glob) {
  const auto take = [&](std::string_view element) {
    const bool found = glob.starts_with(element);
    if (found) glob.remove_prefix(element.size());
    return found;
  };
  if (take("**/")) return "(?:.*/)?";
  if (take("**")) return ".*";
  if (take("*")) return "[^/]*";
  if (take("?")) return "[^/]";
  const std::size_t close = glob.starts_with('[') ? glob.find(']', 2) : std::string_view::npos;
  if (close == std::string_view::npos) {
    const std::string literal = RE2::QuoteMeta(glob.substr(0, 1));
    glob.remove_prefix(1);
    return literal;
  }
  std::string_view choice = glob.substr(1, close - 1);
  glob.remove_prefix(close + 1);
  const bool negated = choice.starts_with('!');
  if (negated) choice.remove_prefix(1);
  std::string set = negated ? "[^/" : "[";
  for (const char c : choice) {
    if (c == '\\' || c == '[' || c == ']' || c == '^') set += '\\';
    set += c;
  }
  return set + "]";
}

std::string to_expression(std::string_view glob) {
  const bool anchored = glob.find('/') != std::string_view::npos;
  if (glob.starts_with('/')) glob.remove_prefix(1);
  std::string expression = anchored ? "" : "(?:.*/)?";
  while (!glob.empty()) expression += take_element(glob);
  return expression;
}

}  // namespace

Globs::Globs(const std::vector<std::string>& patterns) {
  RE2::Options options(RE2::Latin1);  // names are bytes
  options.set_dot_nl(true);
  options.set_log_errors(false);
  for (std::string_view glob : patterns) {
    const bool folders_only = glob.ends_with('/');
    if (folders_only) glob.remove_suffix(1);
    if (glob.starts_with("./")) glob.remove_prefix(1);
    patterns_.push_back({std::make_unique<RE2>(to_expression(glob), options), folders_only});
  }
}

bool Globs::match(const std::string& path, bool is_folder) const {
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const Pattern& pattern) {
    return (is_folder || !pattern.folders_only) && RE2::FullMatch(path, *pattern.expression);
  });
}

}  // namespace toofew
