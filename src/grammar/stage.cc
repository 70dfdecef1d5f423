#include "grammar/stage.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/profile.h"
#include "grammar/needs.h"

namespace toofew {
namespace {

constexpr std::int64_t kRegexMemory = 64 << 20;
constexpr std::size_t kNarrowLetters = 256;      // one byte each: RE2's Latin-1 mode, the fast one
constexpr std::size_t kFirstWideLetter = 0x800;  // U+0800 … U+D7FF: three bytes each in UTF-8
constexpr std::size_t kWideLetters = 0xD800 - kFirstWideLetter;

/// Which of a pattern's predicates hold for a unit, a bit each in the order of Pattern::predicates, the highest bit of a
/// byte first. A pattern tells no more of it.
using Truth = std::string;

bool holds(const Truth& truth, std::size_t index) {
  return ((static_cast<unsigned char>(truth[index / 8]) >> (7 - index % 8)) & 1) != 0;
}

/// A pattern over units as a regular expression over letters: each truth that its units were found to have is a letter.
/// Few of the thinkable ones occur, and a pattern's own are far fewer than its stage's. Neighbours among the letters hold
/// for much the same predicates, so that the classes of the regular expression are few ranges, and quickly compiled.
struct Spelling {
  std::vector<Truth> truths;  // by letter; sorted
  std::unique_ptr<RE2> regex;

  bool has(const Truth& truth) const { return std::binary_search(truths.begin(), truths.end(), truth); }
  /// Precondition: it has the truth.
  std::uint32_t letter_of(const Truth& truth) const {
    return static_cast<std::uint32_t>(std::lower_bound(truths.begin(), truths.end(), truth) - truths.begin());
  }
  void add(const Truth& truth) {
    const auto at = std::lower_bound(truths.begin(), truths.end(), truth);
    if (at == truths.end() || *at != truth) truths.insert(at, truth);
  }

  bool is_wide() const { return truths.size() > kNarrowLetters; }
  std::size_t bytes_per_letter() const { return is_wide() ? 3 : 1; }

  void append(std::uint32_t letter, std::string& out) const {
    if (!is_wide()) {
      out += static_cast<char>(letter);
      return;
    }
    const std::size_t code_point = kFirstWideLetter + letter;
    out += static_cast<char>(0xE0 | (code_point >> 12));
    out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  }

  // The letters for which the pattern's `index`-th predicate holds.
  std::string character_class(std::size_t index) const {
    const std::size_t base = is_wide() ? kFirstWideLetter : 0;
    std::string ranges;
    for (std::size_t first = 0; first < truths.size(); ++first) {
      if (!holds(truths[first], index)) continue;
      std::size_t last = first;
      while (last + 1 < truths.size() && holds(truths[last + 1], index)) ++last;
      ranges += fmt::format("\\x{{{:x}}}-\\x{{{:x}}}", base + first, base + last);
      first = last;
    }
    if (!ranges.empty()) return "[" + ranges + "]";
    // RE2 has no empty class; the complement of everything is one.
    return is_wide() ? "[^\\x{0}-\\x{10ffff}]" : "[^\\x{0}-\\x{ff}]";
  }
};

/// One pattern with the latest of its spellings. Thread-safe.
class Speller {
 public:
  explicit Speller(const Pattern& pattern) : pattern_(pattern) {}

  const Pattern& pattern() const { return pattern_; }

  /// A spelling that has letters for all of `truths`, and for those of the one before.
  std::shared_ptr<const Spelling> spelling_of(const std::vector<Truth>& truths) {
    const std::lock_guard lock(mutex_);
    if (!latest_) latest_ = std::make_shared<Spelling>();
    const auto is_known = [&](const Truth& truth) { return latest_->has(truth); };
    if (latest_->regex != nullptr && std::all_of(truths.begin(), truths.end(), is_known)) return latest_;
    auto next = std::make_shared<Spelling>();
    next->truths = latest_->truths;
    for (const auto& truth : truths) next->add(truth);
    if (next->truths.size() > kWideLetters) throw Error("a pattern tells too many sorts of words apart");
    next->regex = std::make_unique<RE2>(regex(*next), options(*next));
    if (!next->regex->ok()) throw Error("a pattern is not understood by the matcher: " + next->regex->error());
    latest_ = std::move(next);
    return latest_;
  }

