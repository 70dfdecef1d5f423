#include "grammar/stage.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/profile.h"
#include "grammar/needs.h"

namespace toofew {

struct Stage::Memory::Found {
  /// Units that no predicate of the stage tells apart.
  struct Class {
    Bits truths;     // by predicate
    Bits needs_met;  // by need
  };

  static constexpr std::uint32_t kUnknown = UINT32_MAX;

  std::vector<std::uint32_t> classes_of_sorts;  // by number of the sort; kUnknown
  std::unordered_map<std::u16string, std::uint32_t> classes_of_kinds;  // by those that the stage asks for, in order
  std::vector<Class> classes;
  std::vector<std::optional<Start>> starts;  // of the patterns that were run
  Search search;
};

Stage::Memory::Memory() : found_(std::make_unique<Found>()) {}
Stage::Memory::Memory(Memory&&) noexcept = default;
Stage::Memory& Stage::Memory::operator=(Memory&&) noexcept = default;
Stage::Memory::~Memory() = default;

class Stage::Machine {
 public:
  using Found = Memory::Found;

  Machine(std::vector<const Pattern*> patterns, const PatternTables& tables, std::vector<std::string_view> ids)
      : patterns_(std::move(patterns)), tables_(tables), ids_(std::move(ids)) {
    ids_.resize(patterns_.size());
  }

  /// Of `some` patterns, or of all for nullptr.
  std::vector<Match> find(const Bits* some, const std::vector<Unit>& units, Found& memory) {
    std::vector<Match> matches;
    if (patterns_.empty() || units.empty()) return matches;
    prepare();
    const std::vector<std::uint32_t> classes = classes_of(units, memory);
    Bits candidates = candidates_of(classes, memory);
    if (some != nullptr) candidates &= *some;
    if (!candidates.any()) return matches;
    std::vector<const Bits*> truths;
    truths.reserve(classes.size());
    for (const auto unit_class : classes) truths.push_back(&memory.classes[unit_class].truths);
    memory.search.read(std::move(truths));
    Profile* const profile = Profile::current();
    candidates.for_each([&](std::size_t rule) {
      const auto begin = profile != nullptr ? Profile::Clock::now() : Profile::Clock::time_point();
      find(rule, units.size(), memory, matches);
      if (profile != nullptr) profile->add_rule(ids_[rule], Profile::Clock::now() - begin);
    });
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
      if (a.span.end != b.span.end) return a.span.end > b.span.end;
      return a.rule < b.rule;
    });
    return matches;
  }

  Bits candidates(const std::vector<Unit>& units, Found& memory) {
    prepare();
    return candidates_of(classes_of(units, memory), memory);
  }

  Bits candidates_in_any_order(const std::vector<Unit>& units, Found& memory) {
    prepare();
    return needs_->candidates(needs_met(classes_of(units, memory), memory));
  }

 private:
  // It takes time, and some stages are never asked.
  void prepare() {
    std::call_once(is_prepared_, [this] { make_ready(); });
  }

  void make_ready() {
    predicates_.emplace(tables_.predicates);
    needs_.emplace(tables_, patterns_);
  }

  Bits candidates_of(const std::vector<std::uint32_t>& classes, const Found& memory) const {
    std::vector<const Bits*> met_by_units;
    met_by_units.reserve(classes.size());
    for (const auto unit_class : classes) met_by_units.push_back(&memory.classes[unit_class].needs_met);
    return needs_->candidates(needs_met(classes, memory), met_by_units);
  }

  Bits needs_met(const std::vector<std::uint32_t>& classes, const Found& memory) const {
    Bits met(tables_.needs.size());
    for (const auto unit_class : classes) met |= memory.classes[unit_class].needs_met;
    return met;
  }

  std::vector<std::uint32_t> classes_of(const std::vector<Unit>& units, Found& memory) const {
    std::vector<std::uint32_t> classes;
    classes.reserve(units.size());
    for (const auto& unit : units) {
      const std::uint32_t sort = unit.sort->number;
      if (sort >= memory.classes_of_sorts.size()) memory.classes_of_sorts.resize(sort + 1, Found::kUnknown);
      std::uint32_t& of_sort = memory.classes_of_sorts[sort];
      if (of_sort == Found::kUnknown) of_sort = class_of(unit.kinds(), memory);
      classes.push_back(of_sort);
    }
    return classes;
  }

  std::uint32_t class_of(const KindSet& kinds, Found& memory) const {
    const KindSet asked = kinds & predicates_->mentioned();
    std::u16string key;
    for_each_kind(asked, [&](std::uint16_t kind) { key += static_cast<char16_t>(kind); });
    const auto number = static_cast<std::uint32_t>(memory.classes.size());
    const auto [it, is_new] = memory.classes_of_kinds.try_emplace(std::move(key), number);
    if (is_new) {
      Bits truths = predicates_->true_for(asked);
      Bits needs_met = needs_->met_by(truths);
      memory.classes.push_back({std::move(truths), std::move(needs_met)});
    }
    return it->second;
  }

  void find(std::size_t rule, std::size_t units, Found& memory, std::vector<Match>& matches) const {
    const Pattern& pattern = *patterns_[rule];
    memory.starts.resize(patterns_.size());
    auto& start = memory.starts[rule];
    if (!start) start = start_of(pattern.program, tables_.predicates.size());
    Search& search = memory.search;
    for (std::size_t from = 0; from < units && search.find(pattern.program, *start, pattern.captures.size(), from);) {
      const std::vector<int>& bounds = search.bounds();
      Match match{static_cast<int>(rule), {bounds[0], bounds[1]}, {}};
      for (std::size_t b = 2; b < bounds.size(); b += 2) match.captures.push_back({bounds[b], bounds[b + 1]});
      // What is told of one group may hold another of which the same is told.
      const auto told_of = std::find_if(match.captures.begin(), match.captures.end(),
                                        [&](const UnitRange& c) { return c.end > match.span.begin; });
      const int resume = told_of != match.captures.end() ? told_of->end : match.span.end;
      from = static_cast<std::size_t>(std::max(resume, match.span.begin + 1));
      if (match.span.end > match.span.begin) matches.push_back(std::move(match));
    }
  }

  std::vector<const Pattern*> patterns_;
  const PatternTables& tables_;
  std::once_flag is_prepared_;
  std::optional<PredicateIndex> predicates_;
  std::optional<NeedIndex> needs_;
  std::vector<std::string_view> ids_;
};

