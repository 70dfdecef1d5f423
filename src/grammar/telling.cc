#include "grammar/telling.h"

#include <algorithm>

namespace toofew {
namespace {

// Fewer words tell too little to know a statement by.
constexpr std::size_t kFewestWords = 2;

bool is_inside(const Unit& unit, Sentence range) {
  return range.begin <= unit.token_begin && unit.token_end <= range.end;
}

std::string form(const Unit& unit, const Text& text) {
  std::string out;
  for (std::uint32_t token = unit.token_begin; token < unit.token_end; ++token) {
    if (!out.empty()) out += ' ';
    out += text.tokens[token].form;
  }
  return out;
}

/// The clause, cut at the first sign behind the claim.
Sentence cut(const std::vector<Unit>& units, const CountInSentence& count, const TellingKinds& kinds) {
  Sentence clause = count.clause;
  clause.end = std::max(clause.end, count.claim.end);
  for (const Unit& unit : units) {
    if (unit.token_begin < count.claim.end || unit.token_end > clause.end) continue;
    if (kinds.cut.holds(unit.kinds())) return {clause.begin, unit.token_begin};
  }
  return clause;
}

/// Whether the unit is a stretch of time that only the day of writing tells: "on Monday", but not "every Monday".
bool is_certain_stretch(const std::vector<Unit>& units, std::size_t i, const TellingKinds& kinds) {
  if (!kinds.calendar.holds(units[i].kinds())) return false;
  if (i > 0 && kinds.repeated.holds(units[i - 1].kinds())) return false;
  return i + 1 == units.size() || !kinds.compound.holds(units[i + 1].kinds());
}

Telling::Time time_of(const Times& times) {
  if (times.relative) return Telling::Time::relative;
  if (times.has_year) return Telling::Time::dated;
  return times.has_month ? Telling::Time::recurring : Telling::Time::open;
}

}  // namespace

void Times::add(const Times& other) {
  words.insert(other.words.begin(), other.words.end());
  has_month |= other.has_month;
  has_year |= other.has_year;
  relative |= other.relative;
}

Times times_in(const std::vector<Unit>& units, const Text& text, const TellingKinds& kinds, Sentence skipped) {
  Times times;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    if (is_inside(unit, skipped)) continue;
    const bool month = kinds.month.holds(unit.kinds());
    const bool year = kinds.year.holds(unit.kinds()) && i > 0 && kinds.before_year.holds(units[i - 1].kinds());
    if (month || year) times.words.insert(form(unit, text));
    times.has_month |= month;
    times.has_year |= year;
    times.relative |= !month && (kinds.relative.holds(unit.kinds()) || is_certain_stretch(units, i, kinds));
  }
  return times;
}

Telling read_telling(const std::vector<Unit>& units, const Text& text, const CountInSentence& count,
                     const Times& around, const TellingKinds& kinds) {
  const Sentence clause = cut(units, count, kinds);
  std::set<std::string> words;
  bool stands = false;
  for (const Unit& unit : units) {
    if (!is_inside(unit, clause)) continue;
    if (kinds.pointing.holds(unit.kinds())) return {};
    stands |= kinds.standing.holds(unit.kinds());
    const bool is_count = unit.number >= 0 && is_inside(unit, count.group);
    if (!is_count && !kinds.left_out.holds(unit.kinds())) words.insert(form(unit, text));
  }
  if (words.size() < kFewestWords) return {};
  Times times = times_in(units, text, kinds, count.group);
  if (!stands) times.add(around);
  words.insert(times.words.begin(), times.words.end());
  return {{words.begin(), words.end()}, time_of(times)};
}

}  // namespace toofew
