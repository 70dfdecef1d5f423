#include "policy/fixes.h"

#include <fmt/format.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <compare>
#include <map>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "base/words.h"
#include "document/block_builder.h"
#include "document/reader.h"
#include "grammar/rewrite.h"
#include "policy/messages.h"

namespace toofew {
namespace {

constexpr std::size_t kMostFixes = 3;               // a menu that is read
constexpr std::size_t kMostBytesRead = 16U << 20U;  // of all trials of a draft together: some seconds
constexpr std::size_t kBlocksAround = 20;           // of the words: how far off others may stand that refer to them
constexpr std::size_t kReadingIsFaster = 8;         // to read a draft's format than to look for findings in it
constexpr int kMostRounds = 20;
constexpr std::size_t kShownWords = 60;             // code points of the new words that a title quotes
constexpr std::size_t kEmailLine = 76;              // bytes of a line that is encoded as quoted-printable

constexpr std::string_view kUtf16Little = "\xFF\xFE";
constexpr std::string_view kUtf16Big = "\xFE\xFF";

/// UTF-8 text in the encoding of the file.
std::string encoded(std::string_view text, std::string_view file) {
  const bool little = file.starts_with(kUtf16Little);
  if (!little && !file.starts_with(kUtf16Big)) return std::string(text);
  const auto units = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string out;
  for (int32_t i = 0; i < units.length(); ++i) {
    const auto low = static_cast<char>(units[i] & 0xFF);
    const auto high = static_cast<char>(units[i] >> 8);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

/// Where a stretch comes to stand when `fix` is in place.
ByteRange moved(ByteRange range, const Fix& fix) {
  const std::size_t new_end = fix.source.begin + fix.replacement.size();
  const auto place = [&](std::size_t at, std::size_t within) {
    if (at <= fix.source.begin) return at;
    return at >= fix.source.end ? at - fix.source.end + new_end : within;
  };
  return {place(range.begin, fix.source.begin), place(range.end, new_end)};
}

/// Whether two findings, each in its own text, tell the same of the same people.
bool is_alike(const Finding& a, const Finding& b) {
  return a.kind == b.kind && a.severity == b.severity && a.category == b.category && a.cohort.lo == b.cohort.lo &&
         a.cohort.hi == b.cohort.hi;
}

std::string shortened(std::string_view words) {
  std::size_t at = 0;
  for (std::size_t points = 0; at < words.size(); ++points) {
    if (points == kShownWords) return fmt::format("{}…", trimmed(words.substr(0, words.rfind(' ', at))));
    at += code_point_at(words, at).size;
  }
  return std::string(trimmed(words));
}

class FixMaker {
 public:
  FixMaker(const Checker& checker, const FixableDraft& draft) : checker_(checker), draft_(draft) {}

  std::vector<Fix> fixes_for(const Finding& finding) {
    std::vector<Fix> fixes;
    if (!finding.kind || finding.other || finding.part >= draft_.document.parts.size()) return fixes;
    const Part& part = draft_.document.parts[finding.part];
    for (const Rewrite& rewrite : rewrites_of(finding.part)) {
      if (fixes.size() == kMostFixes || is_exhausted()) break;
      if (!is_for(rewrite, finding, part)) continue;
      auto fix = made_of(rewrite, finding, part);
      if (!fix || is_known(fixes, *fix)) continue;
      if (works(*fix, rewrite, finding)) fixes.push_back(std::move(*fix));
    }
    return fixes;
  }

  /// Whether as much was read for trials as may be.
  bool is_exhausted() const { return read_ > kMostBytesRead; }

 private:
  static bool is_known(const std::vector<Fix>& fixes, const Fix& fix) {
    return std::any_of(fixes.begin(), fixes.end(), [&](const Fix& other) {
      return other.source == fix.source && other.replacement == fix.replacement;
    });
  }

  /// The rewrites of a part's words, the best rule's first.
  const std::vector<Rewrite>& rewrites_of(std::size_t part) {
    const auto [it, is_new] = rewrites_.try_emplace(part);
    if (!is_new) return it->second;
    Observer observer;
    observer.rewrites = &it->second;
    checker_.read(draft_.document.parts[part], observer);
    std::stable_sort(it->second.begin(), it->second.end(),
                     [](const Rewrite& a, const Rewrite& b) { return a.rank < b.rank; });
    return it->second;
  }

  static bool is_for(const Rewrite& rewrite, const Finding& finding, const Part& part) {
    if (std::find(rewrite.kinds.begin(), rewrite.kinds.end(), *finding.kind) == rewrite.kinds.end()) return false;
    if (!part.map.to_source(rewrite.content).overlaps(finding.source)) return false;
    return std::any_of(rewrite.edits.begin(), rewrite.edits.end(), [&](const Rewrite::Edit& edit) {
      const ByteRange source = part.map.to_source(edit.content);
      return source.overlaps(finding.source) || (finding.related && source.overlaps(*finding.related));
    });
  }

  /// One stretch of bytes from the first edit to the last, with what stands between them kept.
  std::optional<Fix> made_of(const Rewrite& rewrite, const Finding& finding, const Part& part) const {
    Fix fix;
    fix.safe = rewrite.safe;
    std::size_t at = part.map.to_source(rewrite.edits.front().content).begin;
    fix.source = {at, at};
    for (const Rewrite::Edit& edit : rewrite.edits) {
      const ByteRange source = part.map.to_source(edit.content);
      const std::string old = part.content.substr(edit.content.begin, edit.content.size());
      if (source.begin < at || draft_.bytes.substr(source.begin, source.size()) != encoded(old, draft_.bytes)) {
        return std::nullopt;
      }
      fix.replacement += draft_.bytes.substr(at, source.begin - at);
      fix.replacement += encoded(text_of(edit, finding), draft_.bytes);
      fix.source.end = at = source.end;
    }
    fix.title = fmt::format("{}: “{}”", rewrite.title, new_words(rewrite, finding, part));
    return fix;
  }

  static std::string text_of(const Rewrite::Edit& edit, const Finding& finding) {
    constexpr std::string_view kThreshold = "{k}";
    const std::size_t at = edit.text.find(kThreshold);
    if (at == std::string::npos) return edit.text;
    std::string text = edit.text;
    return text.replace(at, kThreshold.size(), Messages::built_in().number(finding.threshold.k));
  }

  /// What the draft says then, from a little before the first new word on.
  static std::string new_words(const Rewrite& rewrite, const Finding& finding, const Part& part) {
    const Block* block = block_with(part, rewrite.edits.front().content);
    if (block == nullptr) return {};
    const ByteRange first = block->map.to_text(rewrite.edits.front().content);
    const std::size_t last = block->map.to_text(rewrite.edits.back().content).end;
    const std::size_t behind = block->text.size() - std::min(block->text.find('\n', last), block->text.size());
    const std::string text = changed(*block, rewrite, finding);
    const std::size_t begin = shown_from(text, first.begin);
    return shortened(one_line(without_objects(text.substr(begin, text.size() - behind - begin))));
  }

  /// With an ellipsis for each code span and web address.
  static std::string without_objects(std::string text) {
    for (std::size_t at = 0; (at = text.find(kObject, at)) != std::string::npos;) text.replace(at, kObject.size(), "…");
    return text;
  }

  /// Where the sentence begins, or a few words before `at`.
  static std::size_t shown_from(std::string_view text, std::size_t at) {
    constexpr int kWordsBefore = 4;
    std::size_t begin = at;
    for (int words = 0; begin > 0 && words < kWordsBefore; ++words) {
      std::size_t end = begin;
      while (end > 0 && text[end - 1] == ' ') --end;
      if (end == 0 || text[end - 1] == '\n' || std::string_view(".!?:").find(text[end - 1]) != std::string_view::npos) break;
      begin = text.find_last_of(" \n", end - 1) + 1;  // npos + 1 is 0
    }
    return begin;
  }

  static const Block* block_with(const Part& part, ByteRange content) {
    for (const Block& block : part.blocks) {
      const ByteRange source = block.map.to_source({0, block.text.size()});
      if (source.begin <= content.begin && content.end <= source.end) return &block;
    }
    return nullptr;
  }

  /// The text of a block with the edits in it.
  static std::string changed(const Block& block, const Rewrite& rewrite, const Finding& finding) {
    std::string text = block.text;
    const ByteRange whole = block.map.to_source({0, block.text.size()});
    for (auto edit = rewrite.edits.rbegin(); edit != rewrite.edits.rend(); ++edit) {
      if (edit->content.begin < whole.begin || edit->content.end > whole.end) continue;
      const ByteRange at = block.map.to_text(edit->content);
      text.replace(at.begin, at.size(), text_of(*edit, finding));
    }
    return text;
  }

  /// Whether the draft with the fix reads as it must.
  bool works(const Fix& fix, const Rewrite& rewrite, const Finding& finding) {
    const std::string bytes = with_fixes(draft_.bytes, {fix});
    if (draft_.document.format == Format::email && makes_long_line(bytes, fix)) return false;
    read_ += bytes.size() / kReadingIsFaster;
    try {
      const Document document = read_document(bytes, draft_.document.format, checker_.config().fields(), draft_.path);
      return changes_only(document, rewrite, finding) && is_clean(document, fix, rewrite, finding);
    } catch (const Error&) {
      return false;
    }
  }

  static bool makes_long_line(std::string_view bytes, const Fix& fix) {
    const std::size_t begin = bytes.rfind('\n', fix.source.begin) + 1;  // npos + 1 is 0
    const std::size_t end = std::min(bytes.find('\n', fix.source.begin + fix.replacement.size()), bytes.size());
    return fix.replacement.size() > fix.source.size() && end - begin > kEmailLine;
  }

  /// Whether the words of the rewrite are all that differs.
  bool changes_only(const Document& document, const Rewrite& rewrite, const Finding& finding) const {
    const auto& old_parts = draft_.document.parts;
    if (document.parts.size() != old_parts.size() || document.notes.size() != draft_.document.notes.size()) return false;
    for (std::size_t i = 0; i < old_parts.size(); ++i) {
      const Part& before = old_parts[i];
      const Part& after = document.parts[i];
      if (before.record != after.record || before.field != after.field) return false;
      if (before.metadata.size() != after.metadata.size()) return false;
      if (i != finding.part && before.content != after.content) return false;
      if (i == finding.part && !is_rewritten(before, after, rewrite, finding)) return false;
    }
    return true;
  }

  static bool is_rewritten(const Part& before, const Part& after, const Rewrite& rewrite, const Finding& finding) {
    std::string content = before.content;
    for (auto edit = rewrite.edits.rbegin(); edit != rewrite.edits.rend(); ++edit) {
      content.replace(edit->content.begin, edit->content.size(), text_of(*edit, finding));
    }
    if (after.content != content || after.blocks.size() != before.blocks.size()) return false;
    for (std::size_t i = 0; i < before.blocks.size(); ++i) {
      const Block& old_block = before.blocks[i];
      const Block& new_block = after.blocks[i];
      if (old_block.kind != new_block.kind || old_block.field != new_block.field) return false;
      if (old_block.marks.size() < new_block.marks.size()) return false;
      if (old_block.marks.size() > new_block.marks.size() + rewrite.edits.size()) return false;
      if (new_block.text != changed(old_block, rewrite, finding)) return false;
    }
    return true;
  }

  /// Whether the finding is gone, and what is found now was found before.
  bool is_clean(const Document& document, const Fix& fix, const Rewrite& rewrite, const Finding& finding) {
    Window window = window_around(draft_.document.parts[finding.part], finding.part, rewrite.edits.front().content);
    const auto is_it = [&](const Finding& each) { return is_same(each, finding); };
    if (std::none_of(found_in(window).begin(), found_in(window).end(), is_it)) {
      window = {finding.part, 0, draft_.document.parts[finding.part].blocks.size()};
    }
    const std::vector<Finding>& before = found_in(window);
    for (const Finding& now : findings_in(document, window)) {
      const bool was_there = std::any_of(before.begin(), before.end(), [&](const Finding& old) {
        return is_alike(old, now) && moved(old.source, fix).overlaps(now.source) && !is_same(old, finding);
      });
      if (!was_there) return false;
    }
    return true;
  }

  static bool is_same(const Finding& a, const Finding& b) { return a.source == b.source && a.rule == b.rule; }

  /// Blocks [begin, end) of a part.
  struct Window {
    std::size_t part, begin, end;
    friend auto operator<=>(const Window&, const Window&) = default;
  };

  /// The blocks near the words, so that a long draft need not be read whole for each fix. Tables stay whole.
  static Window window_around(const Part& part, std::size_t index, ByteRange content) {
    const auto& blocks = part.blocks;
    const auto holds = [&](const Block& block) {
      const ByteRange source = block.map.to_source({0, block.text.size()});
      return source.begin <= content.begin && content.end <= source.end;
    };
    const auto at = static_cast<std::size_t>(std::find_if(blocks.begin(), blocks.end(), holds) - blocks.begin());
    const auto is_split = [&](std::size_t i) {
      return i > 0 && i < blocks.size() && blocks[i - 1].cell && blocks[i].cell &&
             blocks[i - 1].cell->table == blocks[i].cell->table;
    };
    std::size_t begin = at - std::min(at, kBlocksAround);
    std::size_t end = std::min(blocks.size(), at + kBlocksAround);
    while (is_split(begin)) --begin;
    while (is_split(end)) ++end;
    return {index, begin, end};
  }

  const std::vector<Finding>& found_in(const Window& window) {
    const auto [it, is_new] = found_.try_emplace(window);
    if (is_new) it->second = findings_in(draft_.document, window);
    return it->second;
  }

  std::vector<Finding> findings_in(const Document& document, const Window& window) {
    const Part& part = document.parts[window.part];
    Document one;
    one.format = document.format;
    const auto block = [&](std::size_t i) { return part.blocks.begin() + static_cast<std::ptrdiff_t>(i); };
    one.parts.push_back({part.content, part.map, part.record, part.field, part.metadata,
                         std::vector<Block>(block(window.begin), block(window.end)), {}, part.front_matter});
    for (const Block& each : one.parts.front().blocks) read_ += each.text.size();
    return checker_.check(one, draft_.path);
  }

  const Checker& checker_;
  const FixableDraft& draft_;
  std::map<std::size_t, std::vector<Rewrite>> rewrites_;  // by part
  std::map<Window, std::vector<Finding>> found_;
  std::size_t read_ = 0;
};

/// Fixes a draft over and over. Each round takes at least one finding away, and brings none.
class Fixer {
 public:
  Fixer(const Checker& checker, const std::string& path, bool unsafe_too, const FindingFilter& filter)
      : checker_(checker), path_(path), unsafe_too_(unsafe_too), filter_(filter) {}

  FixedDraft fix(const FixableDraft& draft) {
    format_ = draft.document.format;
    FixedDraft out;
    out.bytes = draft.bytes;
    State state = checked(out.bytes);
    std::size_t tried = 0;
    for (int round = 0; round < kMostRounds; ++round) {
      tried = add_fixes(checker_, {out.bytes, path_, state.document}, state.findings);
      const std::vector<Fix> fixes = wanted(state.findings);
      if (fixes.empty()) break;
      std::string bytes = with_fixes(out.bytes, fixes);
      State next = checked(bytes);
      if (next.findings.size() > state.findings.size() - fixes.size()) {  // together they are not what each is alone
        bytes = with_fixes(out.bytes, {fixes.front()});
        next = checked(bytes);
        if (next.findings.size() >= state.findings.size()) break;
      }
      out.fixed += state.findings.size() - next.findings.size();
      out.bytes = std::move(bytes);
      state = std::move(next);
      tried = 0;
    }
    out.untried = state.findings.size() - tried;
    out.unsafe = static_cast<std::size_t>(std::count_if(state.findings.begin(), state.findings.end(),
                                                        [](const Finding& finding) { return !finding.fixes.empty(); }));
    return out;
  }

 private:
  struct State {
    Document document;
    std::vector<Finding> findings;
  };

  State checked(std::string_view bytes) const {
    State state;
    state.document = read_document(bytes, format_, checker_.config().fields(), path_);
    state.findings = checker_.check(state.document, path_);
    filter_(state.document, state.findings);
    return state;
  }

  /// The best fix of each finding, without those that overlap another.
  std::vector<Fix> wanted(const std::vector<Finding>& findings) const {
    std::vector<Fix> fixes;
    for (const Finding& finding : findings) {
      const auto fix = std::find_if(finding.fixes.begin(), finding.fixes.end(),
                                    [&](const Fix& each) { return each.safe || unsafe_too_; });
      if (fix == finding.fixes.end()) continue;
      const bool is_apart = std::none_of(fixes.begin(), fixes.end(),
                                         [&](const Fix& other) { return other.source.overlaps(fix->source); });
      if (is_apart) fixes.push_back(*fix);
    }
    return fixes;
  }

  const Checker& checker_;
  const std::string& path_;
  bool unsafe_too_;
  const FindingFilter& filter_;
  Format format_ = Format::plain;
};

}  // namespace

std::vector<Fix> fixes_for(const Checker& checker, const FixableDraft& draft, const Finding& finding) {
  return FixMaker(checker, draft).fixes_for(finding);
}

std::size_t add_fixes(const Checker& checker, const FixableDraft& draft, std::vector<Finding>& findings) {
  FixMaker maker(checker, draft);
  std::size_t tried = 0;
  while (tried < findings.size() && !maker.is_exhausted()) {
    findings[tried].fixes = maker.fixes_for(findings[tried]);
    ++tried;
  }
  return tried;
}

FixedDraft fix_all(const Checker& checker, const FixableDraft& draft, bool unsafe_too, const FindingFilter& filter) {
  return Fixer(checker, draft.path, unsafe_too, filter).fix(draft);
}

std::string with_fixes(std::string_view bytes, std::vector<Fix> fixes) {
  std::stable_sort(fixes.begin(), fixes.end(),
                   [](const Fix& a, const Fix& b) { return a.source.begin < b.source.begin; });
  std::string out;
  std::size_t at = 0;
  for (const Fix& fix : fixes) {
    if (fix.source.begin < at) continue;
    out += bytes.substr(at, fix.source.begin - at);
    out += fix.replacement;
    at = fix.source.end;
  }
  return out += bytes.substr(at);
}

}  // namespace toofew
