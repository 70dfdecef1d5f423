#include "grammar/stage.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/error.h"

namespace toofew {
namespace {

constexpr std::size_t kNarrowSymbols = 255;   // bytes 1 … 255
constexpr std::size_t kTwoByteSymbols = 0x780;     // U+0080 … U+07FF
constexpr std::size_t kThreeByteSymbols = 0xCFFF;  // U+0800 … U+D7FF, short of the surrogates
constexpr std::int64_t kRegexMemory = 64 << 20;

// The code point of symbol 0, for symbols of `width` bytes.
std::size_t first_code_point(std::size_t width) { return width == 1 ? 1 : width == 2 ? 0x80 : 0x800; }

void append_symbol(std::size_t code_point, std::size_t width, std::string& out) {
  if (width == 1) {
    out += static_cast<char>(code_point);
    return;
  }
  out += static_cast<char>(width == 2 ? 0xC0 | (code_point >> 6) : 0xE0 | (code_point >> 12));
  if (width == 3) out += static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
  out += static_cast<char>(0x80 | (code_point & 0x3F));
}

}  // namespace

Alphabet::Alphabet(std::vector<Predicate> predicates, const std::vector<KindSet>& sets,
                   const std::vector<KindSet>& shapes)
    : predicates_(std::move(predicates)) {
  for (const auto& predicate : predicates_) mentioned_ |= predicate.mentioned();
  std::unordered_set<KindSet> projected;
  for (const auto& set : sets) projected.insert(set & mentioned_);
  std::unordered_set<KindSet> shaped;
  for (const auto& shape : shapes) shaped.insert(shape & mentioned_);
  std::unordered_set<KindSet> all;
  for (const auto& set : projected) {
    for (const auto& shape : shaped) all.insert(set | shape);
  }
  for (const auto& set : all) symbol_by_truth_.try_emplace(truth_of(set), 0);
  for (const auto& [truth, symbol] : symbol_by_truth_) truths_.push_back(truth);
  // Sorted, so that the characters of one class stand together and make few ranges.
  std::sort(truths_.begin(), truths_.end());
  if (truths_.size() > kThreeByteSymbols) {
    throw Error(fmt::format("a stage tells {} sorts of words apart; {} are possible", truths_.size(), kThreeByteSymbols));
  }
  width_ = truths_.size() <= kNarrowSymbols ? 1 : truths_.size() <= kTwoByteSymbols ? 2 : 3;
  for (std::size_t symbol = 0; symbol < truths_.size(); ++symbol) symbol_by_truth_[truths_[symbol]] = symbol;
  for (const auto& set : all) symbol_by_set_.try_emplace(set, symbol_by_truth_[truth_of(set)]);
}

Alphabet::Truth Alphabet::truth_of(const KindSet& set) const {
  Truth truth(predicates_.size());
  for (std::size_t i = 0; i < predicates_.size(); ++i) truth[i] = predicates_[i].holds(set);
  return truth;
}

std::size_t Alphabet::symbol_of(const KindSet& kinds) const {
  const KindSet set = kinds & mentioned_;
  if (const auto it = symbol_by_set_.find(set); it != symbol_by_set_.end()) return it->second;
  const Truth truth = truth_of(set);
  if (const auto it = symbol_by_truth_.find(truth); it != symbol_by_truth_.end()) return it->second;
  // A combination of kinds that no pack foresaw: take the known one that agrees on most predicates.
  std::size_t best = 0;
  std::ptrdiff_t best_agreement = -1;
  for (std::size_t symbol = 0; symbol < truths_.size(); ++symbol) {
    std::ptrdiff_t agreement = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) agreement += truths_[symbol][i] == truth[i] ? 1 : 0;
    if (agreement <= best_agreement) continue;
    best = symbol;
    best_agreement = agreement;
  }
  return best;
}

std::string Alphabet::spell(const std::vector<Unit>& units) const {
  std::string out;
  out.reserve(units.size() * bytes_per_unit());
  for (const auto& unit : units) {
    append_symbol(first_code_point(width_) + symbol_of(unit.kinds), width_, out);
  }
  return out;
}

std::string Alphabet::character_class(std::size_t predicate) const {
  const std::size_t base = first_code_point(width_);
  std::string ranges;
  for (std::size_t first = 0; first < truths_.size(); ++first) {
    if (!truths_[first][predicate]) continue;
    std::size_t last = first;
    while (last + 1 < truths_.size() && truths_[last + 1][predicate]) ++last;
    ranges += fmt::format("\\x{{{:x}}}-\\x{{{:x}}}", base + first, base + last);
    first = last;
  }
  // RE2 has no empty class; the complement of everything is one.
  return ranges.empty() ? "[^\\x{0}-\\x{10ffff}]" : "[" + ranges + "]";
}