 private:
  std::string regex(const Spelling& spelling) const {
    std::vector<std::string> classes(pattern_.predicates.size());
    std::string regex;
    std::string_view left = pattern_.regex;
    for (;;) {
      const std::size_t at = left.find(Pattern::kPredicate);
      regex += left.substr(0, at);
      if (at == std::string_view::npos) return regex;
      const std::uint16_t predicate = pattern_.predicate_at(pattern_.regex.size() - left.size() + at);
      left.remove_prefix(at + Pattern::kPredicateSize);
      const auto it = std::lower_bound(pattern_.predicates.begin(), pattern_.predicates.end(), predicate);
      const auto index = static_cast<std::size_t>(it - pattern_.predicates.begin());
      if (classes[index].empty()) classes[index] = spelling.character_class(index);
      regex += classes[index];
    }
  }

  static RE2::Options options(const Spelling& spelling) {
    RE2::Options options;
    options.set_encoding(spelling.is_wide() ? RE2::Options::EncodingUTF8 : RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    options.set_max_mem(kRegexMemory);
    return options;
  }

  const Pattern& pattern_;
  std::mutex mutex_;
  std::shared_ptr<const Spelling> latest_;
};

}  // namespace

struct Stage::Memory::Found {
  /// Units that no predicate of the stage tells apart.
  struct Class {
    Bits truths;     // by predicate
    Bits needs_met;  // by need
  };
  struct OfPattern {
    std::shared_ptr<const Spelling> spelling;
    std::vector<std::uint32_t> letters;  // by class; kUnknown
  };

  static constexpr std::uint32_t kUnknown = UINT32_MAX;

