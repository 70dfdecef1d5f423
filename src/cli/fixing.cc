#include "cli/fixing.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/words.h"
#include "cli/diff.h"
#include "cli/files.h"
#include "cli/write_file.h"
#include "report/line_index.h"

namespace toofew {
namespace {

namespace fs = std::filesystem;

/// Calls change(draft) for each draft that has fixes.
template <typename Change>
Fixing for_each_fixed(const CheckedDrafts& drafts, const Change& change) {
  Fixing out;
  for (const CheckedDraft& draft : drafts.drafts) {
    if (!draft.fixed) continue;
    out.unsafe += draft.fixed->unsafe;
    out.untried += draft.fixed->untried;
    if (draft.fixed->fixed == 0) continue;
    try {
      change(draft);
      ++out.files;
      out.findings += draft.fixed->fixed;
    } catch (const Error& error) {
      out.failures.push_back(error);
    }
  }
  return out;
}

/// Bytes that a terminal and a patch can take: those of the file, unless it is in UTF-16.
std::string shown(const std::string& bytes) {
  const bool utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  return utf16 ? LineIndex(bytes).text({0, bytes.size()}) : bytes;
}

}  // namespace

Fixing write_fixed(const CheckedDrafts& drafts, const std::vector<std::string>& named) {
  std::vector<fs::path> roots;
  for (const std::string& path : named) {
    std::error_code none;
    const auto pattern = fs::exists(path, none) ? std::nullopt : PathPattern::parse(path);
    roots.push_back(resolved_path(pattern ? pattern->folder : path));
  }
  return for_each_fixed(drafts, [&](const CheckedDraft& draft) {
    const std::string& path = draft.file.path;
    const fs::path target = resolved_path(path);
    if (std::none_of(roots.begin(), roots.end(), [&](const fs::path& root) { return is_below(target, root); })) {
      throw Error(Error::Place{path, 0, 0, {}}, "is a link that leads elsewhere, so it was not fixed",
                  "name the file that it leads to");
    }
    replace_file(path, draft.file.bytes, draft.fixed->bytes);
  });
}

Fixing diff_fixed(const CheckedDrafts& drafts, std::string& diff) {
  return for_each_fixed(drafts, [&](const CheckedDraft& draft) {
    diff += unified_diff(draft.file.path, shown(draft.file.bytes), shown(draft.fixed->bytes));
  });
}

std::string fixing_summary(const Fixing& fixing, const char* done) {
  std::string more = fixing.unsafe == 0 ? "" : fmt::format("; {} more can be fixed with --unsafe-fixes", fixing.unsafe);
  if (fixing.untried > 0) {
    more += fmt::format("; {} more in long drafts had no turn: run it again, or split the drafts", fixing.untried);
  }
  return fmt::format("{} {} in {}{}.\n", done, counted(fixing.findings, "finding", "findings"),
                     counted(fixing.files, "file", "files"), more);
}

}  // namespace toofew
