#include "policy/fact_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "policy/fact_rules.h"
#include "policy/judge.h"
#include "policy/messages.h"
#include "policy/template.h"

namespace toofew {
namespace {

using Values = std::map<std::string, std::string>;

std::int64_t rounded(std::int64_t number, std::int64_t base) { return (number + base / 2) / base * base; }

/// Whether the number may have been made by rounding: to 5, 10, 25, 50, 100 …
bool is_rounding_of(std::int64_t number, std::int64_t measured) {
  for (std::int64_t ten = 1; ten <= std::max<std::int64_t>(10, measured); ten *= 10) {
    for (const std::int64_t base : {5 * ten, 10 * ten, 25 * ten}) {
      if (rounded(measured, base) == number) return true;
    }
  }
  return false;
}

/// Half of the last place that the share is written to: 0.005 for "3%", 0.0005 for "3.1%".
double tolerance(std::string_view words) {
  const std::size_t point = words.find('.');
  std::size_t places = 0;
  if (point != std::string_view::npos) {
    while (point + 1 + places < words.size() && words[point + 1 + places] >= '0' && words[point + 1 + places] <= '9') {
      ++places;
    }
  }
  constexpr double kHair = 1e-9;
  return 0.5 * std::pow(10.0, -2.0 - static_cast<double>(places)) + kHair;
}

std::string percent(double share) { return fmt::format("{:.3g}%", share * 100); }

std::string place_text(const Error::Place& place) {
  return place.file.empty() ? fmt::format("line {}", place.line) : fmt::format("{}:{}", place.file, place.line);
}

/// Finds the words of facts in a draft.
class FactFinder {
 public:
  /// Where a fact's words stand.
  struct Place {
    std::size_t part = 0;
    ByteRange content;                   // bytes of Part::content
    std::vector<const Figure*> figures;  // that stand for those of the fact
  };

  explicit FactFinder(const FactDraft& draft) : draft_(draft) {
    for (const Part& part : draft.document.parts) {
      words_.emplace_back(part, draft.options_of(part), draft.figures_of);
    }
  }

  std::vector<Place> places_of(const Fact& fact) const {
    std::vector<Place> places;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const Part& part = draft_.document.parts[i];
      if (!fact.record.empty() && part.record != fact.record) continue;
      for (const auto& match : words_[i].find(words_of_fact(fact, part))) {
        Place place{i, match.content, {}};
        for (const auto& [of_fact, of_part] : match.figures) place.figures.push_back(&words_[i].figures()[of_part]);
        places.push_back(std::move(place));
      }
    }
    return places;
  }

 private:
  FactWords words_of_fact(const Fact& fact, const Part& part) const {
    try {
      return FactWords(fact.says, draft_.options_of(part), draft_.figures_of);
    } catch (const Error& error) {
      throw Error(fact.place, error.reason());
    }
  }

  const FactDraft& draft_;
  std::vector<FactWords> words_;  // beside the draft's parts
};

class FactChecker {
 public:
  FactChecker(const FactDraft& draft, const Policy& policy, Date today)
      : draft_(draft), policy_(policy), today_(today), finder_(draft) {
    for (const Part& part : draft.document.parts) scopes_.push_back(draft.scope_of(part));
  }

  void check(const Fact& fact) {
    const std::vector<Place> places = finder_.places_of(fact);
    if (places.empty()) return unmatched(fact);
    for (const Place& place : places) check_figures(fact, place);
    check_share(fact, places.front());
    check_size(fact, places.front());
    check_approval(fact, places.front());
    if (fact.contributors) check_contributors(fact, *fact.contributors, places.front());
  }

  std::vector<Finding> take() { return std::move(findings_); }

 private:
  using Place = FactFinder::Place;

  const Part& part(const Place& place) const { return draft_.document.parts[place.part]; }

  // ---- numbers

  void check_figures(const Fact& fact, const Place& place) {
    const std::optional<std::int64_t> measured[] = {fact.people, fact.base};
    for (std::size_t i = 0; i < std::min<std::size_t>(place.figures.size(), 2); ++i) {
      const Figure& figure = *place.figures[i];
      if (figure.quantity.is_rest) continue;
      if (figure.quantity.is_share) {
        check_share_figure(fact, place, figure);
      } else if (measured[i]) {
        check_count(fact, place, figure, *measured[i]);
      }
    }
  }

  void check_count(const Fact& fact, const Place& place, const Figure& figure, std::int64_t measured) {
    const auto told = figure.quantity.of(std::nullopt);
    if (!told) return;
    const std::int64_t base = policy_.fact_checks.rounding.value;
    const std::int64_t expected = rounded(measured, base);
    const std::string words =
        expected == measured ? number(measured) : fmt::format("{} ({} when rounded)", number(measured), number(expected));
    const bool is_exact = figure.quantity.bound == Bound::exactly && told->is_exact();
    if (!is_exact) {
      const bool holds = told->lo <= measured && (!told->hi || measured <= *told->hi);
      if (!holds) add("facts.differs", fact, place, figure.content, {{"measured", words}});
      return;
    }
    if (told->lo == expected) return;
    const bool is_rounding = base > 1 && (told->lo == measured || is_rounding_of(told->lo, measured));
    if (is_rounding) {
      add("facts.rounding", fact, place, figure.content,
          {{"measured", number(measured)}, {"base", number(base)}, {"expected", number(expected)}});
    } else {
      add("facts.differs", fact, place, figure.content, {{"measured", words}});
    }
  }