  std::vector<std::uint32_t> classes_of_sorts;  // by number of the sort; kUnknown
  Sorts asked;                                  // of each class, what the stage asks for
  std::vector<Class> classes;
  std::vector<OfPattern> patterns;
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
    memory.patterns.resize(spellers_.size());
    const std::vector<std::uint32_t> classes = classes_of(units, memory);
    Bits candidates = needs_->candidates(needs_met(classes, memory));
    if (some != nullptr) candidates &= *some;
    Profile* const profile = Profile::current();
    candidates.for_each([&](std::size_t rule) {
      const auto begin = profile != nullptr ? Profile::Clock::now() : Profile::Clock::time_point();
      find(rule, classes, memory, matches);
      if (profile != nullptr) profile->add_rule(ids_[rule], Profile::Clock::now() - begin);
    });
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
      if (a.span.end != b.span.end) return a.span.end > b.span.end;
      return a.rule < b.rule;
    });
    return matches;
  }

  Bits needs_met(const std::vector<Unit>& units, Found& memory) {
    prepare();
    return needs_met(classes_of(units, memory), memory);
  }

  Bits candidates(const Bits& needs_met) {
    prepare();
    return needs_->candidates(needs_met);
  }

 private:
  // It takes time, and some stages are never asked.
  void prepare() {
    std::call_once(is_prepared_, [this] { make_ready(); });
  }

  void make_ready() {
    predicates_.emplace(tables_.predicates);
    needs_.emplace(tables_, patterns_);
    for (const Pattern* pattern : patterns_) spellers_.emplace_back(*pattern);
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
    const Sort& asked = memory.asked.of(kinds & predicates_->mentioned());
    if (asked.number == memory.classes.size()) {
      Bits truths = predicates_->true_for(asked.kinds);
      Bits needs_met = needs_->met_by(truths);
      memory.classes.push_back({std::move(truths), std::move(needs_met)});
    }
    return asked.number;
  }

  // Gives the classes their letters.
  void learn(Speller& speller, const std::vector<std::uint32_t>& classes, const Found& memory, Found::OfPattern& known) const {
    known.letters.resize(memory.classes.size(), Found::kUnknown);
    std::vector<std::uint32_t> unknown;
    for (const auto unit_class : classes) {
      if (known.letters[unit_class] == Found::kUnknown) unknown.push_back(unit_class);
    }
    if (unknown.empty()) return;
    std::vector<Truth> truths;
    for (const auto unit_class : unknown) truths.push_back(truth_of(memory.classes[unit_class], speller.pattern()));
    const auto spelling = speller.spelling_of(truths);
    if (known.spelling && spelling != known.spelling) {
      std::vector<std::uint32_t> moved;
      for (const auto& truth : known.spelling->truths) moved.push_back(spelling->letter_of(truth));
      for (auto& letter : known.letters) {
        if (letter != Found::kUnknown) letter = moved[letter];
      }
    }
    known.spelling = spelling;
    for (std::size_t i = 0; i < unknown.size(); ++i) known.letters[unknown[i]] = spelling->letter_of(truths[i]);
  }

  static Truth truth_of(const Found::Class& unit_class, const Pattern& pattern) {
    Truth truth((pattern.predicates.size() + 7) / 8, '\0');
    for (std::size_t p = 0; p < pattern.predicates.size(); ++p) {
      if (unit_class.truths.has(pattern.predicates[p])) truth[p / 8] = static_cast<char>(truth[p / 8] | 0x80 >> p % 8);
    }
    return truth;
  }

  void find(std::size_t rule, const std::vector<std::uint32_t>& classes, Found& memory,
            std::vector<Match>& matches) {
    Speller& speller = spellers_[rule];
    Found::OfPattern& known = memory.patterns[rule];
    learn(speller, classes, memory, known);
    const Spelling& spelling = *known.spelling;
    std::string spelled;
    spelled.reserve(classes.size() * spelling.bytes_per_letter());
    for (const auto unit_class : classes) spelling.append(known.letters[unit_class], spelled);

    const auto width = static_cast<std::ptrdiff_t>(spelling.bytes_per_letter());
    const re2::StringPiece text(spelled);
    const RE2& regex = *spelling.regex;
    const auto groups = static_cast<std::size_t>(regex.NumberOfCapturingGroups()) + 1;
    std::vector<re2::StringPiece> found(groups);
    std::size_t from = 0;
    while (from < spelled.size() &&
           regex.Match(text, from, text.size(), RE2::UNANCHORED, found.data(), static_cast<int>(groups))) {
      const auto range = [&](const re2::StringPiece& piece) {
        if (piece.data() == nullptr) return UnitRange{};
        const std::ptrdiff_t begin = piece.data() - text.data();
        return UnitRange{static_cast<int>(begin / width),
                         static_cast<int>((begin + static_cast<std::ptrdiff_t>(piece.size())) / width)};
      };
      Match match{static_cast<int>(rule), range(found[0]), {}};
      for (std::size_t g = 1; g < groups; ++g) match.captures.push_back(range(found[g]));
      // What is told of one group may hold another of which the same is told.
      const auto told_of = std::find_if(match.captures.begin(), match.captures.end(),
                                        [&](const UnitRange& c) { return c.end > match.span.begin; });
      const int resume = told_of != match.captures.end() ? told_of->end : match.span.end;
      from = static_cast<std::size_t>(std::max(resume, match.span.begin + 1)) * static_cast<std::size_t>(width);
      if (match.span.end > match.span.begin) matches.push_back(std::move(match));
    }
  }

  std::vector<const Pattern*> patterns_;
  const PatternTables& tables_;
  std::once_flag is_prepared_;
  std::deque<Speller> spellers_;  // beside patterns_, as are the others
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

Bits Stage::needs_met(const std::vector<Unit>& units, Memory& memory) const {
  return machine_->needs_met(units, *memory.found_);
}

Bits Stage::candidates(const Bits& needs_met) const { return machine_->candidates(needs_met); }

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
