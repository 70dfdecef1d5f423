#include "cli/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace toofew {
namespace {

constexpr std::size_t kContext = 3;

/// The lines with their line breaks.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// Lines [begin, end) that take the place of others.
struct Change {
  std::size_t old_begin, old_end, new_begin, new_end;
};

std::vector<Change> changes_of(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after) {
  std::vector<Change> changes;
  if (before.size() == after.size()) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i] == after[i]) continue;
      if (!changes.empty() && changes.back().old_end == i) {
        ++changes.back().old_end, ++changes.back().new_end;
      } else {
        changes.push_back({i, i + 1, i, i + 1});
      }
    }
    return changes;
  }
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t begin = 0;
  while (begin < shorter && before[begin] == after[begin]) ++begin;
  std::size_t same = 0;
  while (same < shorter - begin && before[before.size() - 1 - same] == after[after.size() - 1 - same]) ++same;
  changes.push_back({begin, before.size() - same, begin, after.size() - same});
  return changes;
}

class Writer {
 public:
  Writer(std::vector<std::string_view> before, std::vector<std::string_view> after)
      : before_(std::move(before)), after_(std::move(after)) {}

  std::string write() {
    const std::vector<Change> changes = changes_of(before_, after_);
    for (std::size_t i = 0; i < changes.size();) {
      std::size_t end = i + 1;
      while (end < changes.size() && changes[end].old_begin <= changes[end - 1].old_end + 2 * kContext) ++end;
      hunk({changes.begin() + static_cast<std::ptrdiff_t>(i), changes.begin() + static_cast<std::ptrdiff_t>(end)});
      i = end;
    }
    return std::move(out_);
  }

 private:
  void hunk(const std::vector<Change>& changes) {
    const std::size_t before = std::min(changes.front().old_begin, kContext);
    const std::size_t old_begin = changes.front().old_begin - before;
    const std::size_t new_begin = changes.front().new_begin - before;
    const std::size_t behind = std::min(before_.size() - changes.back().old_end, kContext);
    const std::size_t old_size = changes.back().old_end + behind - old_begin;
    const std::size_t new_size = changes.back().new_end + behind - new_begin;
    out_ += fmt::format("@@ -{},{} +{},{} @@\n", old_begin + (old_size > 0 ? 1 : 0), old_size,
                        new_begin + (new_size > 0 ? 1 : 0), new_size);
    std::size_t at = old_begin;
    for (const Change& change : changes) {
      for (; at < change.old_begin; ++at) line(' ', before_[at]);
      for (; at < change.old_end; ++at) line('-', before_[at]);
      for (std::size_t i = change.new_begin; i < change.new_end; ++i) line('+', after_[i]);
    }
    for (const std::size_t end = at + behind; at < end; ++at) line(' ', before_[at]);
  }

  void line(char sign, std::string_view text) {
    out_ += sign;
    out_ += text;
    if (!text.ends_with('\n')) out_ += "\n\\ No newline at end of file\n";
  }

  std::vector<std::string_view> before_;
  std::vector<std::string_view> after_;
  std::string out_;
};

}  // namespace

std::string unified_diff(const std::string& path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  return fmt::format("--- {0}\n+++ {0}\n{1}", path, Writer(lines_of(before), lines_of(after)).write());
}

}  // namespace toofew
