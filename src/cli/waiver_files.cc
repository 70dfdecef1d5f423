#include "cli/waiver_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "document/reader.h"

namespace toofew {
namespace fs = std::filesystem;

std::optional<CheckedFile> checked_file(const WaiverFile& waivers) {
  CheckedFile file;
  file.path = waivers.path;
  file.holds_waivers = true;
  for (const WaiverRecord& record : waivers.waivers) {
    auto finding = judge_waiver(record, waivers.setup->checker());
    if (finding) file.findings.push_back(std::move(*finding));
  }
  if (file.findings.empty()) return std::nullopt;
  file.bytes = waivers.bytes;
  file.document = read_document(waivers.bytes, Format::plain, waivers.setup->config().fields(), waivers.path);
  return file;
}

void WaiverFiles::load(const Setup& setup) {
  if (files_.contains(&setup)) return;
  auto& by_draft = by_draft_[&setup];
  for (WaiverFile& file : files_.emplace(&setup, setup.waiver_files(today_)).first->second) {
    for (WaiverRecord& record : file.waivers) {
      if (!record.path.empty()) by_draft.emplace(setup.resolve(record.path), &record);
    }
  }
}

std::vector<WaiverRecord*> WaiverFiles::for_draft(const Setup& setup, const std::string& name) {
  const fs::path draft = fs::absolute(name).lexically_normal();
  checked_[&setup].insert(draft);
  std::vector<WaiverRecord*> found;
  const auto [begin, end] = by_draft_[&setup].equal_range(draft);
  for (auto it = begin; it != end; ++it) found.push_back(it->second);
  return found;
}

std::vector<WaiverFile> WaiverFiles::take() {
  std::vector<WaiverFile> all;
  for (auto& [setup, files] : files_) {
    const auto& checked = checked_[setup];
    for (WaiverFile& file : files) {
      std::erase_if(file.waivers, [&](WaiverRecord& record) {
        if (record.path.empty() || checked.contains(setup->resolve(record.path))) return false;
        std::error_code ignored;
        if (fs::exists(setup->resolve(record.path), ignored)) return true;
        record.state = WaiverState::malformed;
        record.problem = fmt::format("This waiver lets nothing pass: there is no file '{}'.", record.path);
        record.advice = "Paths are relative to toofew.yaml. Where the draft is gone, take the waiver out.";
        return false;
      });
      all.push_back(std::move(file));
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const WaiverFile& a, const WaiverFile& b) {
    return std::pair(a.path, a.setup->shown_path()) < std::pair(b.path, b.setup->shown_path());
  });
  return all;
}

}  // namespace toofew
