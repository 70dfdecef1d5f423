#include "grammar/units.h"

#include <algorithm>
#include <cmath>

namespace toofew {
namespace {

// A quotation longer than this is speech, not a title.
constexpr std::size_t kLongestTitle = 12;
constexpr std::size_t kShortestSuffixedWord = 5;
constexpr std::string_view kLastDay = "31";  // of a month
constexpr double kFirstOldYear = 1000;  // before the first year it may as well be a count, so it is a year only where rules say so
constexpr double kFirstYear = 1800;
constexpr double kLastYear = 2099;
constexpr double kLivingMemory = 1990;  // what is dated before it is history

}  // namespace

Emphasis::Emphasis(const Block& block) {
  for (const auto& mark : block.marks) {
    if (mark.kind == MarkKind::emphasis) ranges_.push_back(mark.text);
  }
}

std::vector<ByteRange> Emphasis::in(ByteRange sentence) {
  std::vector<std::size_t> found;
  open_.erase(open_.begin(), open_.upper_bound(sentence.begin));
  for (auto it = open_.begin(); it != open_.end(); ++it) {
    found.push_back(it->second);
    if (it->first >= sentence.end) break;
  }
  for (; next_ < ranges_.size() && ranges_[next_].begin < sentence.end; ++next_) {
    if (ranges_[next_].overlaps(sentence)) found.push_back(next_);
    if (ranges_[next_].end > sentence.end) open_.emplace(ranges_[next_].end, next_);
  }
  std::sort(found.begin(), found.end());
  std::vector<ByteRange> ranges;
  ranges.reserve(found.size());
  for (const auto index : found) ranges.push_back(ranges_[index]);
  return ranges;
}

/// A sentence's tokens with what is known of them.
struct UnitMaker::Reading {
  const Text& text;
  std::uint32_t begin;  // tokens
  std::uint32_t end;
  const Lexicon& lexicon;
  Sorts& sorts;
  std::vector<KnownWords::Known*> words = {};
  std::vector<const LexicalEntry*> entries = {};

