#include "report/html_post.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "report/escape.h"

namespace toofew {
namespace {

/// What stands before blocks that the layout of a page does not show for what they are.
std::string_view label_of(BlockKind kind) {
  switch (kind) {
    case BlockKind::image_alt:
      return "Picture: ";
    case BlockKind::tooltip:
      return "Tooltip: ";
    case BlockKind::subject:
      return "Subject: ";
    case BlockKind::poll_option:
      return "Poll option: ";
    default:
      return "";
  }
}

/// The tags of inline markup, by MarkKind.
struct Tags {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Tags, 5> kTags = {{{"<em>", "</em>"},
                                        {"<strong>", "</strong>"},
                                        {"<s>", "</s>"},
                                        {"<span class=\"link\">", "</span>"},
                                        {"<span class=\"quote\">", "</span>"}}};

/// A finding within a block.
struct Hit {
  ByteRange text;  ///< bytes of Block::text
  NumberedFinding what;
};

/// Where markup or a finding begins or ends.
struct Edge {
  std::size_t offset;
  bool begins;
  const Mark* mark;  ///< or
  const Hit* hit;
};

/// Writes the text of one block: pieces between edges, each in the tags of all that is open there, so that ranges may
/// overlap in any way.
class BlockWriter {
 public:
  /// `named` are the findings whose first words have been written, by number.
  BlockWriter(const Block& block, const std::vector<Hit>& hits, std::set<std::size_t>& named)
      : block_(block), named_(named) {
    for (const Mark& mark : block.marks) add(mark.text, &mark, nullptr);
    for (const Hit& hit : hits) add(hit.text, nullptr, &hit);
    std::sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
      return a.offset != b.offset ? a.offset < b.offset : a.begins < b.begins;
    });
  }

  std::string write() {
    std::size_t at = 0;
    for (const Edge& edge : edges_) {
      piece(at, edge.offset);
      at = std::max(at, edge.offset);
      if (edge.mark) open_marks_[static_cast<std::size_t>(edge.mark->kind)] += edge.begins ? 1 : -1;
      if (edge.hit && edge.begins) open_hits_.insert(edge.hit);
      if (edge.hit && !edge.begins) close(*edge.hit);
    }
    piece(at, block_.text.size());
    return std::move(out_);
  }

 private:
  void add(ByteRange range, const Mark* mark, const Hit* hit) {
    range.end = std::min(range.end, block_.text.size());
    if (range.begin >= range.end) return;
    edges_.push_back({range.begin, true, mark, hit});
    edges_.push_back({range.end, false, mark, hit});
  }

  void piece(std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    std::string closing;
    for (std::size_t kind = 0; kind < kTags.size(); ++kind) {
      if (open_marks_[kind] == 0) continue;
      out_ += kTags[kind].open;
      closing.insert(0, kTags[kind].close);
    }
    if (!open_hits_.empty()) {
      open_mark();
      closing.insert(0, "</mark>");
    }
    out_ += escape_markup(std::string_view(block_.text).substr(begin, end - begin)) + closing;
  }

  void open_mark() {
    Severity severity = Severity::note;
    std::vector<std::size_t> numbers;
    std::string id;
    for (const Hit* hit : open_hits_) {
      severity = std::max(severity, hit->what.finding->severity);
      numbers.push_back(hit->what.number);
      if (id.empty() && named_.insert(hit->what.number).second) id = fmt::format(" id=\"words-{}\"", hit->what.number);
    }
    std::sort(numbers.begin(), numbers.end());
    out_ +=
        fmt::format("<mark{} class=\"{}\" data-findings=\"{}\">", id, severity_name(severity), fmt::join(numbers, " "));
  }

  void close(const Hit& hit) {
    open_hits_.erase(&hit);
    out_ += fmt::format(
        "<a class=\"ref\" href=\"#finding-{0}\" data-findings=\"{0}\" aria-label=\"Finding {0}: {1}\">{0}</a>",
        hit.what.number, severity_name(hit.what.finding->severity));
  }

