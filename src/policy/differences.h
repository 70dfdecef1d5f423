#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "grammar/grammar.h"
#include "policy/finding.h"
#include "policy/judge.h"
#include "policy/ledger.h"
#include "policy/policy.h"

namespace toofew {

/// An exact count that a draft tells, and that could be known again elsewhere (Claim::telling has words).
struct Statement {
  Claim claim;
  ClaimPlace place;
  std::optional<Date> date;  ///< of the post, where its metadata tells one
  int line = 0;              ///< where it begins, from 1
  int column = 0;            ///< from 1, in code points
};

/// What the ledger holds of a statement.
struct Published {
  bool itself = false;                 ///< this figure of this post: it is out, and nothing can be done about it
  std::vector<LedgerEntry> elsewhere;  ///< entries of other posts that tell the same
};

/// Looks the statement up; `post` is the digest of its draft's path. Throws Error for an entry that is broken.
Published look_up(const Ledger& ledger, const Statement& statement, const std::string& post);

/// What one draft tells, with what differences are added to.
struct Telltale {
  std::string path;  ///< as it is shown
  const std::vector<Statement>* statements = nullptr;
  std::vector<Finding>* findings = nullptr;  ///< by position
  const Policy* policy = nullptr;
  std::function<bool(const std::string& rule)> is_disabled;
  std::string ledger;                ///< the ledger as it is shown; "" for none
  std::vector<Published> published;  ///< beside `statements`; empty without a ledger
};

/// The rules of differences between statements that stand apart.
inline constexpr const char* kDifferenceInPost = "differencing.in-post";      ///< within one post
inline constexpr const char* kDifferenceOfPosts = "differencing.of-posts";    ///< between posts of one run
inline constexpr const char* kDifferenceToLedger = "differencing.to-ledger";  ///< to what was published before
/// What they read, for those who list and explain rules.
const std::vector<RuleInfo>& difference_rules();

/// Adds to the drafts' findings the statements that differ from another one of the same people and the same fact by
/// fewer people than the policy asks for: in the same post, in an earlier one of the list, or in the ledger. Each
/// statement is held against the nearest, and told of once; one that is published itself is not told of.
void add_differences(const std::vector<Telltale>& drafts);

}  // namespace toofew
