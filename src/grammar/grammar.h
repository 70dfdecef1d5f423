#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "document/document.h"
#include "grammar/claim.h"
#include "grammar/segments.h"
#include "text/text.h"

namespace toofew {

struct RuleTree;

/// A rule as its author wrote it, for listing, explaining and testing.
struct RuleInfo {
  std::string id;      ///< "small-count.group-did"
  std::optional<Kind> kind = Kind::small_count;  ///< absent for what tells of no cohort
  Confidence confidence = Confidence::medium;
  std::string summary; ///< one line: what the rule reads
  std::string match;   ///< the pattern, as written
  std::vector<std::string> unless;  ///< contexts that veto it
  std::vector<std::string> flag;    ///< examples that must be flagged by this rule
  std::vector<std::string> clear;   ///< examples in which no finding may appear
  std::vector<std::pair<std::string, std::int64_t>> populations;  ///< segments that the examples know, with their users
  std::string file;    ///< where it stands: "rules/en/claims.yaml" or the path of a user pack
  int line = 0;
};

/// The rule's kind, or what stands in its place: "facts" for facts.differs.
std::string_view kind_of(const RuleInfo& rule);

/// Words that a pattern spells one by one and never matches: the lexicon makes one unit of them, and a capture of the pattern
/// begins or ends within.
struct CutPhrase {
  std::string rule;    ///< id of the pattern's rule
  Error::Place place;  ///< of the pattern; none in the built-in pack
  std::string phrase;
};

/// A rule file by name and text: built-in ones come from the binary, user packs from disk.
struct RuleFile {
  std::string name;
  std::string text;
  const RuleTree* tree = nullptr;  ///< of the text, where that was read before; it must outlive the file
};

/// The rule packs of one language, compiled. Immutable once made, and safe to share between threads.
class Grammar {
 public:
  /// The built-in pack of `language` ("en") with the user's files laid over it, in order: they extend lexicons, add
  /// rules, and override or disable rules by id. Throws Error with file, line, column, reason and hint for a broken rule.
  static Grammar load(std::string_view language, const std::vector<RuleFile>& user_files);

  /// The languages that a built-in pack exists for.
  static std::vector<std::string> languages();

  Grammar(Grammar&&) noexcept;
  Grammar& operator=(Grammar&&) noexcept;
  ~Grammar();

  /// What the part tells about cohorts of users, in order of position. No two claims of one kind overlap,
  /// but for those that count nobody (a cohort of exactly 0). With `names`, what is told of segments without a number has
  /// the size that is known of them.
  std::vector<Claim> read(const Part& part, const Observer& observer = {}, const SegmentNames* names = nullptr) const;

  /// How texts of the language are read.
  const TextOptions& text_options() const;

  /// Every rule that yields claims, in order of file and line.
  const std::vector<RuleInfo>& rules() const;

  /// By stage, and in order of the rules.
  const std::vector<CutPhrase>& cut_phrases() const;

 private:
  struct Impl;
  explicit Grammar(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace toofew
