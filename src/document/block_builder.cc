#include "document/block_builder.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/words.h"

namespace toofew {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool starts_without_case(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  return std::equal(lower.begin(), lower.end(), text.begin(),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

// Length of the scheme (or "www.") that a web address starts with here; 0 when none does.
std::size_t address_start(std::string_view text) {
  for (std::string_view start : {"https://", "http://", "www."}) {
    if (!starts_without_case(text, start)) continue;
    const bool named = text.size() > start.size() && (is_alphanumeric(text[start.size()]) || text[start.size()] == '[');
    return named ? start.size() : 0;
  }
  return 0;
}

// Sentence punctuation after an address belongs to the sentence; a closing bracket does unless the address opened it.
std::size_t without_trailing_punctuation(std::string_view address) {
  auto opened = std::count(address.begin(), address.end(), '(');
  auto closed = std::count(address.begin(), address.end(), ')');
  std::size_t end = address.size();
  for (; end > 0; --end) {
    const char last = address[end - 1];
    if (last == ')' && closed > opened) {
      --closed;
      continue;
    }
    if (std::string_view(".,;:!?'\"*_~").find(last) == std::string_view::npos) break;
  }
  return end;
}

std::size_t address_size(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !is_space(text[end]) && text[end] != '<' && text[end] != '>' && text[end] != '"' &&
         !text.substr(end).starts_with(kNoBreakSpace) && !text.substr(end).starts_with(kObject)) {
    ++end;
  }
  return without_trailing_punctuation(text.substr(0, end));
}

std::vector<ByteRange> web_addresses(std::string_view text) {
  std::vector<ByteRange> found;
  const auto may_start = [](char c) { return c == 'h' || c == 'w' || c == 'H' || c == 'W'; };
  const auto next_from = [&](std::size_t from) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(from);
    return from + static_cast<std::size_t>(std::find_if(begin, text.end(), may_start) - begin);
  };
  for (std::size_t i = next_from(0); i < text.size(); i = next_from(i)) {
    const bool at_word_start = i == 0 || !is_alphanumeric(text[i - 1]);
    const std::size_t size = at_word_start && address_start(text.substr(i)) > 0 ? address_size(text.substr(i)) : 0;
    if (size > 0) found.push_back({i, i + size});
    i += std::max<std::size_t>(size, 1);
  }
  return found;
}

Mapped with_objects(const Mapped& from, const std::vector<ByteRange>& ranges, std::vector<Mark>& marks) {
  Mapped out;
  SourceMap to_old;
  std::size_t done = 0;
  const auto copy_until = [&](std::size_t end) {
    out.text.append(from.text, done, end - done);
    to_old.append(end - done, {done, end}, true);
  };
  for (const ByteRange& range : ranges) {
    copy_until(range.begin);
    out.text += kObject;
    to_old.append(kObject.size(), range, false);
    done = range.end;
  }
  copy_until(from.text.size());
  for (Mark& mark : marks) mark.text = to_old.to_text(mark.text);
  out.map = to_old.over(from.map);
  return out;
}

void clip_marks(std::vector<Mark>& marks, ByteRange kept) {
  for (Mark& mark : marks) {
    mark.text.begin = std::clamp(mark.text.begin, kept.begin, kept.end) - kept.begin;
    mark.text.end = std::clamp(mark.text.end, kept.begin, kept.end) - kept.begin;
  }
  std::erase_if(marks, [](const Mark& mark) { return mark.text.empty(); });
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.text.begin < b.text.begin; });
}

}  // namespace

void BlockBuilder::verbatim(std::string_view text, std::size_t content_begin) {
  built_.verbatim(text, content_begin);
  content_end_ = content_begin + text.size();
}

void BlockBuilder::piece(std::string_view text, ByteRange content) {
  built_.piece(text, content);
  content_end_ = content.end;
}

void BlockBuilder::append(const Mapped& from, ByteRange range) {
  if (range.empty()) return;
  built_.text.append(from.text, range.begin, range.size());
  built_.map.append(from.map, range);
  content_end_ = from.map.to_source(range).end;
}

void BlockBuilder::append_collapsed(const Mapped& from) {
  const std::string_view text = from.text;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_space(text[end]) == is_space(text[i])) ++end;
    const ByteRange run{i, end};
    i = end;
    if (!is_space(text[run.begin])) {
      append(from, run);
    } else if (!built_.text.empty() && !is_space(built_.text.back())) {
      if (run.size() == 1 && text[run.begin] == ' ') {
        append(from, run);
      } else {
        piece(" ", from.map.to_source(run));
      }
    }
  }
}

void BlockBuilder::line_break(ByteRange content) { piece("\n", content); }

void BlockBuilder::open_mark(MarkKind kind) { open_[kind].push_back(built_.text.size()); }

void BlockBuilder::close_mark(MarkKind kind) {
  const auto open = open_.find(kind);
  if (open == open_.end()) return;
  marks_.push_back({{open->second.back(), built_.text.size()}, kind});
  open->second.pop_back();
  if (open->second.empty()) open_.erase(open);
}

std::vector<MarkKind> BlockBuilder::open_marks() const {
  std::vector<MarkKind> kinds;
  kinds.reserve(open_.size());
  for (const auto& [kind, begins] : open_) kinds.push_back(kind);
  return kinds;
}

bool BlockBuilder::blank() const { return is_blank(built_.text); }

std::optional<Block> BlockBuilder::finish(BlockKind kind) {
  while (!open_.empty()) close_mark(open_.begin()->first);
  Mapped built = std::exchange(built_, {});
  std::vector<Mark> marks = std::exchange(marks_, {});
  content_end_ = 0;
  if (is_blank(built.text)) return std::nullopt;

  const std::vector<ByteRange> addresses = web_addresses(built.text);
  if (!addresses.empty()) built = with_objects(built, addresses, marks);

  ByteRange kept{0, built.text.size()};
  while (is_space(built.text[kept.begin])) ++kept.begin;
  while (is_space(built.text[kept.end - 1])) --kept.end;
  clip_marks(marks, kept);

  Block block;
  block.kind = kind;
  if (kept.size() == built.text.size()) {
    block.text = std::move(built.text);
    block.map = std::move(built.map);
  } else {
    block.text = built.text.substr(kept.begin, kept.size());
    block.map.append(built.map, kept);
  }
  block.marks = std::move(marks);
  return block;
}

void sort_by_position(std::vector<Block>& blocks) {
  const auto start = [](const Block& block) { return block.map.to_source({0, block.text.size()}).begin; };
  const auto is_before = [&](const Block& a, const Block& b) { return start(a) < start(b); };
  // They nearly always are in order, and a sort moves them all.
  if (!std::is_sorted(blocks.begin(), blocks.end(), is_before)) std::stable_sort(blocks.begin(), blocks.end(), is_before);
}

Line line_at(std::string_view text, std::size_t begin) {
  const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
  std::size_t next = end;
  if (next < text.size()) next += text.substr(next).starts_with("\r\n") ? 2 : 1;
  return {begin, end, next};
}

bool is_blank(std::string_view text) { return std::all_of(text.begin(), text.end(), is_space); }

}  // namespace toofew
