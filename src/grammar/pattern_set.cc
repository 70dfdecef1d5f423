#include "grammar/pattern_set.h"

#include <algorithm>
#include <string>

namespace toofew {
namespace {

/// How often each kind is wanted.
std::vector<std::size_t> times_wanted(const std::vector<Predicate>& predicates) {
  std::vector<std::size_t> times(KindSet().size());
  for (const auto& predicate : predicates) {
    for (const auto& term : predicate.terms) {
      for (const auto kind : term.all) ++times[kind];
    }
  }
  return times;
}

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

PatternSet::PatternSet(const std::vector<const Pattern*>& patterns, const PatternTables& tables)
    : predicates(static_cast<std::uint32_t>(tables.predicates.size())), needs(static_cast<std::uint32_t>(tables.needs.size())) {
  const std::vector<std::size_t> times = times_wanted(tables.predicates);
  std::vector<std::vector<Term>> by_kind(times.size() + 1);
  std::vector<std::uint16_t> all_kinds;
  for (std::uint32_t p = 0; p < predicates; ++p) {
    for (const auto& [all, none] : tables.predicates[p].terms) {
      const auto rarest = std::min_element(all.begin(), all.end(), [&](auto a, auto b) { return times[a] < times[b]; });
      by_kind[rarest == all.end() ? times.size() : *rarest].push_back({p, static_cast<std::uint32_t>(all_kinds.size()),
                                                                       static_cast<std::uint16_t>(all.size()),
                                                                       static_cast<std::uint16_t>(none.size())});
      append(all_kinds, all);
      append(all_kinds, none);
    }
  }
  for (const auto kind : all_kinds) mentioned.set(kind);
  terms = Lists<Term>(by_kind);
  kinds = all_kinds;

  std::vector<std::vector<std::uint16_t>> by_predicate(predicates);
  for (std::size_t n = 0; n < needs; ++n) {
    for (const auto predicate : tables.needs[n]) by_predicate[predicate].push_back(static_cast<std::uint16_t>(n));
  }
  needs_of = Lists<std::uint16_t>(by_predicate);

  std::vector<Program> all_programs;
  std::vector<std::vector<std::uint16_t>> all_captures;
  std::vector<std::string> all_names;
  std::vector<std::vector<std::uint16_t>> all_last_units;
  std::vector<Alternative> all_alternatives;
  std::vector<std::uint16_t> all_needs;
  for (std::uint32_t p = 0; p < patterns.size(); ++p) {
    all_programs.push_back(patterns[p]->program);
    auto& numbers = all_captures.emplace_back();
    for (const auto& name : patterns[p]->captures) {
      const auto known = std::find(all_names.begin(), all_names.end(), name);
      numbers.push_back(static_cast<std::uint16_t>(known - all_names.begin()));
      if (known == all_names.end()) all_names.push_back(name);
    }
    append(all_last_units, patterns[p]->last_units);
    for (const auto& [all, steps] : patterns[p]->needs) {
      all_alternatives.push_back({p, static_cast<std::uint32_t>(all_needs.size()), static_cast<std::uint16_t>(all.size()),
                                  static_cast<std::uint16_t>(steps.size())});
      append(all_needs, all);
      append(all_needs, steps);
    }
  }
  programs = Lists<Instruction>(all_programs);
  captures = Lists<std::uint16_t>(all_captures);
  names = Lists<char>(all_names);
  last_units_of = Lists<std::uint16_t>(all_last_units);
  alternatives = all_alternatives;
  alternative_needs = all_needs;
}

Bits PatternSet::true_for(const KindSet& unit) const {
  Bits found(predicates);
  const auto has = [&](std::uint16_t kind) { return unit[kind]; };
  const auto ask = [&](std::span<const Term> asked) {
    for (const Term& term : asked) {
      if (found.has(term.predicate)) continue;
      const auto all = kinds.from(term.begin, term.all);
      const auto none = kinds.from(term.begin + term.all, term.none);
      if (std::all_of(all.begin(), all.end(), has) && std::none_of(none.begin(), none.end(), has)) found.set(term.predicate);
    }
  };
  ask(terms[terms.size() - 1]);
  for_each_kind(unit, [&](std::uint16_t kind) { ask(terms[kind]); });
  return found;
}

Bits PatternSet::met_by(const Bits& holding) const {
  Bits met(needs);
  holding.for_each([&](std::size_t predicate) {
    for (const auto need : needs_of[predicate]) met.set(need);
  });
  return met;
}

bool PatternSet::is_named(std::size_t pattern, std::size_t capture, std::string_view name) const {
  const auto written = names[captures[pattern][capture]];
  return std::string_view(written.data(), written.size()) == name;
}

}  // namespace toofew
