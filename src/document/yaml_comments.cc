#include <algorithm>
#include <iterator>
#include <optional>

#include "base/words.h"
#include "document/block_builder.h"
#include "document/node.h"
#include "document/notes.h"

namespace toofew {
namespace {

using Published = std::map<std::size_t, Note::Reach>;

// yaml-cpp does not hand out comments: they are what begins with "#" at the start of a line or behind white space, and
// outside of every scalar.
class CommentReader {
 public:
  CommentReader(std::string_view text, const std::vector<Node>& documents, const Published& published)
      : text_(text), published_(published) {
    for (const Node& document : documents) collect(document);
    std::sort(scalars_.begin(), scalars_.end(), [](const Scalar& a, const Scalar& b) { return a.start < b.start; });
  }

  std::vector<Note> read() const {
    std::vector<Note> notes;
    for (std::size_t at = text_.find('#'); at != std::string_view::npos; at = text_.find('#', at)) {
      if (!is_comment(at)) {
        ++at;
        continue;
      }
      const Line line = line_at(text_, at);
      const std::string_view words = text_.substr(at + 1, line.end - at - 1);
      if (is_note(words)) notes.push_back({{}, std::string(words), {at, line.end}, covered_by(at)});
      at = line.next;
    }
    return notes;
  }

 private:
  struct Scalar {
    std::size_t start;  // of its quotes, or of the sign of a block scalar
    ByteRange value;
  };

  void collect(const Node& node) {
    if (node.kind == Node::Kind::scalar) {
      scalars_.push_back({node.offset, node.value.map.to_source({0, node.value.text.size()})});
    }
    for (const Node& child : node.children) collect(child);
  }

  // The scalar that starts last before `at`.
  const Scalar* scalar_before(std::size_t at) const {
    const auto is_before = [](const Scalar& scalar, std::size_t offset) { return scalar.start < offset; };
    const auto after = std::lower_bound(scalars_.begin(), scalars_.end(), at, is_before);
    return after == scalars_.begin() ? nullptr : &*std::prev(after);
  }

  bool is_comment(std::size_t at) const {
    if (at > 0 && !is_space(text_[at - 1])) return false;
    const Scalar* scalar = scalar_before(at);
    return scalar == nullptr || !scalar->value.contains(at);
  }

  std::vector<Note::Reach> covered_by(std::size_t at) const {
    const std::size_t line_end = text_.find_last_of("\r\n", at);
    const std::size_t line = line_end == std::string_view::npos ? 0 : line_end + 1;
    std::size_t limit = text_.size();
    auto found = published_.upper_bound(at);
    if (text_.find_first_not_of(" \t", line) != at) {  // behind a value
      const Scalar* scalar = scalar_before(at);
      const bool same_line = scalar != nullptr && std::max(scalar->start, scalar->value.end) > line;
      if (!same_line) return {};
      found = published_.lower_bound(scalar->value.begin);
      limit = scalar->value.end;
    }
    if (found == published_.end() || found->first >= limit) return {};
    return {found->second};
  }

  std::string_view text_;
  const Published& published_;
  std::vector<Scalar> scalars_;  // by start
};

}  // namespace

std::vector<Note> yaml_comments(std::string_view text, const std::vector<Node>& documents, const Published& published) {
  return CommentReader(text, documents, published).read();
}

}  // namespace toofew