  KnownWords::Known& word(std::uint32_t token) const { return *words[token - begin]; }
  const LexicalEntry& entry(std::uint32_t token) const { return *entries[token - begin]; }
  std::string_view form(std::uint32_t token) const { return text.tokens[token].form; }
  bool starts_phrase(std::uint32_t token) const {
    return token + 1 < end && lexicon.starts_phrase(word(token).word, form(token), form(token + 1));
  }
  bool starts_mark(std::uint32_t token) const {
    return token + 1 < end && lexicon.starts_mark(word(token).word, form(token), form(token + 1));
  }
  void mark(Unit& unit, std::uint16_t kind) const { unit.sort = sorts.with(unit.sort, kind); }
};

UnitMaker::UnitMaker(const Pack& pack) : pack_(&pack), numbers_(pack) {
  const auto kind = [&](const char* name) { return static_cast<std::uint16_t>(pack.kinds.find(name)); };
  any_ = kind("any");
  word_ = kind("word");
  digits_ = kind("digits");
  two_digits_ = kind("two-digits");
  day_digits_ = kind("day-digits");
  number_ = kind("number");
  decimal_ = kind("decimal");
  one_ = kind("one");
  zero_ = kind("zero");
  year_ = kind("year");
  old_year_ = kind("old-year");
  cap_ = kind("cap");
  caps_ = kind("caps");
  punct_ = kind("punct");
  symbol_ = kind("symbol");
  break_ = kind("break");
  initial_ = kind("initial");
  unknown_ = kind("unknown");
  name_ = kind("name");
  title_ = kind("title");
  quoted_ = kind("quoted");
  emphasised_ = kind("emphasised");
  object_ = kind("object");
  glued_ = kind("glued");
  heading_ = kind("heading");
  cell_ = kind("cell");
  item_ = kind("item");
  segment_ = kind("segment");
  literals_ = pack.kinds.literals;
  for (const auto mark : {glued_, initial_, cap_, caps_}) start_.set(mark);
  for (const auto mark : {number_, digits_, two_digits_, day_digits_, decimal_, one_, zero_, year_, old_year_}) {
    numeric_.set(mark);
  }
  quote_mark_ = pack.kinds.find("quote-mark");
  restart_ = pack.kinds.find("restart");
  fraction_ = pack.kinds.find("fraction");
}

const Sort& UnitMaker::sort_of(const Reading& in, std::uint32_t token) const {
  const Token& t = in.text.tokens[token];
  const Sort** const kept = KnownWords::sort_of(t, in.word(token));
  if (kept != nullptr && *kept != nullptr) return **kept;
  const Sort& sort = in.sorts.of(kinds_of(t, in.entry(token)));
  if (kept != nullptr) *kept = &sort;
  return sort;
}

// What a token is taken for by itself.
KindSet UnitMaker::kinds_of(const Token& token, const LexicalEntry& entry) const {
  KindSet kinds = entry.kinds.set();
  const bool is_known = (kinds & ~pack_->silent).any();
  // A word that patterns only quote may still be told by its ending.
  const bool is_described = (kinds & ~pack_->silent & ~literals_).any();
  kinds.set(any_);
  if (!token.space_before) kinds.set(glued_);
  switch (token.shape) {
    case TokenShape::word:
      kinds.set(word_);
      if (token.capitalised) kinds.set(cap_);
      if (token.all_caps) kinds.set(caps_);
      if (!is_known) kinds.set(unknown_);
      break;
    case TokenShape::number:
      kinds.set(digits_);
      if (token.form.size() == 2) kinds.set(two_digits_);
      if (token.form.size() < 2 || (token.form.size() == 2 && token.form <= kLastDay)) kinds.set(day_digits_);
      break;
    case TokenShape::alphanumeric: {
      // "31kg", "7am", "3rd": the letters tell what it is; the packs list them as "+kg".
      const std::size_t figures = digits_length(token.form);
      if (figures > 0 && figures < token.form.size()) {
        kinds |= pack_->lexicon.find('+' + std::string(token.form.substr(figures))).kinds.set();
      }
      break;
    }
    case TokenShape::punctuation:
      kinds.set(punct_);
      break;
    case TokenShape::symbol:
      kinds.set(token.form == "\uFFFC" ? object_ : symbol_);
      break;
    case TokenShape::line_break:
      kinds.set(break_);
      break;
  }
  if (token.shape != TokenShape::word || token.form.size() < kShortestSuffixedWord) return kinds;
  for (const auto& suffix : pack_->suffixes) {
    if (token.form.size() <= suffix.ending.size() + 1 || !token.form.ends_with(suffix.ending)) continue;
    if (!(suffix.of.none() ? !is_described : suffix.of.meets(kinds))) continue;
    kinds |= suffix.kinds.set();
    break;
  }
  return kinds;
}

// The number that begins with the token, as one unit.
std::optional<Unit> UnitMaker::read_number(const Reading& in, std::uint32_t token, std::vector<NumberValue>& numbers) const {
  const Token& first = in.text.tokens[token];
  if (!numbers_.may_begin(first, in.entry(token))) return std::nullopt;
  const auto written = numbers_.read(in.text, in.entries, in.begin, token);
  if (!written) return std::nullopt;
  const double value = written->value.value;
  const bool is_single = written->token_end == token + 1;
  const bool is_figure = is_single && first.shape == TokenShape::number;
  // A number keeps what is known of its only word ("one", "zero" may be more than numbers).
  Unit unit{is_single ? &sort_of(in, token) : &in.sorts.of(KindSet()), token, written->token_end};
  in.mark(unit, any_);
  in.mark(unit, number_);
  if (written->has_digits) in.mark(unit, digits_);
  // "2.0" counts nothing, but "0.9k" does.
  const bool has_point = is_figure && first.form.find('.') != std::string_view::npos;
  if (value != std::floor(value) || has_point) in.mark(unit, decimal_);
  if (fraction_ >= 0 && first.form.find('/') != std::string_view::npos) in.mark(unit, static_cast<std::uint16_t>(fraction_));
  if (value == 1) in.mark(unit, one_);
  if (value == 0) in.mark(unit, zero_);
  if (!first.space_before) in.mark(unit, glued_);
  if (is_figure && first.form.size() == 4) {
    if (value >= kFirstYear && value <= kLastYear) in.mark(unit, year_);
    if (value >= kFirstOldYear && value < kLivingMemory) in.mark(unit, old_year_);
  }
  unit.number = static_cast<int>(numbers.size());
  numbers.push_back(written->value);
  return unit;
}

void UnitMaker::mark_topics(const Reading& in, std::vector<Unit>& units) const {
  const auto word_at = [&](std::size_t i) { return in.text.tokens[i].form; };
  std::size_t unit = 0;
  for (std::uint32_t token = in.begin; token < in.end; ++token) {
    while (unit < units.size() && units[unit].token_end <= token) ++unit;
    if (!in.starts_mark(token)) continue;
    const std::uint32_t most = std::min(in.word(token).word.marks.longest, in.end - token);
    const auto [length, entry] = pack_->lexicon.find_mark(token, most, word_at);
    if (length == 0) continue;
    for (std::size_t u = unit; u < units.size() && units[u].token_begin < token + length; ++u) {
      units[u].sort = &in.sorts.of(units[u].kinds().set() | entry->kinds.set());
    }
  }
}

void UnitMaker::mark_names(const Reading& in, std::vector<Unit>& units) const {
  std::size_t words = 0;
  std::size_t capitals = 0;
  std::size_t shouted = 0;
  for (std::uint32_t t = in.begin; t < in.end; ++t) {
    const Token& token = in.text.tokens[t];
    if (token.shape != TokenShape::word || token.form.size() < 2) continue;
    ++words;
    if (token.capitalised) ++capitals;
    if (token.all_caps) ++shouted;
  }
  // In shouted text and in Title Case capitals tell nothing of a word.
  const bool is_shouted = words >= 3 && shouted * 2 > words;
  const bool is_title_case = words >= 4 && capitals * 3 > words * 2;
  bool at_start = true;
  for (auto& unit : units) {
    const KindList& kinds = unit.kinds();
    if (kinds[punct_] || kinds[symbol_] || kinds[break_]) {
      if (restart_ >= 0 && kinds[static_cast<std::size_t>(restart_)]) at_start = true;
      continue;
    }
    const bool is_informative = !at_start && !is_title_case;
    const bool is_name = kinds[word_] && kinds[cap_] && !is_shouted && (is_informative || kinds[unknown_]);
    if (at_start && kinds[word_]) in.mark(unit, initial_);
    if (is_name) in.mark(unit, name_);
    at_start = false;
  }
}

// Words between quotation marks or in italics: as one title where they are capitalised like one, else each marked.
void UnitMaker::mark_quotations(const Reading& in, const std::vector<ByteRange>& emphasised,
                                std::vector<Unit>& units) const {
  const Text& text = in.text;
  const auto collapse = [&](std::size_t begin, std::size_t end, std::uint16_t mark) {
    std::size_t words = 0;
    std::size_t capitals = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const bool counts = (units[i].kinds()[word_] && text.tokens[units[i].token_begin].form.size() > 3) || units[i].kinds()[number_];
      if (!counts) continue;
      ++words;
      if (text.tokens[units[i].token_begin].capitalised || units[i].kinds()[digits_]) ++capitals;
    }
    const bool starts_big = text.tokens[units[begin].token_begin].capitalised || units[begin].kinds()[digits_];
    const bool is_title = end - begin >= 2 && end - begin <= kLongestTitle && starts_big && words > 0 && capitals * 3 >= words * 2;
    if (!is_title) {
      for (std::size_t i = begin; i < end; ++i) in.mark(units[i], mark);
      return false;
    }
    units[begin].token_end = units[end - 1].token_end;
    units[begin].number = -1;
    KindSet kinds;
    for (std::size_t i = begin; i < end; ++i) kinds |= units[i].kinds().set() & pack_->topic_kinds;
    for (const auto kind : {any_, title_, mark}) kinds.set(kind);
    units[begin].sort = &in.sorts.of(kinds);
    units.erase(units.begin() + static_cast<std::ptrdiff_t>(begin) + 1, units.begin() + static_cast<std::ptrdiff_t>(end));
    return true;
  };