  void check_share_figure(const Fact& fact, const Place& place, const Figure& figure) {
    if (!fact.people || !fact.base) return;
    const Quantity& told = figure.quantity;
    const double share = static_cast<double>(*fact.people) / static_cast<double>(*fact.base);
    bool holds = false;
    if (told.bound == Bound::exactly) {
      const double slack = tolerance(words_at(place, figure.content));
      holds = told.lo - slack <= share && share <= told.hi.value_or(1) + slack;
    } else if (const auto people = told.of(Interval::exactly(*fact.base))) {
      holds = people->lo <= *fact.people && (!people->hi || *fact.people <= *people->hi);
    }
    if (holds) return;
    add("facts.differs", fact, place, figure.content,
        {{"measured", fmt::format("{} ({} of {})", percent(share), number(*fact.people), number(*fact.base))}});
  }

  // ---- sizes

  void check_share(const Fact& fact, const Place& place) {
    if (!fact.base || place.figures.empty() || !place.figures.front()->quantity.is_share) return;
    const Figure& figure = *place.figures.front();
    const Interval whole = Interval::exactly(*fact.base);
    const auto part = figure.quantity.of(whole);
    if (!part) return;
    const Interval rest = rest_of(whole, *part);
    const bool is_rest = rest.judged() > 0 && rest.judged() < part->judged();
    Claim claim = claim_of(fact, place, is_rest ? Kind::complement : Kind::small_share, is_rest ? rest : *part);
    claim.rule = "facts.share";
    claim.arithmetic = is_rest ? fmt::format("{} − {} = {}", *fact.base, part->judged(), rest.judged())
                               : fmt::format("{} × {} = {}", percent(figure.quantity.lo), *fact.base, part->judged());
    add(claim, fact, place);
  }

  void check_size(const Fact& fact, const Place& place) {
    if (!fact.people) return;
    Claim claim = claim_of(fact, place, Kind::small_count, Interval::exactly(*fact.people));
    claim.rule = "facts.below-k";
    add(claim, fact, place);
  }

  static Claim claim_of(const Fact& fact, const Place& place, Kind kind, const Interval& cohort) {
    Claim claim;
    claim.kind = kind;
    claim.cohort = cohort;
    claim.confidence = Confidence::high;
    claim.content = place.content;
    claim.category = fact.category;
    if (claim.category.empty() && !place.figures.empty()) {
      claim.category = place.figures.front()->category;
      claim.topic = place.figures.front()->topic;
    }
    return claim;
  }

  // ---- approval

  void check_approval(const Fact& fact, const Place& place) {
    const std::string reason = lack_of_approval(fact);
    if (!reason.empty()) return add("facts.unapproved", fact, place, place.content, {{"reason", reason}});
    const auto last = last_day(fact);
    if (last && *last < std::chrono::sys_days(today_)) {
      add("facts.expired", fact, place, place.content, {{"date", date_text(Date(*last))}});
    }
  }

  std::string lack_of_approval(const Fact& fact) const {
    if (fact.approved_by.empty()) return "nobody is named who approved it";
    if (!fact.approved_on) return "no day is named";
    if (*fact.approved_on > today_) return fmt::format("the day, {}, is yet to come", date_text(*fact.approved_on));
    if (fact.as_of && *fact.approved_on < *fact.as_of) {
      return fmt::format("it was on {}, before the figure was measured on {}", date_text(*fact.approved_on),
                         date_text(*fact.as_of));
    }
    return {};
  }

  std::optional<std::chrono::sys_days> last_day(const Fact& fact) const {
    if (fact.expires) return std::chrono::sys_days(*fact.expires);
    const auto& days = policy_.fact_checks.approval_days.value;
    if (!days) return std::nullopt;
    return std::chrono::sys_days(*fact.approved_on) + std::chrono::days(*days);
  }

  // ---- contributors

  // Sensitive by the (n, k) rule: the n largest give more than k percent of the total. By the p % rule: what the two
  // largest leave of the total is less than p percent of the largest. See Hundepool et al., Statistical Disclosure
  // Control (2012), section 4.2.
  void check_contributors(const Fact& fact, const Contributors& who, const Place& place) {
    const FactChecks& checks = policy_.fact_checks;
    if (who.total <= 0) return;
    if (const auto n = checks.dominance_n.value) {
      const auto count = require_listed(fact, who, *n);
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i) sum += who.largest[i];
      const double share = 100 * sum / who.total;
      if (share > static_cast<double>(checks.dominance_k.value)) {
        add("facts.dominance", fact, place, place.content,
            {{"count", fmt::format("{}", count)},
             {"share", fmt::format("{:.1f}", share)},
             {"k", fmt::format("{}", checks.dominance_k.value)}});
      }
    }
    const auto p = checks.p_percent.value;
    if (!p || require_listed(fact, who, 2) < 2) return;
    const double left = 100 * (who.total - who.largest[0] - who.largest[1]) / who.largest[0];
    if (left < static_cast<double>(*p)) {
      add("facts.p-percent", fact, place, place.content,
          {{"share", fmt::format("{:.1f}", std::max(0.0, left))}, {"p", fmt::format("{}", *p)}});
    }
  }

