#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/date.h"
#include "base/error.h"
#include "base/interval.h"
#include "grammar/claim.h"

namespace toofew {

enum class Severity { note, warning, error };

std::string_view severity_name(Severity severity);
std::optional<Severity> severity_from_name(std::string_view name);
std::vector<std::string> severity_names();

/// How a size that the copy does not tell exactly is compared with k.
enum class Inexact {
  lowest,   ///< by the lowest number that the words allow: "about 50" is 40, "fewer than 50" is 0
  highest,  ///< by the highest number that the words allow: "fewer than 50" is 49
  figure,   ///< by the number that stands there: "about 50" is 50; "fewer than 50" passes a k of 50
  allow,    ///< not at all: it passes
};

std::string_view inexact_name(Inexact inexact);
std::optional<Inexact> inexact_from_name(std::string_view name);

/// The smallest cohort that may be published for a kind of data.
struct Threshold {
  std::int64_t k = 0;            ///< people; a cohort of k may be published, one of k - 1 may not
  std::int64_t error_below = 0;  ///< people, at most k; findings below it are errors, from it up to k warnings
  /// Where k was set: "built-in policy: thresholds.ordinary", "toofew.yaml:7 thresholds.health",
  /// "preset cms-11: 11 (CMS cell size suppression policy, https://…)".
  std::string source;
  bool flags_zero = false;                ///< whether "no members", "none of them" are findings
  Inexact approximate = Inexact::lowest;  ///< "about 50", "nearly 50", "50-odd"
  Inexact ceiling = Inexact::highest;     ///< "fewer than 50", "up to 50"
  Inexact open_ended = Inexact::lowest;   ///< "over 50", "at least 50"
  std::string citation;  ///< the preset that k comes from, "preset cms-11 (title, URL)"; "" when it comes from none
};

/// What lets a finding pass: somebody has answered for it.
struct AppliedWaiver {
  std::string owner;
  std::string reason;
  Date until;          ///< the last day on which it holds
  Error::Place place;  ///< in a file of waivers; `file` is "" where it stands in the draft itself, at `source`
  ByteRange source;    ///< bytes of the draft
};

/// The other figure of a difference, where it stands in another draft or was published before.
struct OtherStatement {
  std::string path;  ///< the other draft as it is shown; "" for an entry of the ledger
  int line = 0;      ///< of the draft or of the ledger, from 1
  int column = 0;    ///< of the draft, from 1, in code points; 0 for an entry of the ledger
  std::string text;  ///< its words; "" for an entry of the ledger, which holds none
  std::int64_t people = 0;
  std::string ledger;  ///< the ledger as it is shown; "" for another draft
  std::optional<Date> published;  ///< ledger: the day that the entry names
  std::string id;                 ///< ledger: the name of the post
};

/// A truthful rewrite of a finding's words, which the engine itself has found to be clean.
struct Fix {
  std::string title;        ///< what it does, for a menu: "Drop the number: “some of you watched it”"
  ByteRange source;         ///< bytes of the original file that it takes the place of
  std::string replacement;  ///< bytes, as the file's format, encoding and quoting ask for
  bool safe = false;        ///< whether it keeps the statement true without anybody's judgement
};

/// What the policy does not let pass, with all that a report says about it: a claim, or something that is wrong with a
/// fact or a waiver.
struct Finding {
  std::size_t part = 0;  ///< index into Document::parts
  ByteRange source;      ///< the words, in bytes of the original file
  std::string text;      ///< the words, a slice of Part::content
  std::string rule;
  std::optional<Kind> kind = Kind::small_count;  ///< absent where no cohort is told of: then nor is there a threshold
  Severity severity = Severity::error;
  Confidence confidence = Confidence::medium;
  Interval cohort;
  std::string category;  ///< "ordinary", "health" …
  std::string topic;     ///< the words that made it sensitive; "" when ordinary
  Threshold threshold;
  std::string message;               ///< one sentence: the size that was read, against the threshold
  std::string why;                   ///< why it reads as a fact from data held on users
  std::string advice;                ///< what the writer can do
  std::string arithmetic;            ///< "3% × 400 = 12", when the cohort was computed; else ""
  std::optional<ByteRange> related;  ///< the base or the other figure, in bytes of the original file
  std::string related_text;          ///< its words; "" when there is none
  std::optional<OtherStatement> other;  ///< the other figure, when it stands in no part of this file
  std::optional<AppliedWaiver> waiver;  ///< absent for what is to be reported
  std::optional<Error::Place>
      baseline;  ///< the entry of a baseline that lets it pass; absent for what is to be reported
  std::vector<Fix> fixes;               ///< the best one first; empty where none is known
  std::string record;                ///< id of the queue record; "" outside queues
  std::string field;                 ///< name of the queue field; "" outside queues
};

/// The finding's kind, or what stands in its place: "facts" for the rule facts.differs.
std::string_view kind_of(const Finding& finding);

}  // namespace toofew
