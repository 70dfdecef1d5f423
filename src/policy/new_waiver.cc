#include "policy/new_waiver.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <string_view>

#include "base/words.h"

namespace toofew {
namespace {

// How many lines above the words a comment may have to stand: over the key of a long text in YAML.
constexpr int kLinesAbove = 4;

/// Takes the place of what the terms lack, while it is tried out whether a place is good.
constexpr const char* kAnybody = "somebody";

/// A place for a waiver, with what stands around it there.
struct Candidate {
  std::size_t offset;
  std::string before;
  std::string after;
  bool is_field;     // its value begins with the rule
  char quote = '"';  // around values
};

std::string without(std::string text, std::string_view characters) {
  std::erase_if(text, [&](char c) { return characters.find(c) != std::string_view::npos; });
  return one_line(text);
}

std::string words_of(const Finding& finding, const NewWaiver& terms, const Candidate& candidate) {
  const std::string unsafe = "\"'<>\\";
  return fmt::format("{}{} until={} owner={q}{}{q} reason={q}{}{q}", candidate.is_field ? "" : "toofew: allow ",
                     finding.rule, date_text(terms.until), without(terms.owner, unsafe), without(terms.reason, unsafe),
                     fmt::arg("q", candidate.quote));
}

Insertion insertion_of(const Finding& finding, const NewWaiver& terms, const Candidate& candidate) {
  return {candidate.offset, candidate.before + words_of(finding, terms, candidate) + candidate.after};
}

/// Finds the places that the format has.
class Places {
 public:
  Places(const Finding& finding, const Document& document, const std::string& text)
      : finding_(finding), document_(document), text_(text), line_end_(text.find("\r\n") == std::string::npos ? "\n" : "\r\n") {}

  std::vector<Candidate> find() {
    if (finding_.part >= document_.parts.size()) return {};
    const Part& part = document_.parts[finding_.part];
    const bool in_front_matter = part.front_matter.contains(part.map.to_text(finding_.source).begin);
    if (in_front_matter) yaml_comments(line_begin(finding_.source.begin));
    switch (document_.format) {
      case Format::markdown:
      case Format::html:
      case Format::email: html_comments(part); break;
      case Format::tweet: front_matter(part); break;
      case Format::yaml_queue: yaml_comments(line_begin(finding_.source.begin)); break;
      case Format::json_queue:
      case Format::json_lines_queue: json_field(part); break;
      case Format::plain:
      case Format::csv_queue:
      case Format::tsv_queue: break;
    }
    return std::move(found_);
  }

 private:
  std::size_t line_begin(std::size_t offset) const {
    const std::size_t before = offset == 0 ? std::string::npos : text_.find_last_of('\n', offset - 1);
    return before == std::string::npos ? 0 : before + 1;
  }

  std::string indentation(std::size_t line) const {
    const std::size_t end = std::min(text_.find_first_not_of(" \t", line), text_.size());
    return text_.substr(line, end - line);
  }

  /// On a line of its own above what begins a line; else behind the words of the block.
  void html_comments(const Part& part) {
    for (const Block& block : part.blocks) {
      const ByteRange bytes = part.map.to_source(block.map.to_source({0, block.text.size()}));
      if (!bytes.overlaps(finding_.source)) continue;
      const std::size_t line = line_begin(bytes.begin);
      const Candidate above{line, indentation(line) + "<!-- ", " -->" + line_end_, false};
      const Candidate behind{bytes.end, " <!-- ", " -->", false};
      const bool is_markdown = document_.format == Format::markdown && block.kind != BlockKind::list_item && !block.cell;
      found_.push_back(is_markdown ? above : behind);
      found_.push_back(is_markdown ? behind : above);
    }
  }

  void yaml_comments(std::size_t line) {
    for (int i = 0; i < kLinesAbove; ++i) {
      found_.push_back({line, indentation(line) + "# ", line_end_, false});
      if (line == 0) break;
      line = line_begin(line - 1);
    }
  }