  const Block& block_;
  std::vector<Edge> edges_;
  std::array<int, kTags.size()> open_marks_{};
  std::set<const Hit*> open_hits_;
  std::set<std::size_t>& named_;
  std::string out_;
};

/// Writes the blocks of a part, and the lists and tables that they make up.
class PostWriter {
 public:
  PostWriter(const Part& part, const std::vector<NumberedFinding>& findings) : part_(part) {
    for (const NumberedFinding& finding : findings) {
      hits_.push_back({part.map.to_text(finding.finding->source), finding});
    }
    std::stable_sort(hits_.begin(), hits_.end(),
                     [](const Hit& a, const Hit& b) { return a.text.begin < b.text.begin; });
    for (const Hit& hit : hits_) reach_.push_back(std::max(hit.text.end, reach_.empty() ? 0 : reach_.back()));
  }

  std::string write() {
    for (const Block& block : part_.blocks) add(block);
    leave();
    return std::move(out_);
  }

 private:
  enum class Inside { nothing, list, table };

  /// The findings that have words in the block; their ranges in its text.
  std::vector<Hit> hits_in(const Block& block) const {
    const ByteRange content = block.map.to_source({0, block.text.size()});
    const auto first = std::upper_bound(reach_.begin(), reach_.end(), content.begin);
    std::vector<Hit> out;
    for (auto i = static_cast<std::size_t>(first - reach_.begin()); i < hits_.size(); ++i) {
      const ByteRange found = hits_[i].text;
      if (found.begin >= content.end) break;
      if (found.end <= content.begin) continue;
      const ByteRange text =
          block.map.to_text({std::max(found.begin, content.begin), std::min(found.end, content.end)});
      if (!text.empty()) out.push_back({text, hits_[i].what});
    }
    return out;
  }

  void add(const Block& block) {
    const auto hits = hits_in(block);
    const std::string text = std::string(label(block)) + BlockWriter(block, hits, named_).write();
    if (block.kind == BlockKind::list_item) {
      enter(Inside::list, 0);
      out_ += fmt::format("<li>{}</li>\n", text);
    } else if (block.cell) {
      enter(Inside::table, block.cell->table);
      cell(*block.cell, text);
    } else {
      leave();
      out_ += fmt::format("<p{}>{}</p>\n", style(block), text);
    }
  }

  static std::string label(const Block& block) {
    std::string name(label_of(block.kind));
    if (block.kind == BlockKind::metadata) name = block.field + ": ";
    return name.empty() ? name : fmt::format("<span class=\"label\">{}</span>", escape_markup(name));
  }

  static std::string style(const Block& block) {
    if (block.kind == BlockKind::heading) return " class=\"heading\"";
    return block.quoted ? " class=\"quoted\"" : "";
  }

  void enter(Inside what, int table) {
    if (inside_ == what && table_ == table) return;
    leave();
    inside_ = what;
    table_ = table;
    out_ += what == Inside::list ? "<ul>\n" : "<table>\n";
  }

  void leave() {
    if (inside_ == Inside::list) out_ += "</ul>\n";
    if (inside_ == Inside::table) out_ += row_ >= 0 ? "</tr>\n</table>\n" : "</table>\n";
    inside_ = Inside::nothing;
    row_ = -1;
  }

  void cell(const CellPosition& at, const std::string& text) {
    if (at.row != row_) {
      if (row_ >= 0) out_ += "</tr>\n";
      out_ += "<tr>";
      row_ = at.row;
    }
    out_ += fmt::format("<{0}>{1}</{0}>", at.header ? "th" : "td", text);
  }

  const Part& part_;
  std::vector<Hit> hits_;           // ranges in Part::content, by where they begin
  std::vector<std::size_t> reach_;  // how far the hits up to each one go
  std::set<std::size_t> named_;
  Inside inside_ = Inside::nothing;
  int table_ = 0;
  int row_ = -1;
  std::string out_;
};

}  // namespace

std::string html_post(const Part& part, const std::vector<NumberedFinding>& findings) {
  return PostWriter(part, findings).write();
}

}  // namespace toofew