  if (quote_mark_ >= 0) {
    const auto quote = static_cast<std::size_t>(quote_mark_);
    for (std::size_t i = 0; i < units.size(); ++i) {
      // An opening mark stands off the word before it, a closing one does not: an apostrophe opens nothing.
      if (!units[i].kinds()[quote] || (i > 0 && units[i].kinds()[glued_] && units[i - 1].kinds()[word_])) continue;
      std::size_t close = i + 1;
      while (close < units.size() && !(units[close].kinds()[quote] && units[close].kinds()[glued_])) ++close;
      if (close == units.size()) continue;
      if (close > i + 1) i = collapse(i + 1, close, quoted_) ? i + 2 : close;
    }
  }
  for (const auto& range : emphasised) {
    const auto inside = [&](const Unit& unit) { return range.overlaps(text.tokens[unit.token_begin].source); };
    const auto begin = std::find_if(units.begin(), units.end(), inside);
    if (begin == units.end()) continue;
    const auto end = std::find_if_not(begin, units.end(), inside);
    collapse(static_cast<std::size_t>(begin - units.begin()), static_cast<std::size_t>(end - units.begin()), emphasised_);
  }
}

// The stretches of units that are names of segments, longest first where several begin together.
std::vector<UnitMaker::SegmentUnits> UnitMaker::find_segments(const Text& text, const SegmentNames& names,
                                                              const std::vector<Unit>& units) const {
  std::vector<SegmentUnits> found;
  for (std::size_t i = 0; i < units.size();) {
    const Unit& first = units[i];
    const auto match = names.find(text, first.token_begin, units.back().token_end);
    const std::uint32_t token_end = first.token_begin + match.tokens;
    std::size_t end = i;
    while (match.tokens > 0 && end < units.size() && units[end].token_begin < token_end) ++end;
    // "Reading" is a town, "reading" is not; "tromsø" is one, as nothing else is written so.
    const bool is_ordinary = match.wants_capital && !first.kinds()[cap_] && !first.kinds()[unknown_];
    const bool is_cut = end == i || units[end - 1].token_end != token_end;  // inside of a longer phrase
    if (is_cut || is_ordinary) {
      ++i;
      continue;
    }
    found.push_back({i, end, match.segment});
    i = end;
  }
  return found;
}