  void front_matter(const Part& part) {
    if (!part.front_matter.empty()) {
      const std::size_t end = part.map.to_source(part.front_matter).end;
      const bool ends_line = end > 0 && text_[end - 1] == '\n';
      found_.push_back({end, (ends_line ? "" : line_end_) + "toofew-allow: '", ends_line ? "'" + line_end_ : "'", true});
    }
    const std::size_t begin = part.map.to_source({0, std::min<std::size_t>(part.content.size(), 1)}).begin;
    found_.push_back({begin, "---" + line_end_ + "toofew-allow: '", "'" + line_end_ + "---" + line_end_, true});
  }

  /// Before the key whose value holds the words.
  void json_field(const Part& part) {
    const std::size_t value = part.map.to_source({0, std::min<std::size_t>(part.content.size(), 1)}).begin;
    const auto back_to = [&](std::size_t from, std::string_view wanted) {
      std::size_t at = from == 0 ? std::string::npos : text_.find_last_not_of(" \t\r\n", from - 1);
      return at != std::string::npos && text_.compare(at, 1, wanted) == 0 ? at : std::string::npos;
    };
    const std::size_t open = back_to(value, "\"");
    const std::size_t colon = open == std::string::npos ? open : back_to(open, ":");
    const std::size_t close = colon == std::string::npos ? colon : back_to(colon, "\"");
    if (close == std::string::npos || close == 0) return;
    const std::size_t key = text_.find_last_of('"', close - 1);
    if (key != std::string::npos) found_.push_back({key, "\"toofew-allow\": \"", "\", ", true, '\''});
  }

  const Finding& finding_;
  const Document& document_;
  const std::string& text_;
  std::string line_end_;
  std::vector<Candidate> found_;
};

std::string quoted_yaml(const std::string& text) {
  YAML::Emitter out;
  out << YAML::DoubleQuoted << text;
  return out.c_str();
}

}  // namespace

std::optional<Insertion> waiver_in_draft(const Finding& finding, const Document& document, const std::string& text,
                                         const NewWaiver& terms, const IsWaived& is_waived) {
  NewWaiver trial = terms;
  if (trial.owner.empty()) trial.owner = kAnybody;
  if (trial.reason.empty()) trial.reason = kAnybody;
  for (const Candidate& candidate : Places(finding, document, text).find()) {
    const Insertion tried = insertion_of(finding, trial, candidate);
    std::string with = text;
    with.insert(tried.offset, tried.text);
    const std::size_t moved = tried.offset <= finding.source.begin ? tried.text.size() : 0;
    if (is_waived(with, finding.source.begin + moved)) return insertion_of(finding, terms, candidate);
  }
  return std::nullopt;
}

Insertion waiver_in_file(const Finding& finding, const std::string& path, const std::string& file,
                         const NewWaiver& terms) {
  const std::size_t entry = file.rfind("- ");
  const std::size_t line = entry == std::string::npos ? entry : file.find_last_of('\n', entry);
  const bool has_entries = entry != std::string::npos && file.find("waivers:") != std::string::npos;
  const std::string indent(has_entries ? entry - (line == std::string::npos ? 0 : line + 1) : 2, ' ');
  std::string text = file.empty() || file.ends_with('\n') ? "" : "\n";
  if (file.find("waivers:") == std::string::npos) text += "waivers:\n";
  const auto add = [&](std::string_view key, const std::string& value) {
    text += fmt::format("{}{}{}: {}\n", indent, key == "path" ? "- " : "  ", key, value);
  };
  add("path", quoted_yaml(path));
  add("rule", finding.rule);
  if (!finding.record.empty()) add("record", quoted_yaml(finding.record));
  add("words", quoted_yaml(one_line(finding.text)));
  add("until", date_text(terms.until));
  add("owner", quoted_yaml(terms.owner));
  add("reason", quoted_yaml(terms.reason));
  return {file.size(), text};
}

}  // namespace toofew
