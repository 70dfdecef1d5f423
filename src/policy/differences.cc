#include "policy/differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <unordered_map>

#include "policy/difference_search.h"

namespace toofew {
namespace {

// A month without a year is the same month only for posts that are not further apart.
constexpr int kSameYear = 183;  // days

// So many neighbours, by size, are looked at for one that can be compared.
constexpr int kNeighbours = 16;

constexpr const char* kAdviceOnPublished =
    "The other figure is out already. Leave this one out, or round it until the difference cannot be worked out.";

/// The power of ten that the number may have been rounded to: 100 for 1,200.
std::int64_t rounding(std::int64_t number) {
  std::int64_t unit = 1;
  while (number != 0 && number % (unit * 10) == 0) unit *= 10;
  return unit;
}

/// Whether the difference tells anything, should the figures be rounded as their zeros suggest.
bool is_exact_difference(std::int64_t a, std::int64_t b) {
  const std::int64_t difference = std::abs(a - b);
  return difference > 0 && difference >= std::max(rounding(a), rounding(b));
}

/// What later ones must know of a statement that was read before, in this run: of a long queue there are many.
struct Earlier {
  std::size_t file;
  ByteRange source;
  std::string text;
  std::string record;
  std::optional<Date> date;
  Telling::Time time;
  int line;
  int column;
};

/// The nearest figure to a statement's.
struct Match {
  std::int64_t people = 0;
  const Earlier* earlier = nullptr;
  std::optional<LedgerEntry> entry;
};

std::int64_t people_of(const Statement& statement) { return statement.claim.cohort.lo; }

}  // namespace

class DifferenceSearch::State {
 public:
  void add(const Telltale& draft, std::size_t file) {
    file_ = file;
    paths_.try_emplace(file, draft.path);
    for (std::size_t i = 0; i < draft.statements->size(); ++i) compare(draft, i);
  }

 private:
  using BySize = std::multimap<std::int64_t, Earlier>;

  void compare(const Telltale& draft, std::size_t index) {
    const Statement& statement = (*draft.statements)[index];
    BySize& same = by_words_[fmt::format("{}", fmt::join(statement.claim.telling.words, "\n"))];
    std::optional<Match> nearest = nearest_of(same, statement);
    static const Published kNone;
    const Published& published = draft.published.empty() ? kNone : draft.published[index];
    take_nearer(nearest, nearest_of(published.elsewhere, statement), people_of(statement));
    if (nearest && !published.itself) report(draft, statement, *nearest);
    const ClaimPlace& place = statement.place;
    same.emplace(people_of(statement), Earlier{file_, place.source, place.text, place.record, statement.date,
                                               statement.claim.telling.time, statement.line, statement.column});
  }

  static void take_nearer(std::optional<Match>& best, std::optional<Match> other, std::int64_t people) {
    if (!other) return;
    if (!best || std::abs(other->people - people) < std::abs(best->people - people)) best = std::move(other);
  }

  std::optional<Match> nearest_of(const BySize& same, const Statement& statement) const {
    std::optional<Match> best;
    const auto look = [&](const auto& begin, const auto& end) {
      int left = kNeighbours;
      for (auto it = begin; it != end && left-- > 0; ++it) {
        if (!is_exact_difference(it->first, people_of(statement)) || !is_comparable(it->second, statement)) continue;
        take_nearer(best, Match{it->first, &it->second, std::nullopt}, people_of(statement));
        return;
      }
    };
    const auto above = same.lower_bound(people_of(statement));
    look(std::make_reverse_iterator(above), same.rend());
    look(above, same.end());
    return best;
  }

  bool is_comparable(const Earlier& earlier, const Statement& statement) const {
    // Two cells of one row share its label, and their columns tell of other times or people.
    if (is_same_post(earlier, statement)) return !earlier.source.overlaps(statement.place.source);
    const Telling::Time time = statement.claim.telling.time;
    if (time == Telling::Time::relative || earlier.time == Telling::Time::relative) return false;
    return time != Telling::Time::recurring || !earlier.date || !statement.date ||
           std::abs(days_between(*earlier.date, *statement.date)) <= kSameYear;
  }

  bool is_same_post(const Earlier& earlier, const Statement& statement) const {
    return earlier.file == file_ && earlier.record == statement.place.record;
  }

  static std::optional<Match> nearest_of(const std::vector<LedgerEntry>& published, const Statement& statement) {
    const Telling::Time time = statement.claim.telling.time;
    if (time == Telling::Time::relative) return std::nullopt;
    std::optional<Match> best;
    for (const LedgerEntry& entry : published) {
      if (entry.time == Telling::Time::relative || !is_exact_difference(entry.people, people_of(statement))) continue;
      const bool far = statement.date && std::abs(days_between(entry.date, *statement.date)) > kSameYear;
      if (time == Telling::Time::recurring && far) continue;
      take_nearer(best, Match{entry.people, nullptr, entry}, people_of(statement));
    }
    return best;
  }

