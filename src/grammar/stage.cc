#include "grammar/stage.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <bit>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/profile.h"

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

using Bits = std::vector<std::uint64_t>;

std::size_t words_for(std::size_t bits) { return (bits + 63) / 64; }
bool has_bit(const Bits& bits, std::size_t at) { return ((bits[at / 64] >> (at % 64)) & 1) != 0; }
void set_bit(Bits& bits, std::size_t at) { bits[at / 64] |= std::uint64_t{1} << (at % 64); }

template <typename Work>
void for_each_bit(const Bits& bits, const Work& work) {
  for (std::size_t w = 0; w < bits.size(); ++w) {
    for (std::uint64_t left = bits[w]; left != 0; left &= left - 1) {
      work(w * 64 + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }
}

/// What units must have for the patterns of a stage to match (see Pattern::needs).
class Needs {
 public:
  explicit Needs(const PatternTables& tables) : by_predicate_(tables.predicates.size()), by_first_(tables.needs.size()) {
    for (std::size_t n = 0; n < tables.needs.size(); ++n) {
      for (const auto predicate : tables.needs[n]) by_predicate_[predicate].push_back(n);
    }
  }

  void add(const Pattern& pattern) {
    for (const auto& needs : pattern.needs) {
      Alternative alternative{patterns_, Bits(words())};
      for (const auto need : needs) set_bit(alternative.wanted, need);
      (needs.empty() ? without_ : by_first_[needs.front()]).push_back(std::move(alternative));
    }
    ++patterns_;
  }

  std::size_t words() const { return words_for(by_first_.size()); }

  Bits met_by(const Bits& truths) const {
    Bits met(words());
    for_each_bit(truths, [&](std::size_t predicate) {
      for (const auto need : by_predicate_[predicate]) set_bit(met, need);
    });
    return met;
  }

  /// The patterns that may match where these needs are met.
  Bits patterns_met(const Bits& met) const {
    Bits patterns(words_for(patterns_));
    for (const auto& alternative : without_) set_bit(patterns, alternative.pattern);
    for_each_bit(met, [&](std::size_t need) {
      for (const auto& alternative : by_first_[need]) {
        if (are_met(alternative.wanted, met)) set_bit(patterns, alternative.pattern);
      }
    });
    return patterns;
  }

 private:
  /// One of a pattern's, with what it cannot do without.
  struct Alternative {
    std::size_t pattern;
    Bits wanted;
  };

  static bool are_met(const Bits& wanted, const Bits& met) {
    for (std::size_t w = 0; w < met.size(); ++w) {
      if ((wanted[w] & ~met[w]) != 0) return false;
    }
    return true;
  }

  std::size_t patterns_ = 0;
  std::vector<std::vector<std::size_t>> by_predicate_;  // needs, by what meets them
  std::vector<std::vector<Alternative>> by_first_;  // by their first need, which is their narrowest
  std::vector<Alternative> without_;
};

/// Finds out which predicates hold for a set of kinds. Few are asked: each term waits at one of the kinds that it wants.
class Asker {
 public:
  explicit Asker(const std::vector<Predicate>& predicates) : predicates_(predicates.size()) {
    std::vector<std::size_t> times(KindSet().size());  // that a kind is wanted
    for (const auto& predicate : predicates) {
      for (const auto& term : predicate.terms) {
        for (const auto kind : term.all) ++times[kind];
        for (const auto kind : term.all) mentioned_.set(kind);
        for (const auto kind : term.none) mentioned_.set(kind);
      }
    }
    by_kind_.resize(times.size());
    for (std::size_t p = 0; p < predicates.size(); ++p) {
      for (const auto& term : predicates[p].terms) {
        const auto rarest = std::min_element(term.all.begin(), term.all.end(),
                                             [&](std::uint16_t a, std::uint16_t b) { return times[a] < times[b]; });
        (rarest == term.all.end() ? others_ : by_kind_[*rarest]).push_back({p, &term});
      }
    }
  }

  /// Kinds that some predicate asks for; no others make a difference.
  const KindSet& mentioned() const { return mentioned_; }

  /// A bit for each predicate.
  Bits truths(const KindSet& kinds) const {
    Bits truths(words_for(predicates_));
    const auto ask = [&](const std::vector<Asked>& terms) {
      for (const auto& [predicate, term] : terms) {
        if (!has_bit(truths, predicate) && term->holds(kinds)) set_bit(truths, predicate);
      }
    };
    ask(others_);
    for_each_kind(kinds, [&](std::uint16_t kind) { ask(by_kind_[kind]); });
    return truths;
  }

 private:
  struct Asked {
    std::size_t predicate;
    const Predicate::Term* term;
  };

  std::size_t predicates_;
  KindSet mentioned_;
  std::vector<std::vector<Asked>> by_kind_;
  std::vector<Asked> others_;  // that want no kind
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
    std::vector<std::uint32_t> letters;  // by class, as far as there are any
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

  std::vector<Match> find_all(const std::vector<Unit>& units, Found& memory) {
    std::vector<Match> matches;
    if (patterns_.empty() || units.empty()) return matches;
    std::call_once(is_prepared_, [this] { prepare(); });
    memory.patterns.resize(spellers_.size());
    const std::vector<std::uint32_t> classes = classes_of(units, memory);
    Bits met(needs_->words());
    for (const auto unit_class : classes) {
      const Bits& by_class = memory.classes[unit_class].needs_met;
      for (std::size_t w = 0; w < met.size(); ++w) met[w] |= by_class[w];
    }
    Profile* const profile = Profile::current();
    for_each_bit(needs_->patterns_met(met), [&](std::size_t rule) {
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

 private:
  /// What takes time; some stages are never asked.
  void prepare() {
    asker_.emplace(tables_.predicates);
    needs_.emplace(tables_);
    for (const Pattern* pattern : patterns_) {
      spellers_.emplace_back(*pattern);
      needs_->add(*pattern);
    }
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
    const Sort& asked = memory.asked.of(kinds & asker_->mentioned());
    if (asked.number == memory.classes.size()) {
      Bits truths = asker_->truths(asked.kinds);
      Bits needs_met = needs_->met_by(truths);
      memory.classes.push_back({std::move(truths), std::move(needs_met)});
    }
    return asked.number;
  }

  // Gives every class that is known by now its letter, so that spellings change seldom.
  void learn(Speller& speller, const Found& memory, Found::OfPattern& known) const {
    std::vector<Truth> truths;
    const auto& predicates = speller.pattern().predicates;
    for (std::size_t c = known.letters.size(); c < memory.classes.size(); ++c) {
      Truth& truth = truths.emplace_back((predicates.size() + 7) / 8, '\0');
      for (std::size_t p = 0; p < predicates.size(); ++p) {
        if (has_bit(memory.classes[c].truths, predicates[p])) truth[p / 8] = static_cast<char>(truth[p / 8] | 0x80 >> p % 8);
      }
    }
    const auto spelling = speller.spelling_of(truths);
    if (known.spelling && spelling != known.spelling) {
      std::vector<std::uint32_t> moved;
      for (const auto& truth : known.spelling->truths) moved.push_back(spelling->letter_of(truth));
      for (auto& letter : known.letters) letter = moved[letter];
    }
    known.spelling = spelling;
    for (const auto& truth : truths) known.letters.push_back(spelling->letter_of(truth));
  }

  void find(std::size_t rule, const std::vector<std::uint32_t>& classes, Found& memory,
            std::vector<Match>& matches) {
    Speller& speller = spellers_[rule];
    Found::OfPattern& known = memory.patterns[rule];
    if (known.letters.size() < memory.classes.size()) learn(speller, memory, known);
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
  std::optional<Asker> asker_;
  std::optional<Needs> needs_;
  std::vector<std::string_view> ids_;
};

Stage::Stage(std::vector<const Pattern*> patterns, const PatternTables& tables, std::vector<std::string_view> ids)
    : machine_(std::make_unique<Machine>(std::move(patterns), tables, std::move(ids))) {}
Stage::Stage(Stage&&) noexcept = default;
Stage& Stage::operator=(Stage&&) noexcept = default;
Stage::~Stage() = default;

std::vector<Stage::Match> Stage::find_all(const std::vector<Unit>& units, Memory& memory) const {
  return machine_->find_all(units, *memory.found_);
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