Stage::Stage(std::vector<const Pattern*> patterns, const PatternTables& tables, std::vector<std::string_view> ids)
    : machine_(std::make_unique<Machine>(std::move(patterns), tables, std::move(ids))) {}
Stage::Stage(Stage&&) noexcept = default;
Stage& Stage::operator=(Stage&&) noexcept = default;
Stage::~Stage() = default;

std::vector<Stage::Match> Stage::find_all(const std::vector<Unit>& units, Memory& memory) const {
  return machine_->find(nullptr, units, *memory.found_);
}

std::vector<Stage::Match> Stage::find_some(const Bits& patterns, const std::vector<Unit>& units, Memory& memory) const {
  return machine_->find(&patterns, units, *memory.found_);
}

Bits Stage::candidates(const std::vector<Unit>& units, Memory& memory) const {
  return machine_->candidates(units, *memory.found_);
}

Bits Stage::candidates_in_any_order(const std::vector<Unit>& units, Memory& memory) const {
  return machine_->candidates_in_any_order(units, *memory.found_);
}

std::vector<Stage::Match> Stage::find_disjoint(const std::vector<Unit>& units, Memory& memory) const {
  std::vector<Match> kept;
  int end = 0;
  for (auto& match : find_all(units, memory)) {
    if (match.span.begin < end) continue;
    end = match.span.end;
    kept.push_back(std::move(match));
  }
  return kept;
}

}  // namespace toofew
