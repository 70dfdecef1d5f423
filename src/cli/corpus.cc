#include "cli/corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/words.h"
#include "document/reader.h"

namespace toofew {
namespace {

using Json = nlohmann::json;

std::string text_or(const Json& json, const char* key, const std::string& none) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : none;
}

Interval interval_of(const Json& pair) {
  Interval interval{pair.at(0).get<std::int64_t>(), {}};
  if (!pair.at(1).is_null()) interval.hi = pair.at(1).get<std::int64_t>();
  return interval;
}

/// Whether the first places of two wordings in the text share a byte.
bool share_words(const std::string& text, const std::string& a, const std::string& b) {
  const ByteRange first{text.find(a), text.find(a) + a.size()};
  const ByteRange second{text.find(b), text.find(b) + b.size()};
  return first.begin != std::string::npos && second.begin != std::string::npos && first.overlaps(second);
}

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

template <typename Shares>
std::string table(std::string_view title, const std::map<std::string, Shares>& axes) {
  std::string out;
  for (const auto& [axis, values] : axes) {
    out += fmt::format("{} by {}:", title, axis);
    for (const auto& [value, share] : values) out += fmt::format(" {} {}/{}", value, share.hits, share.all);
    out += "\n";
  }
  return out;
}

}  // namespace

CorpusScore::CorpusScore(const std::string& path, const std::string& bytes, const Checker& checker) {
  FieldNames fields = checker.config().fields();  // for the front matter that a post may have
  fields.prose = {"text"};
  fields.id = {"id"};
  const Document document = read_document(bytes, Format::json_lines_queue, fields, path);
  std::vector<std::vector<TraceStep>> steps;
  std::map<std::string, Read> by_id;
  for (Finding& finding : checker.check(document, {}, &steps)) {
    if (finding.severity >= Severity::warning) by_id[finding.record].findings.push_back(std::move(finding));
  }
  for (std::size_t i = 0; i < document.parts.size(); ++i) {
    by_id[document.parts[i].record].traces.emplace_back(&document.parts[i], std::move(steps[i]));
  }

  std::string_view rest = bytes;
  for (int line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    Post post;
    if (parse(path, line, rest.substr(0, end), post)) score(post, by_id[post.id]);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

// False for lines that are not scored.
bool CorpusScore::parse(const std::string& path, int line, std::string_view json_text, Post& post) {
  if (json_text.find_first_not_of(" \t\r") == std::string_view::npos) return false;
  try {
    const Json json = Json::parse(json_text);
    const std::string label = json.at("label").get<std::string>();
    if (label == "debatable" || !text_or(json, "needs", "").empty()) return false;
    post.id = json.at("id").get<std::string>();
    post.text = json.at("text").get<std::string>();
    post.flag = label == "flag";
    post.axes["channel"] = text_or(json, "channel", "none");
    post.trap = text_or(json, "trap", "none");
    if (!post.flag) return true;
    post.kinds = json.at("kinds").get<std::vector<std::string>>();
    post.span = text_or(json, "span", "");
    post.axes["category"] = json.value("sensitive", Json(false)) == Json(true) ? "sensitive" : "ordinary";
    for (const char* key : {"cohort", "cohort2"}) {
      if (json.contains(key) && json[key].is_array()) post.cohorts.push_back(interval_of(json[key]));
    }
    return true;
  } catch (const Json::exception& error) {
    throw Error(Error::Place{path, line, 0, {}}, fmt::format("not a labelled post: {}", error.what()));
  }
}

void CorpusScore::score(const Post& post, const Read& read) {
  const bool found = !read.findings.empty();
  auto& rates = post.flag ? recall_ : alarm_rates_;
  const auto count = [&](const std::string& axis, const std::string& value) {
    Share& share = rates[axis][value];
    share.hits += found ? 1 : 0;
    ++share.all;
  };
  for (const auto& [axis, value] : post.axes) count(axis, value);
  for (const auto& kind : post.kinds) count("kind", kind);
  if (!post.flag) count("trap", post.trap);

  note_sole_rule(post, read.findings);
  if (post.flag && found) score_flagged(post, read.findings);
  if (post.flag && !found) ++misses_, list("MISS", post, read);
  if (!post.flag && found) ++false_alarms_, list("FALSE ALARM", post, read);
  if (!post.flag && !found) ++passes_;
}

void CorpusScore::score_flagged(const Post& post, const std::vector<Finding>& findings) {
  ++true_alarms_;
  const auto any = [&](const auto& is_right) {
    return std::any_of(findings.begin(), findings.end(), is_right) ? std::size_t{1} : std::size_t{0};
  };
  const auto among = [](const auto& list, const auto& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  interval_right_ += any([&](const Finding& f) { return among(post.cohorts, f.cohort); });
  span_right_ += any([&](const Finding& f) { return share_words(post.text, f.text, post.span); });
  kind_right_ += any([&](const Finding& f) { return among(post.kinds, std::string(kind_of(f))); });
}

void CorpusScore::note_sole_rule(const Post& post, const std::vector<Finding>& findings) {
  if (findings.empty()) return;
  const std::string& rule = findings.front().rule;
  if (std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule != rule; })) return;
  Decided& decided = decided_[rule];
  (post.flag ? decided.rightly : decided.wrongly).push_back(post.id);
}

void CorpusScore::list(std::string_view what, const Post& post, const Read& read) {
  const std::string label = post.flag ? fmt::format("{}", fmt::join(post.kinds, ", ")) : post.trap;
  listing_ += fmt::format("\n{} {} ({}): {}\n", what, post.id, label, post.text);
  for (const Finding& finding : read.findings) {
    listing_ += fmt::format("    {}: “{}” as {}\n", finding.rule, finding.text, finding.cohort.to_string());
  }
  for (const auto& [part, steps] : read.traces) {
    for (const TraceStep& step : steps) {
      const auto words = std::string_view(part->content).substr(step.content.begin, step.content.size());
      listing_ += fmt::format("    trace: “{}”: {}\n", one_line(words), step.words);
    }
  }
}

std::string CorpusScore::text() const {
  const double precision = ratio(true_alarms_, true_alarms_ + false_alarms_);
  const double recall = ratio(true_alarms_, true_alarms_ + misses_);
  const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0.0;
  std::string out = fmt::format(
      "{} posts: {} found, {} missed, {} false alarms, {} rightly passed\n"
      "precision {:.3f}  recall {:.3f}  F1 {:.3f}\n"
      "of those found: interval right {:.3f}  span right {:.3f}  kind right {:.3f}\n",
      true_alarms_ + misses_ + false_alarms_ + passes_, true_alarms_, misses_, false_alarms_, passes_, precision,
      recall, f1, ratio(interval_right_, true_alarms_), ratio(span_right_, true_alarms_),
      ratio(kind_right_, true_alarms_));
  out += table("recall", recall_) + table("false alarms", alarm_rates_);
  out += "\nposts that one rule alone decides:\n";
  for (const auto& [rule, posts] : decided_) {
    out += fmt::format("{}: {} rightly", rule, posts.rightly.size());
    if (!posts.rightly.empty()) out += fmt::format(" ({})", fmt::join(posts.rightly, ", "));
    if (!posts.wrongly.empty()) out += fmt::format(", {} wrongly ({})", posts.wrongly.size(), fmt::join(posts.wrongly, ", "));
    out += "\n";
  }
  return out + listing_;
}

}  // namespace toofew
