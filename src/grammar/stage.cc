#include "grammar/stage.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/error.h"
#include "base/pool.h"
#include "base/profile.h"

namespace toofew {
namespace {

// What a thread remembers of a stage at most; prose has a few thousand classes.
constexpr std::size_t kMostClasses = 1 << 15;
constexpr std::int64_t kRegexMemory = 64 << 20;
constexpr std::size_t kNarrowLetters = 256;      // one byte each: RE2's Latin-1 mode, the fast one
constexpr std::size_t kFirstWideLetter = 0x800;  // U+0800 … U+D7FF: three bytes each in UTF-8
constexpr std::size_t kWideLetters = 0xD800 - kFirstWideLetter;

/// Which of a pattern's predicates hold for a unit, in the order of Pattern::predicates. A pattern tells no more of it.
using Truth = std::vector<bool>;

/// A pattern over units as a regular expression over letters: each truth that its units were found to have is a letter.
/// Few of the thinkable ones occur, and a pattern's own are far fewer than its stage's.
struct Spelling {
  std::vector<Truth> truths;  // by letter
  std::unordered_map<Truth, std::uint32_t> letters;
  std::unique_ptr<RE2> regex;

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
      if (!truths[first][index]) continue;
      std::size_t last = first;
      while (last + 1 < truths.size() && truths[last + 1][index]) ++last;
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
  explicit Speller(Pattern pattern) : pattern_(std::move(pattern)), latest_(std::make_shared<Spelling>()) {}

  const Pattern& pattern() const { return pattern_; }

  /// A spelling that has letters for all of `truths`. Letters once given out stay what they are.
  std::shared_ptr<const Spelling> spelling_of(const std::vector<Truth>& truths) {
    const std::lock_guard lock(mutex_);
    const auto is_new = [&](const Truth& truth) { return latest_->letters.find(truth) == latest_->letters.end(); };
    if (latest_->regex != nullptr && std::none_of(truths.begin(), truths.end(), is_new)) return latest_;
    auto next = std::make_shared<Spelling>();
    next->truths = latest_->truths;
    next->letters = latest_->letters;
    for (const auto& truth : truths) {
      if (next->letters.try_emplace(truth, static_cast<std::uint32_t>(next->truths.size())).second) {
        next->truths.push_back(truth);
      }
    }
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
    for (const auto& piece : pattern_.pieces) {
      regex += piece.regex;
      if (piece.predicate < 0) continue;
      const auto it = std::lower_bound(pattern_.predicates.begin(), pattern_.predicates.end(), piece.predicate);
      const auto index = static_cast<std::size_t>(it - pattern_.predicates.begin());
      if (classes[index].empty()) classes[index] = spelling.character_class(index);
      regex += classes[index];
    }
    return regex;
  }

  static RE2::Options options(const Spelling& spelling) {
    RE2::Options options;
    options.set_encoding(spelling.is_wide() ? RE2::Options::EncodingUTF8 : RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    options.set_max_mem(kRegexMemory);
    return options;
  }

  const Pattern pattern_;
  std::mutex mutex_;
  std::shared_ptr<const Spelling> latest_;
};

using Bits = std::vector<std::uint64_t>;

std::size_t words_for(std::size_t bits) { return (bits + 63) / 64; }
bool has_bit(const Bits& bits, std::size_t at) { return ((bits[at / 64] >> (at % 64)) & 1) != 0; }
void set_bit(Bits& bits, std::size_t at) { bits[at / 64] |= std::uint64_t{1} << (at % 64); }

/// The needs of all patterns (see Pattern::needs), each distinct one under a number.
class Needs {
 public:
  explicit Needs(const std::vector<Pattern>& patterns) {
    std::map<std::vector<std::uint16_t>, std::size_t> numbers;
    for (const auto& pattern : patterns) {
      for (const auto& need : pattern.needs) {
        if (numbers.try_emplace(need, needs_.size()).second) needs_.push_back(need);
      }
    }
    for (const auto& pattern : patterns) {
      Bits& of_pattern = by_pattern_.emplace_back(words());
      for (const auto& need : pattern.needs) set_bit(of_pattern, numbers.at(need));
    }
  }

  std::size_t words() const { return words_for(needs_.size()); }

  Bits met_by(const Bits& truths) const {
    Bits met(words());
    for (std::size_t n = 0; n < needs_.size(); ++n) {
      const auto holds = [&](std::uint16_t predicate) { return has_bit(truths, predicate); };
      if (std::any_of(needs_[n].begin(), needs_[n].end(), holds)) set_bit(met, n);
    }
    return met;
  }

  bool are_met(std::size_t pattern, const Bits& met) const {
    const Bits& wanted = by_pattern_[pattern];
    for (std::size_t w = 0; w < met.size(); ++w) {
      if ((wanted[w] & ~met[w]) != 0) return false;
    }
    return true;
  }

