#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/interval.h"
#include "grammar/claim.h"

namespace toofew {

enum class Severity { note, warning, error };

std::string_view severity_name(Severity severity);
std::optional<Severity> severity_from_name(std::string_view name);
std::vector<std::string> severity_names();

/// The smallest cohort that may be published for a kind of data.
struct Threshold {
  std::int64_t k = 0;            ///< people; a cohort of k may be published, one of k - 1 may not
  std::int64_t error_below = 0;  ///< people; findings below it are errors, from it up to k warnings
  std::string source;  ///< where k was set: "built-in policy: thresholds.ordinary", "toofew.yaml:7 thresholds.health"
};

/// A claim that the policy does not let pass, with all that a report says about it.
struct Finding {
  std::size_t part = 0;  ///< index into Document::parts
  ByteRange source;      ///< the words, in bytes of the original file
  std::string text;      ///< the words, a slice of Part::content
  std::string rule;
  Kind kind = Kind::small_count;
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
  std::string record;                ///< id of the queue record; "" outside queues
  std::string field;                 ///< name of the queue field; "" outside queues
};

}  // namespace toofew
