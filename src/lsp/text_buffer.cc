#include "lsp/text_buffer.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace toofew::lsp {
namespace {

int units_of(const CodePoint& point, PositionEncoding encoding) {
  if (encoding == PositionEncoding::utf8) return static_cast<int>(point.size);
  return encoding == PositionEncoding::utf16 && point.value > 0xFFFF ? 2 : 1;
}

}  // namespace

TextBuffer::TextBuffer(std::string text, PositionEncoding encoding) : text_(std::move(text)), encoding_(encoding) {
  index_lines(0);
}

void TextBuffer::replace(const Range& range, std::string_view text) {
  const ByteRange bytes = offsets(range);
  text_.replace(bytes.begin, bytes.size(), text);
  // The line before may have ended in "\r", which a "\n" now makes one with.
  const auto line = std::upper_bound(starts_.begin(), starts_.end(), bytes.begin) - starts_.begin();
  index_lines(static_cast<std::size_t>(std::max<std::ptrdiff_t>(line - 2, 0)));
}

void TextBuffer::replace_all(std::string text) {
  text_ = std::move(text);
  index_lines(0);
}

void TextBuffer::index_lines(std::size_t from_line) {
  last_ = {};
  starts_.resize(std::min(from_line + 1, starts_.size()));
  if (starts_.empty()) starts_.push_back(0);
  for (std::size_t i = starts_.back(); i < text_.size(); ++i) {
    const char c = text_[i];
    if (c > '\r') continue;
    const bool ends_line = c == '\n' || (c == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'));
    if (ends_line) starts_.push_back(i + 1);
  }
}

ByteRange TextBuffer::line(int number) const {
  const auto index = static_cast<std::size_t>(std::max(number, 0));
  if (index >= starts_.size()) return {text_.size(), text_.size()};
  ByteRange bytes{starts_[index], index + 1 < starts_.size() ? starts_[index + 1] : text_.size()};
  while (!bytes.empty() && (text_[bytes.end - 1] == '\n' || text_[bytes.end - 1] == '\r')) --bytes.end;
  return bytes;
}

std::size_t TextBuffer::offset(const Position& position) const {
  if (position.line < 0) return 0;
  const ByteRange bytes = line(position.line);
  std::size_t at = bytes.begin;
  for (int units = 0; at < bytes.end;) {
    const CodePoint point = code_point_at(text_, at);
    units += units_of(point, encoding_);
    if (units > position.character) break;
    at += point.size;
  }
  return at;
}

ByteRange TextBuffer::offsets(const Range& range) const {
  const std::size_t begin = offset(range.start);
  return {begin, std::max(begin, offset(range.end))};
}

Position TextBuffer::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto line = std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin() - 1;
  Place place{starts_[static_cast<std::size_t>(line)], {static_cast<int>(line), 0}};
  if (last_.position.line == place.position.line && last_.offset <= offset) place = last_;
  while (place.offset < offset) {
    const CodePoint point = code_point_at(text_, place.offset);
    if (place.offset + point.size > offset) break;
    place.position.character += units_of(point, encoding_);
    place.offset += point.size;
  }
  last_ = place;
  return place.position;
}

Range TextBuffer::range(ByteRange bytes) const {
  const Position start = position(bytes.begin);
  return {start, position(std::max(bytes.begin, bytes.end))};
}

}  // namespace toofew::lsp
