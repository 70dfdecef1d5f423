#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/interval.h"
#include "grammar/quantity.h"

namespace toofew {

/// What a statement does to the people it counts, in the terms of statistical disclosure control.
enum class Kind {
  small_count,
  singling_out,
  extreme,
  small_share,
  complement,
  vague_small,
  uniform_group,
  differencing,
  narrow_segment,
};
inline constexpr int kKindCount = 9;

std::string_view kind_name(Kind kind);  ///< "small-count", as rules, options and reports write it
std::optional<Kind> kind_from_name(std::string_view name);
std::vector<std::string> kind_names();

/// How sure the rule is that the words are a disclosure.
enum class Confidence { low, medium, high };
std::string_view confidence_name(Confidence confidence);
std::optional<Confidence> confidence_from_name(std::string_view name);

/// What an exact count tells, reduced to words, so that it can be known again in another post.
struct Telling {
  /// When it was so.
  enum class Time {
    open,       ///< it does not say, or it holds to this day: "have ordered", "so far"
    dated,      ///< a time that has a year
    recurring,  ///< a time that comes again each year: "in May"
    relative,   ///< a time told from the day of writing: "last week"; no other post means the same
  };

  /// Of the group, of what it did and when: sorted, folded, each once, without the number and without words that say
  /// nothing of either. Empty for what cannot be known again: a figure that is not exact, or words that point at others.
  std::vector<std::string> words;
  Time time = Time::open;
};

/// A statement about a cohort of users, before any policy has judged it.
struct Claim {
  Kind kind = Kind::small_count;
  Interval cohort;        ///< people (or households, accounts: one unit each)
  Confidence confidence = Confidence::medium;
  std::string rule;       ///< id of the rule that read it
  std::string category;   ///< "ordinary", or the sensitive topic that was recognised: "health", "finance" …
  std::string topic;      ///< the words that made it sensitive, as the reader sees them; "" when ordinary
  std::string unit;       ///< what the cohort counts, as written: "people", "households"; "" when unsaid
  /// The cohort by the number that stands in the copy, where the copy hedges it: 50 in "about 50", "nearly 50", "50-odd".
  std::optional<std::int64_t> figure;
  bool bare = false;      ///< extreme: nothing more is said of its holder (no place, date or trait)
  bool capped = false;    ///< the figure counts events that cap the number of people (calls, orders)
  ByteRange content;      ///< the words of the claim, in bytes of Part::content
  std::optional<ByteRange> related;  ///< where the base or the other figure stands, when it is apart from the claim
  std::string arithmetic; ///< "3% × 400 = 12", when the cohort was computed; else ""
  std::vector<std::size_t> segments;  ///< the segments that the cohort's size comes from (Populations::segments)
  Telling telling;        ///< what differences to other posts are found by
};

/// A number of people, or a share of some, that the part states: what declared facts are compared with.
struct Figure {
  ByteRange content;     ///< its words, in bytes of Part::content
  Quantity quantity;
  std::string category;  ///< "ordinary", or the sensitive topic of its sentence
  std::string topic;     ///< the words that made it sensitive; "" when ordinary
};

/// One thing that one stage read, for `toofew inspect`.
struct Reading {
  std::string_view stage;   ///< "block", "sentence", "token", "segment", "quantity", "group", "event", "claim"
  ByteRange content;        ///< bytes of Part::content
  std::string what;         ///< quantity: "count", "share", "date" …; token: its lexicon kinds; segment: its key; group: "user", "staff" …
  std::string rule;         ///< what read it; "" for blocks, sentences, tokens
  std::optional<Interval> interval;  ///< quantity, group and claim
};

/// One step of the reasoning, in words, for `toofew check --trace`: what was found, what it led to, or what vetoed it.
struct TraceStep {
  ByteRange content;
  std::string words;
};

struct Rewrite;

/// Collects what the grammar read; any list may be absent.
struct Observer {
  std::vector<Reading>* readings = nullptr;
  std::vector<TraceStep>* steps = nullptr;
  std::vector<Figure>* figures = nullptr;  ///< in order of position
  std::vector<Rewrite>* rewrites = nullptr;  ///< other words for whatever may have them (grammar/rewrite.h)
};

}  // namespace toofew