  /// How many of the n largest contributors there are. Throws Error when there are more than are listed.
  static std::size_t require_listed(const Fact& fact, const Contributors& who, std::int64_t n) {
    const auto wanted = static_cast<std::size_t>(n);
    if (!who.complete && who.largest.size() < wanted) {
      throw Error(fact.place, fmt::format("the {} largest contributors must be listed", n));
    }
    return std::min(wanted, who.largest.size());
  }

  // ---- findings

  void unmatched(const Fact& fact) {
    if (!fact.names_one_post()) return;
    for (std::size_t i = 0; i < draft_.document.parts.size(); ++i) {
      const Part& part = draft_.document.parts[i];
      const bool is_it = fact.record.empty() || part.record == fact.record;
      if (!is_it || part.blocks.empty()) continue;
      const Block& first = part.blocks.front();
      const Place place{i, first.map.to_source({0, first.text.size()}), {}};
      return add("facts.unmatched", fact, place, place.content, {});
    }
  }

  /// What needs no threshold.
  void add(const std::string& rule, const Fact& fact, const Place& place, ByteRange content, Values values) {
    const auto severity = policy_.severity_for(kFacts, scopes_[place.part]).ceiling.value;
    if (!severity) return;
    Finding finding;
    finding.part = place.part;
    finding.source = part(place).map.to_source(content);
    finding.text = words_at(place, content);
    finding.rule = rule;
    finding.kind.reset();
    finding.severity = *severity;
    finding.confidence = Confidence::high;
    finding.record = part(place).record;
    finding.field = part(place).field;
    values["figure"] = finding.text;
    describe(fact, values, finding);
    findings_.push_back(std::move(finding));
  }

  /// What the policy's thresholds decide.
  void add(const Claim& claim, const Fact& fact, const Place& place) {
    auto finding = judge(claim, part(place), place.part, policy_, scopes_[place.part]);
    if (!finding || is_told(*finding)) return;
    const auto ceiling = policy_.severity_for(kFacts, scopes_[place.part]).ceiling.value;
    if (!ceiling) return;
    finding->severity = std::min(finding->severity, *ceiling);
    const Messages& messages = Messages::built_in();
    describe(fact,
             {{"cohort", messages.cohort(claim.cohort, claim.unit)},
              {"comparison", messages.comparison(claim, finding->threshold)},
              {"arithmetic", messages.arithmetic(claim)},
              {"k", messages.number(finding->threshold.k)}},
             *finding);
    findings_.push_back(std::move(*finding));
  }

  /// Whether another finding says already that the words tell of few.
  bool is_told(const Finding& finding) const {
    const auto tells = [&](const Finding& other) {
      return other.kind && other.part == finding.part && other.source.overlaps(finding.source);
    };
    return std::any_of(draft_.findings.begin(), draft_.findings.end(), tells) ||
           std::any_of(findings_.begin(), findings_.end(), tells);
  }

  static void describe(const Fact& fact, Values values, Finding& finding) {
    const FactRule& rule = fact_rule(finding.rule);
    values["says"] = fact.says;
    values["place"] = place_text(fact.place);
    finding.message = fill(rule.message, values);
    finding.why = fill(rule.why, values);
    finding.advice = fill(rule.advice, values);
  }

  std::string words_at(const Place& place, ByteRange content) const {
    return part(place).content.substr(content.begin, content.size());
  }

  static std::string number(std::int64_t n) { return Messages::built_in().number(n); }

  const FactDraft& draft_;
  const Policy& policy_;
  Date today_;
  FactFinder finder_;
  std::vector<Scope> scopes_;  // beside the draft's parts
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<std::vector<FactPlace>> find_facts(const std::vector<const Fact*>& facts, const FactDraft& draft) {
  const FactFinder finder(draft);
  std::vector<std::vector<FactPlace>> found;
  for (const Fact* fact : facts) {
    auto& places = found.emplace_back();
    for (const auto& place : finder.places_of(*fact)) {
      places.push_back({place.part, draft.document.parts[place.part].map.to_source(place.content)});
    }
  }
  return found;
}

std::vector<Finding> check_facts(const std::vector<const Fact*>& facts, const FactDraft& draft, const Policy& policy,
                                 Date today) {
  FactChecker checker(draft, policy, today);
  for (const Fact* fact : facts) checker.check(*fact);
  return checker.take();
}

}  // namespace toofew