struct Stage::Compiled {
  explicit Compiled(Alphabet a) : alphabet(std::move(a)) {}

  Alphabet alphabet;
  std::vector<std::string> sources;
  std::unique_ptr<RE2::Set> set;
  RE2::Options options;

  struct Lazy {
    std::once_flag once;
    std::unique_ptr<RE2> regex;
  };
  std::vector<std::unique_ptr<Lazy>> regexes;

  const RE2& regex(std::size_t rule) {
    Lazy& lazy = *regexes[rule];
    std::call_once(lazy.once, [&] { lazy.regex = std::make_unique<RE2>(sources[rule], options); });
    return *lazy.regex;
  }
};

Stage::Stage(std::vector<Pattern> patterns, std::vector<KindSet> sets, std::vector<KindSet> shapes)
    : patterns_(std::move(patterns)), sets_(std::move(sets)), shapes_(std::move(shapes)) {}

const Stage::Compiled& Stage::compiled() const {
  std::call_once(*once_, [this] {
    std::vector<Predicate> predicates;
    std::vector<std::vector<std::size_t>> numbers(patterns_.size());
    for (std::size_t rule = 0; rule < patterns_.size(); ++rule) {
      for (const auto& predicate : patterns_[rule].predicates) {
        auto it = std::find(predicates.begin(), predicates.end(), predicate);
        if (it == predicates.end()) it = predicates.insert(it, predicate);
        numbers[rule].push_back(static_cast<std::size_t>(it - predicates.begin()));
      }
    }
    auto made = std::make_shared<Compiled>(Alphabet(predicates, sets_, shapes_));
    std::vector<std::string> classes;
    for (std::size_t i = 0; i < predicates.size(); ++i) classes.push_back(made->alphabet.character_class(i));
    made->options.set_encoding(made->alphabet.bytes_per_unit() == 1 ? RE2::Options::EncodingLatin1
                                                                    : RE2::Options::EncodingUTF8);
    made->options.set_log_errors(false);
    made->options.set_max_mem(kRegexMemory);
    made->set = std::make_unique<RE2::Set>(made->options, RE2::UNANCHORED);
    for (std::size_t rule = 0; rule < patterns_.size(); ++rule) {
      std::string source;
      for (const auto& piece : patterns_[rule].pieces) {
        source += piece.predicate < 0 ? piece.regex : classes[numbers[rule][static_cast<std::size_t>(piece.predicate)]];
      }
      std::string error;
      if (made->set->Add(source, &error) < 0) throw Error("a pattern is not understood by the matcher: " + error);
      made->sources.push_back(std::move(source));
      made->regexes.push_back(std::make_unique<Compiled::Lazy>());
    }
    if (!patterns_.empty() && !made->set->Compile()) throw Error("the patterns of a stage are too large together");
    compiled_ = std::move(made);
  });
  return *compiled_;
}

std::size_t Stage::alphabet_size() const { return compiled().alphabet.size(); }

std::vector<Stage::Match> Stage::find_all(const std::vector<Unit>& units) const {
  std::vector<Match> matches;
  if (patterns_.empty() || units.empty()) return matches;
  auto& machine = const_cast<Compiled&>(compiled());
  const std::string spelled = machine.alphabet.spell(units);
  std::vector<int> hits;
  if (!machine.set->Match(spelled, &hits)) return matches;

  const auto width = static_cast<std::ptrdiff_t>(machine.alphabet.bytes_per_unit());
  const re2::StringPiece text(spelled);
  for (const int hit : hits) {
    const RE2& regex = machine.regex(static_cast<std::size_t>(hit));
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
      Match match{hit, range(found[0]), {}};
      for (std::size_t g = 1; g < groups; ++g) match.captures.push_back(range(found[g]));
      const int resume = !match.captures.empty() && match.captures[0].end > match.span.begin ? match.captures[0].end
                                                                                             : match.span.end;
      from = static_cast<std::size_t>(std::max(resume, match.span.begin + 1)) * static_cast<std::size_t>(width);
      if (match.span.end > match.span.begin) matches.push_back(std::move(match));
    }
  }
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    if (a.span.end != b.span.end) return a.span.end > b.span.end;
    return a.rule < b.rule;
  });
  return matches;
}

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
