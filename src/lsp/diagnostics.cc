#include "lsp/diagnostics.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "lsp/text_buffer.h"
#include "lsp/uri.h"
#include "policy/waiver.h"
#include "report/line_index.h"

namespace toofew::lsp {
namespace {

ColumnUnit unit_of(PositionEncoding encoding) {
  if (encoding == PositionEncoding::utf8) return ColumnUnit::utf8;
  return encoding == PositionEncoding::utf16 ? ColumnUnit::utf16 : ColumnUnit::code_points;
}

}  // namespace

RangeOf ranges_of(const LineIndex& index, PositionEncoding encoding) {
  return [&index, encoding](ByteRange bytes) {
    const auto place = [&](std::size_t offset) {
      const toofew::Position at = index.position(offset, unit_of(encoding));
      return Position{at.line - 1, at.column - 1};
    };
    return Range{place(bytes.begin), place(bytes.end)};
  };
}

Range range_of(const Error::Place& place, PositionEncoding encoding) {
  if (place.line <= 0) return {};
  const TextBuffer line(place.source_line, encoding);
  std::size_t at = 0;
  for (int i = 1; i < place.column && at < line.text().size(); ++i) at += code_point_at(line.text(), at).size;
  const Range range = line.range({at, line.text().size()});
  return {{place.line - 1, range.start.character}, {place.line - 1, range.end.character}};
}

void add_waiver_findings(const CheckedDrafts& checked, PositionEncoding encoding, const std::string& docs,
                         Diagnostics& found) {
  for (const WaiverFile& file : checked.waiver_files) {
    std::optional<LineIndex> index;
    for (const WaiverRecord& record : file.waivers) {
      const auto finding = judge_waiver(record, file.setup->checker());
      if (!finding) continue;
      if (!index) index.emplace(file.bytes);
      const std::string uri = uri_of_path(file.path);
      found[uri].push_back(diagnostic_of(*finding, {uri, ranges_of(*index, encoding), docs}));
    }
  }
}

void Elsewhere::publish(const std::string& owner, Diagnostics items) {
  auto& known = said_[owner];
  if (known == items) return;
  std::vector<std::string> targets;
  for (const auto* said : {&known, &items}) {
    for (const auto& [target, diagnostics] : *said) targets.push_back(target);
  }
  known = std::move(items);
  if (known.empty()) said_.erase(owner);
  for (const std::string& target : targets) {
    const OpenDocument* open = session_.find(target);
    if (open && open->role != Role::other) continue;  // it speaks for itself
    std::vector<Diagnostic> all;
    for (const auto& [from, said] : said_) {
      const auto about = said.find(target);
      if (about == said.end()) continue;
      for (const Diagnostic& item : about->second) {
        if (std::find(all.begin(), all.end(), item) == all.end()) all.push_back(item);
      }
    }
    client_.publish(target, std::nullopt, all);
  }
}

}  // namespace toofew::lsp