  const char* rule_of(const Match& match, const Statement& statement) const {
    if (match.entry) return kDifferenceToLedger;
    return is_same_post(*match.earlier, statement) ? kDifferenceInPost : kDifferenceOfPosts;
  }

  void report(const Telltale& draft, const Statement& statement, const Match& match) const {
    const char* rule = rule_of(match, statement);
    if (draft.is_disabled(rule) || is_told(draft, statement)) return;
    auto finding = judge(difference(statement.claim, match.people, rule), statement.place, *draft.policy);
    if (!finding) return;
    if (match.entry) {
      finding->other = of_ledger(*match.entry, draft.ledger);
      finding->advice = kAdviceOnPublished;
    } else if (match.earlier->file == file_) {
      finding->related = match.earlier->source;
      finding->related_text = match.earlier->text;
    } else {
      finding->other = of_draft(match);
    }
    const auto is_later = [&](const Finding& other) { return other.source.begin > finding->source.begin; };
    draft.findings->insert(std::find_if(draft.findings->begin(), draft.findings->end(), is_later), std::move(*finding));
  }

  /// Whether a rule has read the difference already, from the words around it.
  static bool is_told(const Telltale& draft, const Statement& statement) {
    const ByteRange here = statement.place.source;
    return std::any_of(draft.findings->begin(), draft.findings->end(), [&](const Finding& finding) {
      if (finding.kind != Kind::differencing) return false;
      return finding.source.overlaps(here) || (finding.related && finding.related->overlaps(here));
    });
  }

  static Claim difference(Claim claim, std::int64_t other, const char* rule) {
    const std::int64_t here = claim.cohort.lo;
    const std::int64_t people = std::abs(other - here);
    claim.kind = Kind::differencing;
    claim.rule = rule;
    claim.cohort = Interval::exactly(people);
    claim.arithmetic = fmt::format("{} − {} = {}", std::max(here, other), std::min(here, other), people);
    return claim;
  }

  OtherStatement of_draft(const Match& match) const {
    OtherStatement other;
    other.path = paths_.at(match.earlier->file);
    other.line = match.earlier->line;
    other.column = match.earlier->column;
    other.text = match.earlier->text;
    other.people = match.people;
    return other;
  }

  static OtherStatement of_ledger(const LedgerEntry& entry, const std::string& file) {
    OtherStatement other;
    other.ledger = file;
    other.line = entry.line;
    other.people = entry.people;
    other.published = entry.date;
    other.id = entry.id;
    return other;
  }

  std::size_t file_ = 0;  // whose statements are compared
  std::map<std::size_t, std::string> paths_;  // by file
  std::unordered_map<std::string, BySize> by_words_;
};

DifferenceSearch::DifferenceSearch() : state_(std::make_unique<State>()) {}
DifferenceSearch::~DifferenceSearch() = default;

void DifferenceSearch::add(const Telltale& draft, std::size_t file) { state_->add(draft, file); }

const std::vector<RuleInfo>& difference_rules() {
  const auto rule = [](const char* id, const char* summary) {
    RuleInfo info;
    info.id = id;
    info.kind = Kind::differencing;
    info.confidence = Confidence::medium;
    info.summary = summary;
    return info;
  };
  static const std::vector<RuleInfo> rules = {
      rule(kDifferenceInPost, "The same told twice in one post, with figures that differ by few."),
      rule(kDifferenceOfPosts,
           "The same told in two posts that are checked together, with figures that differ by few."),
      rule(kDifferenceToLedger,
           "The same told in this post and in one that was published before, with figures that differ by few."),
  };
  return rules;
}

Published look_up(const Ledger& ledger, const Statement& statement, const std::string& post) {
  const std::string& name = statement.place.record;
  const std::string record = name.empty() ? std::string() : ledger.digest(name);
  Published published;
  for (LedgerEntry& entry : ledger.find(ledger.digest(statement.claim.telling))) {
    const bool own = entry.post == post && entry.record == record;
    published.itself |= own && entry.people == people_of(statement);
    if (!own) published.elsewhere.push_back(std::move(entry));
  }
  return published;
}

void add_differences(const std::vector<Telltale>& drafts) {
  DifferenceSearch search;
  for (std::size_t i = 0; i < drafts.size(); ++i) search.add(drafts[i], i);
}

}  // namespace toofew
