#include "document/notes.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <utility>

#include "base/suggest.h"
#include "base/words.h"
#include "document/block_builder.h"

namespace toofew {
namespace {

constexpr std::string_view kName = "toofew";
constexpr std::size_t kLongestName = 16;  // of what may be a misspelt name

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// The block's bytes of Part::content.
ByteRange range_of(const Block& block) { return block.map.to_source({0, block.text.size()}); }

/// Whether a reader hears the block's words in the course of the text, not as an aside to it.
bool in_line(const Block& block) {
  return block.kind != BlockKind::image_alt && block.kind != BlockKind::tooltip && block.kind != BlockKind::metadata;
}

/// The blocks of a part by where they begin.
class Blocks {
 public:
  explicit Blocks(const Part& part) : part_(part) {
    for (std::size_t i = 0; i < part.blocks.size(); ++i) {
      const Block& block = part.blocks[i];
      const ByteRange range = range_of(block);
      begins_.push_back(range.begin);
      last_in_line_.push_back(in_line(block) || i == 0 ? i : last_in_line_.back());
      if (!block.cell) continue;
      widen(tables_, block.cell->table, range);
      widen(rows_, std::pair(block.cell->table, block.cell->row), range);
    }
  }

  /// What a comment speaks of, in bytes of Part::content; empty when no block is there.
  ByteRange covered_by(const Comment& comment) const {
    const auto after = std::lower_bound(begins_.begin(), begins_.end(), comment.content.begin);
    const auto next = static_cast<std::size_t>(after - begins_.begin());
    if (comment.in_text) return next == 0 ? ByteRange{} : around(part_.blocks[last_in_line_[next - 1]], true);
    if (next == begins_.size()) return {};
    const Block& block = part_.blocks[next];
    return around(block, block.cell && tables_.at(block.cell->table).contains(comment.content.begin));
  }

 private:
  template <typename Key>
  static void widen(std::map<Key, ByteRange>& ranges, const Key& key, ByteRange range) {
    const auto [known, is_new] = ranges.try_emplace(key, range);
    if (!is_new) known->second = {std::min(known->second.begin, range.begin), std::max(known->second.end, range.end)};
  }

  ByteRange around(const Block& block, bool in_table) const {
    if (!block.cell) return range_of(block);
    return in_table ? rows_.at({block.cell->table, block.cell->row}) : tables_.at(block.cell->table);
  }

  const Part& part_;
  std::vector<std::size_t> begins_;
  std::vector<std::size_t> last_in_line_;  // by block: it, or the last one before it, that is in line
  std::map<int, ByteRange> tables_;
  std::map<std::pair<int, int>, ByteRange> rows_;  // by table and row
};

}  // namespace

bool is_note(std::string_view comment) {
  comment = trimmed(comment);
  std::size_t end = 0;
  while (end < comment.size() && end <= kLongestName && (is_letter(comment[end]) || comment[end] == '-')) ++end;
  const std::string name = lower(comment.substr(0, end));
  const std::string_view rest = trimmed(comment.substr(end));
  if (rest.starts_with(':')) return name == kName || nearest(name, {std::string(kName)}) == kName;
  const std::string_view verb = rest.substr(0, std::min(rest.find_first_of(" \t\r\n"), rest.size()));
  return name == kName && (verb.empty() || !nearest(lower(verb.substr(0, kLongestName)), {"allow"}).empty());
}

bool is_note_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) name.remove_prefix(dot + 1);
  return lower(name.substr(0, kName.size())) == kName;
}

void add_notes(std::vector<Comment> comments, Part& part) {
  std::erase_if(comments, [](const Comment& comment) { return !is_note(comment.text); });
  if (comments.empty()) return;
  const Blocks blocks(part);
  for (Comment& comment : comments) {
    Note note{{}, std::move(comment.text), comment.content, {}};
    const ByteRange covered = blocks.covered_by(comment);
    if (!covered.empty()) note.covers.push_back({0, covered});
    part.notes.push_back(std::move(note));
  }
}

std::string_view comment_words(std::string_view comment) {
  if (comment.starts_with("<!--")) comment.remove_prefix(4);
  if (comment.ends_with("-->")) comment.remove_suffix(3);
  return trimmed(comment);
}

}  // namespace toofew
