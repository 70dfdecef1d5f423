#include "grammar/stage.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/profile.h"
#include "grammar/needs.h"

namespace toofew {
namespace {

// Classes of units that a thread remembers of a stage, some 0.3 KB each.
constexpr std::size_t kMostClasses = 6 << 10;

}  // namespace

struct Stage::Memory::Found {
  /// Units that no predicate of the stage tells apart.
  struct Class {
    Bits truths;     // by predicate
    Bits needs_met;  // by need
    bool is_telling;
  };

  static constexpr std::uint32_t kUnknown = UINT32_MAX;

  std::optional<NeedIndex> needs;
  std::vector<std::uint32_t> classes_of_sorts;  // by number of the sort; kUnknown
  std::unordered_map<std::u16string, std::uint32_t> classes_of_kinds;  // by those that the stage asks for, in order
  std::vector<Class> classes;
  std::vector<std::uint32_t> units;    // their classes
  Bits met;                            // needs, by some unit
  std::vector<const Bits*> met_by_units;
  Bits candidates;
  std::vector<std::optional<Start>> starts;  // of the patterns that were run
  Search search;
};

Stage::Memory::Memory() : found_(std::make_unique<Found>()) {}
Stage::Memory::Memory(Memory&&) noexcept = default;
Stage::Memory& Stage::Memory::operator=(Memory&&) noexcept = default;
Stage::Memory::~Memory() = default;

void Stage::Memory::forget_sorts() {
  found_->classes_of_sorts.clear();
  if (found_->classes.size() < kMostClasses) return;
  found_->classes_of_kinds.clear();
  found_->classes.clear();
}

class Stage::Machine {
 public:
  using Found = Memory::Found;

  Machine(const PatternSet& patterns, std::vector<std::string_view> ids) : patterns_(patterns), ids_(std::move(ids)) {
    ids_.resize(patterns_.size());
  }

  /// Of `some` patterns, or of all for nullptr.
  std::vector<Match> find(const Bits* some, const std::vector<Unit>& units, Found& memory) {
    std::vector<Match> matches;
    if (patterns_.size() == 0 || units.empty()) return matches;
    const Bits& candidates = this->candidates(units, memory);
    if (some != nullptr ? !candidates.meets(*some) : !candidates.any()) return matches;
    memory.search.read(truths(memory));
    Profile* const profile = Profile::current();
    candidates.for_each([&](std::size_t rule) {
      if (some != nullptr && !some->has(rule)) return;
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

  static std::vector<const Bits*> truths(const Found& memory) {
    std::vector<const Bits*> truths;
    truths.reserve(memory.units.size());
    for (const auto unit_class : memory.units) truths.push_back(&memory.classes[unit_class].truths);
    return truths;
  }

  const Bits& candidates(const std::vector<Unit>& units, Found& memory) {
    if (!read(units, memory)) return memory.needs->needless();
    meet_needs(memory);
    memory.met_by_units.clear();
    for (const auto unit_class : memory.units) memory.met_by_units.push_back(&memory.classes[unit_class].needs_met);
    memory.needs->find_candidates(memory.met, memory.met_by_units, memory.candidates);
    return memory.candidates;
  }

  const Bits& candidates_in_any_order(const std::vector<Unit>& units, Found& memory) {
    if (!read(units, memory)) return memory.needs->needless();
    meet_needs(memory);
    memory.needs->find_candidates(memory.met, memory.candidates);
    return memory.candidates;
  }

 private:
  /// Finds out the units' classes, and whether any is telling.
  bool read(const std::vector<Unit>& units, Found& memory) {
    if (!memory.needs) memory.needs.emplace(patterns_);
    memory.units.clear();
    bool is_any_telling = false;
    for (const auto& unit : units) {
      const std::uint32_t sort = unit.sort->number;
      if (sort >= memory.classes_of_sorts.size()) memory.classes_of_sorts.resize(sort + 1, Found::kUnknown);
      std::uint32_t& of_sort = memory.classes_of_sorts[sort];
      if (of_sort == Found::kUnknown) of_sort = class_of(unit.kinds(), memory);
      memory.units.push_back(of_sort);
      is_any_telling |= memory.classes[of_sort].is_telling;
    }
    return is_any_telling;
  }

  void meet_needs(Found& memory) const {
    memory.met.reset(patterns_.needs);
    for (const auto unit_class : memory.units) memory.met |= memory.classes[unit_class].needs_met;
    if (!memory.needs->learn(memory.met)) return;
    for (auto& unit_class : memory.classes) unit_class.is_telling = memory.needs->is_telling(unit_class.needs_met);
  }

  std::uint32_t class_of(const KindList& kinds, Found& memory) const {
    std::u16string key;
    for (const auto kind : kinds) {
      if (patterns_.mentioned[kind]) key += static_cast<char16_t>(kind);
    }
    const auto number = static_cast<std::uint32_t>(memory.classes.size());
    const auto [it, is_new] = memory.classes_of_kinds.try_emplace(std::move(key), number);
    if (is_new) {
      Bits truths = patterns_.true_for(kinds.set());
      Bits needs_met = patterns_.met_by(truths);
      const bool is_telling = memory.needs->is_telling(needs_met);
      memory.classes.push_back({std::move(truths), std::move(needs_met), is_telling});
    }
    return it->second;
  }

  void find(std::size_t rule, std::size_t units, Found& memory, std::vector<Match>& matches) const {
    const std::span<const Instruction> program = patterns_.programs[rule];
    const std::size_t captures = patterns_.captures[rule].size();
    memory.starts.resize(patterns_.size());
    auto& start = memory.starts[rule];
    if (!start) start = start_of(program, patterns_.predicates);
    Search& search = memory.search;
    for (std::size_t from = 0; from < units && search.find(program, *start, captures, from);) {
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

  const PatternSet& patterns_;
  std::vector<std::string_view> ids_;
};

Stage::Stage(const PatternSet& patterns, std::vector<std::string_view> ids)
    : machine_(std::make_unique<Machine>(patterns, std::move(ids))) {}
Stage::Stage(Stage&&) noexcept = default;
Stage& Stage::operator=(Stage&&) noexcept = default;
Stage::~Stage() = default;

std::vector<Stage::Match> Stage::find_all(const std::vector<Unit>& units, Memory& memory) const {
  return machine_->find(nullptr, units, *memory.found_);
}

std::vector<Stage::Match> Stage::find_some(const Bits& patterns, const std::vector<Unit>& units, Memory& memory) const {
  return machine_->find(&patterns, units, *memory.found_);
}

std::vector<const Bits*> Stage::truths(const Memory& memory) const { return Machine::truths(*memory.found_); }

const Bits& Stage::candidates(const std::vector<Unit>& units, Memory& memory) const {
  return machine_->candidates(units, *memory.found_);
}

const Bits& Stage::candidates_in_any_order(const std::vector<Unit>& units, Memory& memory) const {
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
