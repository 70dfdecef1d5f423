#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/checker.h"

namespace toofew {

/// How well the rules do on labelled posts: JSON Lines with id, text, label (flag, clear, debatable), and for the posts
/// to flag kinds, span and cohort, for the others trap. A post counts as flagged when it has a warning or an error.
/// Debatable posts, and those whose `needs` says that the text alone does not decide, are left out.
class CorpusScore {
 public:
  /// Throws Error with path and line for a corpus that cannot be parsed.
  CorpusScore(const std::string& path, const std::string& bytes, const Checker& checker);

  /// Precision, recall and F1 over all; recall or false alarms by kind, category, channel and trap; for each rule the
  /// posts that it alone decides; then each miss and false alarm, with how it was read.
  std::string text() const;

 private:
  struct Post {
    std::string id;
    std::string text;
    bool flag = false;
    std::vector<std::string> kinds;
    std::string span;
    std::vector<Interval> cohorts;            // any of them is right
    std::map<std::string, std::string> axes;  // "channel" → "tweet"
    std::string trap;
  };
  struct Share {
    std::size_t hits = 0;
    std::size_t all = 0;
  };
  using Reading = std::pair<const Part*, std::vector<TraceStep>>;
  struct Read {
    std::vector<Finding> findings;
    std::vector<Reading> traces;
  };

  /// Ids of posts all of whose findings come from one rule.
  struct Decided {
    std::vector<std::string> rightly;
    std::vector<std::string> wrongly;
  };

  static bool parse(const std::string& path, int line, std::string_view json, Post& post);
  void score(const Post& post, const Read& read);
  void score_flagged(const Post& post, const std::vector<Finding>& findings);
  void note_sole_rule(const Post& post, const std::vector<Finding>& findings);
  void list(std::string_view what, const Post& post, const Read& read);

  std::size_t true_alarms_ = 0;
  std::size_t false_alarms_ = 0;
  std::size_t misses_ = 0;
  std::size_t passes_ = 0;
  std::size_t interval_right_ = 0;
  std::size_t span_right_ = 0;
  std::size_t kind_right_ = 0;
  std::map<std::string, std::map<std::string, Share>> recall_;       // axis → value → share found
  std::map<std::string, std::map<std::string, Share>> alarm_rates_;  // axis → value → share of false alarms
  std::map<std::string, Decided> decided_;                           // rule → posts
  std::string listing_;
};

}  // namespace toofew