// Whether the words on both sides are no part of the same name, or names of segments themselves.
bool UnitMaker::stands_alone(const std::vector<Unit>& units, const std::vector<SegmentUnits>& found,
                             std::size_t index) const {
  const SegmentUnits& it = found[index];
  const auto goes_on = [&](const Unit& unit) {
    return unit.kinds()[name_] && !unit.kinds().meets(pack_->nouns);
  };
  const bool after_segment = index > 0 && found[index - 1].end == it.begin;
  const bool before_segment = index + 1 < found.size() && found[index + 1].begin == it.end;
  if (it.begin > 0 && !after_segment && goes_on(units[it.begin - 1])) return false;
  return it.end == units.size() || before_segment || !goes_on(units[it.end]);
}

std::vector<NamedSegment> UnitMaker::mark_segments(const Text& text, const SegmentNames& names,
                                                   std::vector<Unit>& units, Sorts& sorts) const {
  const std::vector<SegmentUnits> found = find_segments(text, names, units);
  if (found.empty()) return {};
  std::vector<NamedSegment> named;
  std::vector<Unit> marked;
  std::size_t at = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!stands_alone(units, found, i)) continue;
    const auto& [begin, end, segment] = found[i];
    while (at < begin) marked.push_back(units[at++]);
    at = end;
    Unit unit = units[begin];
    KindSet kinds = unit.kinds().set();
    if (end > begin + 1) {  // as its last word, which is its head
      kinds = (units[end - 1].kinds().set() & ~start_ & ~numeric_) | (kinds & start_);
      unit.token_end = units[end - 1].token_end;
      unit.number = -1;
    }
    kinds.set(segment_);
    unit.sort = &sorts.of(kinds);
    named.push_back({unit.token_begin, unit.token_end, segment});
    marked.push_back(unit);
  }
  while (at < units.size()) marked.push_back(units[at++]);
  units = std::move(marked);
  return named;
}