 private:
  std::vector<std::vector<std::uint16_t>> needs_;
  std::vector<Bits> by_pattern_;
};

/// Quicker than the library's for sets as wide as these.
struct KindSetHash {
  std::size_t operator()(const KindSet& kinds) const {
    std::array<std::uint64_t, sizeof(KindSet) / sizeof(std::uint64_t)> words;
    std::memcpy(words.data(), &kinds, sizeof(KindSet));
    std::uint64_t hash = 0;
    for (const auto word : words) hash = (((hash << 5) | (hash >> 59)) ^ word) * 0x9E3779B97F4A7C15;
    return static_cast<std::size_t>(hash ^ (hash >> 32));
  }
};

}  // namespace

class Stage::Machine {
 public:
  Machine(std::vector<Pattern> patterns, std::vector<Predicate> predicates, std::vector<std::string> ids)
      : predicates_(std::move(predicates)), needs_(patterns), ids_(std::move(ids)) {
    ids_.resize(patterns.size());
    for (auto& pattern : patterns) spellers_.push_back(std::make_unique<Speller>(std::move(pattern)));
    for (const auto& predicate : predicates_) {
      for (const auto& term : predicate.terms) {
        for (const auto kind : term.all) mentioned_.set(kind);
        for (const auto kind : term.none) mentioned_.set(kind);
      }
    }
  }

  std::vector<Match> find_all(const std::vector<Unit>& units) {
    std::vector<Match> matches;
    if (spellers_.empty() || units.empty()) return matches;
    const auto lease = memories_.take();
    Memory& memory = *lease;
    if (memory.classes.size() > kMostClasses) memory = Memory();
    memory.patterns.resize(spellers_.size());
    const std::vector<std::uint32_t> classes = classes_of(units, memory);
    Bits met(needs_.words());
    for (const auto unit_class : classes) {
      const Bits& by_class = memory.classes[unit_class].needs_met;
      for (std::size_t w = 0; w < met.size(); ++w) met[w] |= by_class[w];
    }
    Profile* const profile = Profile::current();
    for (std::size_t rule = 0; rule < spellers_.size(); ++rule) {
      if (!needs_.are_met(rule, met)) continue;
      const auto begin = profile != nullptr ? Profile::Clock::now() : Profile::Clock::time_point();
      find(rule, classes, memory, matches);
      if (profile != nullptr) profile->add_rule(ids_[rule], Profile::Clock::now() - begin);
    }
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
      if (a.span.end != b.span.end) return a.span.end > b.span.end;
      return a.rule < b.rule;
    });
    return matches;
  }

 private:
  /// Units that no predicate of the stage tells apart.
  struct Class {
    Bits truths;     // by predicate
    Bits needs_met;  // by need
  };

  /// What one thread has found out so far; it saves asking each predicate of each unit again.
  struct Memory {
    struct OfPattern {
      std::shared_ptr<const Spelling> spelling;
      std::vector<std::uint32_t> letters;  // by class, as far as there are any
    };
    std::unordered_map<KindSet, std::uint32_t, KindSetHash>
        numbers;  // of classes, by the kinds that the stage asks for
    std::vector<Class> classes;
    std::vector<OfPattern> patterns;
  };

  std::vector<std::uint32_t> classes_of(const std::vector<Unit>& units, Memory& memory) const {
    std::vector<std::uint32_t> classes;
    classes.reserve(units.size());
    for (const auto& unit : units) {
      const auto next = static_cast<std::uint32_t>(memory.classes.size());
      const auto [it, is_new] = memory.numbers.try_emplace(unit.kinds & mentioned_, next);
      if (is_new) memory.classes.push_back(class_of(it->first));
      classes.push_back(it->second);
    }
    return classes;
  }

  Class class_of(const KindSet& kinds) const {
    Class made{Bits(words_for(predicates_.size())), {}};
    for (std::size_t p = 0; p < predicates_.size(); ++p) {
      if (predicates_[p].holds(kinds)) set_bit(made.truths, p);
    }
    made.needs_met = needs_.met_by(made.truths);
    return made;
  }

  // Gives every class that is known by now its letter, so that spellings change seldom.
  void learn(Speller& speller, Memory& memory, Memory::OfPattern& known) const {
    std::vector<Truth> truths;
    for (std::size_t c = known.letters.size(); c < memory.classes.size(); ++c) {
      Truth truth;
      for (const auto predicate : speller.pattern().predicates)
        truth.push_back(has_bit(memory.classes[c].truths, predicate));
      truths.push_back(std::move(truth));
    }
    known.spelling = speller.spelling_of(truths);
    for (const auto& truth : truths) known.letters.push_back(known.spelling->letters.at(truth));
  }

  void find(std::size_t rule, const std::vector<std::uint32_t>& classes, Memory& memory,
            std::vector<Match>& matches) const {
    Speller& speller = *spellers_[rule];
    Memory::OfPattern& known = memory.patterns[rule];
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

  std::vector<std::unique_ptr<Speller>> spellers_;
  std::vector<Predicate> predicates_;
  Needs needs_;
  std::vector<std::string> ids_;  // beside spellers_
  KindSet mentioned_;  // kinds that some predicate asks for; no others tell units apart
  Pool<Memory> memories_;
};

Stage::Stage(std::vector<Pattern> patterns, std::vector<Predicate> predicates, std::vector<std::string> ids)
    : machine_(std::make_unique<Machine>(std::move(patterns), std::move(predicates), std::move(ids))) {}
Stage::Stage(Stage&&) noexcept = default;
Stage& Stage::operator=(Stage&&) noexcept = default;
Stage::~Stage() = default;

std::vector<Stage::Match> Stage::find_all(const std::vector<Unit>& units) const { return machine_->find_all(units); }

std::vector<Stage::Match> Stage::find_disjoint(const std::vector<Unit>& units) const {
  std::vector<Match> kept;
  int end = 0;
  for (auto& match : find_all(units)) {
    if (match.span.begin < end) continue;
    end = match.span.end;
    kept.push_back(std::move(match));
  }
  return kept;
}

}  // namespace toofew
