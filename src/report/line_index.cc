#include "report/line_index.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "base/utf8.h"

namespace toofew {
namespace {

constexpr std::size_t kInterval = 4096;  // bytes between checkpoints

bool is_line_end(char32_t c) { return c == U'\n' || c == U'\r'; }

/// Counts letters, digits and other ASCII up to `end`, of which most files are made, quicker than LineIndex::step() does.
template <typename Checkpoint>
void skip_ascii(std::string_view bytes, std::size_t end, Checkpoint& scan) {
  const std::size_t begin = scan.offset;
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  while (scan.offset < end && is_plain(bytes[scan.offset])) ++scan.offset;
  const std::size_t count = scan.offset - begin;
  if (count == 0) return;
  const int columns = static_cast<int>(count);
  scan.code_points += columns;
  scan.utf16 += columns;
  scan.utf8 += columns;
  scan.utf16_offset += count;
  scan.after_carriage_return = false;
}

}  // namespace

LineIndex::LineIndex(std::string_view bytes) : bytes_(bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) text_begin_ = 3;
  if (bytes.starts_with("\xFF\xFE")) encoding_ = Encoding::utf16_le, text_begin_ = 2;
  if (bytes.starts_with("\xFE\xFF")) encoding_ = Encoding::utf16_be, text_begin_ = 2;

  Checkpoint scan{text_begin_, 1, 1, 1, 1, 0, false};
  while (true) {
    if (scan.offset >= checkpoints_.size() * kInterval) checkpoints_.push_back(scan);
    if (scan.offset >= bytes_.size()) break;
    step(scan, at(scan.offset));
    if (encoding_ != Encoding::utf8) continue;
    skip_ascii(bytes_, std::min(checkpoints_.size() * kInterval, bytes_.size()), scan);
  }
}

void LineIndex::step(Checkpoint& scan, const CodePoint& point) const {
  const int utf16 = U16_LENGTH(static_cast<UChar32>(point.value));
  scan.offset += point.size;
  scan.utf16_offset += static_cast<std::size_t>(utf16);
  const bool ends_pair = point.value == U'\n' && scan.after_carriage_return;
  scan.after_carriage_return = point.value == U'\r';
  if (ends_pair) return;  // the "\r" has ended the line
  if (is_line_end(point.value)) {
    ++scan.line;
    scan.code_points = scan.utf16 = scan.utf8 = 1;
    return;
  }
  ++scan.code_points;
  scan.utf16 += utf16;
  scan.utf8 +=
      encoding_ == Encoding::utf8 ? static_cast<int>(point.size) : U8_LENGTH(static_cast<UChar32>(point.value));
}

char16_t LineIndex::unit(std::size_t offset) const {
  const auto first = static_cast<unsigned char>(bytes_[offset]);
  const auto second = static_cast<unsigned char>(bytes_[offset + 1]);
  const int value = encoding_ == Encoding::utf16_le ? first | second << 8 : first << 8 | second;
  return static_cast<char16_t>(value);
}

CodePoint LineIndex::at(std::size_t offset) const {
  if (encoding_ == Encoding::utf8) return code_point_at(bytes_, offset);
  if (offset + 2 > bytes_.size()) return {kReplacement, bytes_.size() - offset};
  const char16_t lead = unit(offset);
  if (!U16_IS_SURROGATE(lead)) return {lead, 2};
  if (!U16_IS_LEAD(lead) || offset + 4 > bytes_.size()) return {kReplacement, 2};
  const char16_t trail = unit(offset + 2);
  if (!U16_IS_TRAIL(trail)) return {kReplacement, 2};
  return {static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead, trail)), 4};
}

// The beginning of the code point before `offset`; precondition: offset > text_begin_.
std::size_t LineIndex::previous(std::size_t offset) const {
  const std::size_t unit_size = encoding_ == Encoding::utf8 ? 1 : 2;
  const std::size_t reach = std::min<std::size_t>(offset - text_begin_, 4);
  for (std::size_t back = reach - reach % unit_size; back > unit_size; back -= unit_size) {
    if (at(offset - back).size == back) return offset - back;
  }
  return offset - std::min(reach, unit_size);
}

LineIndex::Checkpoint LineIndex::scan_to(std::size_t offset) const {
  offset = std::min(offset, bytes_.size());
  std::size_t nearest = std::min(offset / kInterval, checkpoints_.size() - 1);
  if (nearest > 0 && checkpoints_[nearest].offset > offset) --nearest;
  Checkpoint scan = checkpoints_[nearest];
  while (scan.offset < offset) {
    const CodePoint point = at(scan.offset);
    if (scan.offset + point.size > offset) break;  // the offset is inside of this code point
    step(scan, point);
    if (encoding_ == Encoding::utf8) skip_ascii(bytes_, offset, scan);
  }
  return scan;
}

Position LineIndex::position(std::size_t offset, ColumnUnit unit) const {
  const Checkpoint scan = scan_to(offset);
  if (unit == ColumnUnit::utf16) return {scan.line, scan.utf16};
  if (unit == ColumnUnit::utf8) return {scan.line, scan.utf8};
  return {scan.line, scan.code_points};
}

std::size_t LineIndex::utf16_offset(std::size_t offset) const { return scan_to(offset).utf16_offset; }

std::string LineIndex::text(ByteRange range) const {
  std::string out;
  for (std::size_t at_byte = range.begin; at_byte < std::min(range.end, bytes_.size());) {
    const CodePoint point = at(at_byte);
    append_utf8(out, point.value);
    at_byte += point.size;
  }
  return out;
}

ByteRange LineIndex::window(std::size_t offset, std::size_t before, std::size_t after) const {
  ByteRange window{std::clamp(offset, text_begin_, bytes_.size()), std::clamp(offset, text_begin_, bytes_.size())};
  for (std::size_t i = 0; i < before && window.begin > text_begin_; ++i) {
    const std::size_t begin = previous(window.begin);
    if (is_line_end(at(begin).value)) break;
    window.begin = begin;
  }
  for (std::size_t i = 0; i < after && window.end < bytes_.size(); ++i) {
    const CodePoint point = at(window.end);
    if (is_line_end(point.value)) break;
    window.end += point.size;
  }
  return window;
}

}  // namespace toofew