std::vector<Unit> UnitMaker::make(const Block& block, const Text& text, const Sentence& sentence, Emphasis& emphasis,
                                  std::vector<NumberValue>& numbers, Sorts& sorts, KnownWords& known) const {
  known.forget_if_many();
  Reading in{text, sentence.begin, sentence.end, pack_->lexicon, sorts};
  in.words.reserve(in.end - in.begin);
  in.entries.reserve(in.end - in.begin);
  for (std::uint32_t token = in.begin; token < in.end; ++token) {
    in.words.push_back(&known.of(text.tokens[token], pack_->lexicon));
    in.entries.push_back(in.words.back()->word.entry);
  }
  std::vector<Unit> units = read_words(in, numbers);
  for (const auto kind : kinds_of(block)) {
    for (Unit& unit : units) in.mark(unit, kind);
  }
  mark_topics(in, units);
  mark_names(in, units);
  const ByteRange bytes{text.tokens[sentence.begin].source.begin, text.tokens[sentence.end - 1].source.end};
  mark_quotations(in, emphasis.in(bytes), units);
  return units;
}

std::vector<Unit> UnitMaker::read_words(const Reading& in, std::vector<NumberValue>& numbers) const {
  std::vector<Unit> units;
  units.reserve(in.end - in.begin);
  const auto word_at = [&](std::size_t i) { return in.text.tokens[i].form; };
  for (std::uint32_t at = in.begin; at < in.end; at = units.back().token_end) {
    if (in.starts_phrase(at)) {
      const std::uint32_t most = std::min(in.word(at).word.phrases.longest, in.end - at);
      const auto [length, entry] = pack_->lexicon.find_phrase(at, most, word_at);
      if (length > 0) {
        units.push_back(phrase_unit(in, at, length, *entry, numbers));
        continue;
      }
    }
    const auto number = read_number(in, at, numbers);
    units.push_back(number ? *number : Unit{&sort_of(in, at), at, at + 1});
  }
  return units;
}

Unit UnitMaker::phrase_unit(const Reading& in, std::uint32_t token, std::size_t length, const LexicalEntry& entry,
                            std::vector<NumberValue>& numbers) const {
  Unit unit{nullptr, token, token + static_cast<std::uint32_t>(length)};
  KindSet kinds = entry.kinds.set();
  for (std::uint32_t t = token; t < unit.token_end; ++t) kinds |= in.entry(t).kinds.set() & pack_->topic_kinds;
  kinds.set(any_);
  kinds.set(word_);
  if (in.text.tokens[token].capitalised) kinds.set(cap_);
  if (!in.text.tokens[token].space_before) kinds.set(glued_);
  if (entry.value) {
    kinds.set(number_);
    unit.number = static_cast<int>(numbers.size());
    numbers.push_back({.value = *entry.value});
  }
  unit.sort = &in.sorts.of(kinds);
  return unit;
}

// What all of the block's units are.
std::vector<std::uint16_t> UnitMaker::kinds_of(const Block& block) const {
  std::vector<std::uint16_t> kinds;
  if (block.quoted) kinds.push_back(quoted_);
  switch (block.kind) {
    case BlockKind::heading: kinds.push_back(heading_); break;
    case BlockKind::table_cell: kinds.push_back(cell_); break;
    case BlockKind::list_item: kinds.push_back(item_); break;
    default: break;
  }
  return kinds;
}

}  // namespace toofew
