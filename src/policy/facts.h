#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/globs.h"
#include "document/document.h"
#include "policy/data_file.h"

namespace toofew {

/// What single users contributed to a sum or an average.
struct Contributors {
  std::vector<double> largest;  ///< in any unit; the largest first
  double total = 0;             ///< of all contributors
  bool complete = false;        ///< `largest` holds all of them
};

/// Something that was measured for a post, and who answers for it (docs/facts.md).
struct Fact {
  std::optional<Glob> post;  ///< the posts that it is for; absent for one that stands in its post's front matter
  std::string record;        ///< of a queue, the record that it is for; "" for any
  std::string says;          ///< the words or the number of the post that it backs
  std::optional<std::int64_t> people;  ///< the cohort as it was measured
  std::optional<std::int64_t> base;    ///< people that a share is taken of
  std::string category;                ///< of data; "": what the words themselves tell
  std::optional<Contributors> contributors;
  std::string query;  ///< what the figure can be measured again by
  std::optional<Date> as_of;
  std::string approved_by;
  std::optional<Date> approved_on;
  std::optional<Date> expires;  ///< the last day on which the approval holds
  Error::Place place;

  /// Whether it is for the draft at `path`, relative to the configuration's folder.
  bool is_for(const std::string& path) const;
  /// Whether it names one post, and not a pattern.
  bool names_one_post() const;
};

/// Reads fact files (docs/facts.md); `categories` are the kinds of data that the policy knows. Throws Error with the
/// place of what is unknown, missing or of the wrong type, and of facts that contradict each other.
std::vector<Fact> read_facts(const std::vector<DataFile>& files, const std::vector<std::string>& categories);

/// The facts that stand in the front matter of a post. Throws Error as read_facts(), with places that name no file.
std::vector<Fact> facts_of(const Part& part, const std::vector<std::string>& categories);

/// Throws Error where two of the facts tell different things of the same words; its place is that of the second.
void require_agreement(const std::vector<const Fact*>& facts);

}  // namespace toofew
