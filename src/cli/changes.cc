#include "cli/changes.h"

#include <algorithm>
#include <string_view>

#include "base/byte_range.h"

namespace toofew {
namespace {

/// Whether a file's bytes stand on new lines.
class NewLines {
 public:
  NewLines(const ChangedFile& file, std::string_view bytes) : whole_(file.whole) {
    std::size_t at = 0;
    int line = 1;
    const auto skip_to = [&](int wanted) {
      for (; line < wanted && at < bytes.size(); ++line) at = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
      return at;
    };
    for (const ChangedFile::Lines& lines : file.lines) {
      const std::size_t begin = skip_to(lines.first);
      ranges_.push_back({begin, skip_to(lines.last + 1)});
    }
  }

  bool hold(ByteRange range) const {
    const ByteRange words{range.begin, std::max(range.end, range.begin + 1)};
    const auto overlaps = [&](const ByteRange& lines) { return lines.overlaps(words); };
    return whole_ || std::any_of(ranges_.begin(), ranges_.end(), overlaps);
  }

 private:
  bool whole_;
  std::vector<ByteRange> ranges_;
};

}  // namespace

Changes::Changes(const Repository& repository, const std::optional<std::string>& base, bool staged)
    : repository_(repository), changed_(repository.changes(base, staged)) {}

const ChangedFile* Changes::find(const std::string& path) const {
  const auto inside = repository_.relative(path);
  const auto found = inside ? changed_.files.find(*inside) : changed_.files.end();
  return found == changed_.files.end() ? nullptr : &found->second;
}

bool Changes::is_new(const OtherStatement& other) const {
  const ChangedFile* file = other.ledger.empty() ? find(other.path) : nullptr;
  if (!file || file->whole) return file != nullptr;
  return std::any_of(file->lines.begin(), file->lines.end(), [&](const ChangedFile::Lines& lines) {
    return lines.first <= other.line && other.line <= lines.last;
  });
}

bool Changes::narrow(CheckedFile& file) const {
  const ChangedFile* changed = find(file.path);
  if (file.failure) return changed || file.failure->place().file != file.path;
  const NewLines lines(changed ? *changed : ChangedFile(), file.bytes);
  const auto is_old = [&](const Finding& finding) {
    const bool here = lines.hold(finding.source) || (finding.related && lines.hold(*finding.related));
    return !here && !(finding.other && is_new(*finding.other));
  };
  std::erase_if(file.findings, is_old);
  std::erase_if(file.waived, is_old);
  if (!file.findings.empty() || !file.waived.empty()) return true;
  file.bytes = {};
  file.document = {};
  return changed != nullptr && !file.holds_waivers;
}

std::vector<std::string> Changes::submodules(const std::vector<std::string>& paths) const {
  std::vector<std::string> found;
  for (const std::string& module : changed_.submodules) {
    const bool asked_for = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
      const auto inside = repository_.relative(path);
      return inside && (inside->empty() || module == *inside || module.starts_with(*inside + "/"));
    });
    if (asked_for) found.push_back(repository_.shown(module));
  }
  return found;
}

}  // namespace toofew
