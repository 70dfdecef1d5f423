#include "grammar/units.h"

#include <algorithm>
#include <cmath>

namespace toofew {
namespace {

// A quotation longer than this is speech, not a title.
constexpr std::size_t kLongestTitle = 12;
constexpr std::size_t kShortestSuffixedWord = 5;
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

/// A sentence's tokens with what the lexicon knows of them.
struct UnitMaker::Reading {
  const Text& text;
  std::uint32_t begin;  // tokens
  std::uint32_t end;
  std::vector<Word> words;

  const Word& word(std::uint32_t token) const { return words[token - begin]; }
  const LexicalEntry& entry(std::uint32_t token) const { return *word(token).entry; }
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
  literals_ = pack.kinds.literals();
  for (const auto mark : {glued_, initial_, cap_, caps_}) start_.set(mark);
  for (const auto mark : {number_, digits_, two_digits_, day_digits_, decimal_, one_, zero_, year_, old_year_}) {
    numeric_.set(mark);
  }
  quote_mark_ = pack.kinds.find("quote-mark");
  restart_ = pack.kinds.find("restart");
  fraction_ = pack.kinds.find("fraction");
}

UnitMaker::Raw UnitMaker::token_unit(const Reading& in, std::uint32_t token) const {
  const Token& t = in.text.tokens[token];
  Raw unit;
  unit.token_begin = token;
  unit.token_end = token + 1;
  unit.kinds = in.entry(token).kinds;
  const bool is_known = (unit.kinds & ~pack_->silent).any();
  // A word that patterns only quote may still be told by its ending.
  const bool is_described = (unit.kinds & ~pack_->silent & ~literals_).any();
  unit.kinds.set(any_);
  if (!t.space_before) unit.kinds.set(glued_);
  switch (t.shape) {
    case TokenShape::word:
      unit.kinds.set(word_);
      if (t.capitalised) unit.kinds.set(cap_);
      if (t.all_caps) unit.kinds.set(caps_);
      if (!is_known) unit.kinds.set(unknown_);
      break;
    case TokenShape::number:
      unit.kinds.set(digits_);
      if (t.form.size() == 2) unit.kinds.set(two_digits_);
      if (t.form.size() <= 2) unit.kinds.set(day_digits_);
      break;
    case TokenShape::alphanumeric: {
      // "31kg", "7am", "3rd": the letters tell what it is; the packs list them as "+kg".
      const std::size_t figures = digits_length(t.form);
      if (figures > 0 && figures < t.form.size()) {
        unit.kinds |= pack_->lexicon.find("+" + std::string(t.form.substr(figures))).kinds;
      }
      break;
    }
    case TokenShape::punctuation:
      unit.kinds.set(punct_);
      break;
    case TokenShape::symbol:
      unit.kinds.set(t.form == "\uFFFC" ? object_ : symbol_);
      break;
    case TokenShape::line_break:
      unit.kinds.set(break_);
      break;
  }
  if (t.shape != TokenShape::word || t.form.size() < kShortestSuffixedWord) return unit;
  for (const auto& suffix : pack_->suffixes) {
    if (t.form.size() <= suffix.ending.size() + 1 || !t.form.ends_with(suffix.ending)) continue;
    if (!(suffix.of.none() ? !is_described : (unit.kinds & suffix.of).any())) continue;
    unit.kinds |= suffix.kinds;
    break;
  }
  return unit;
}

// Reads the number at `token` as one unit. Returns the token after it, or `token` when there is no number.
std::uint32_t UnitMaker::read_number(const Reading& in, std::uint32_t token, std::vector<NumberValue>& numbers,
                                     Raw& unit) const {
  const auto written = numbers_.read(in.text, in.words, in.begin, token);
  if (!written) return token;
  const Token& first = in.text.tokens[token];
  const double value = written->value.value;
  const bool is_single = written->token_end == token + 1;
  const bool is_figure = is_single && first.shape == TokenShape::number;
  unit.token_begin = token;
  unit.token_end = written->token_end;
  // A number keeps what is known of its only word ("one", "zero" may be more than numbers).
  unit.kinds = is_single ? token_unit(in, token).kinds : KindSet();
  unit.kinds.set(any_);
  unit.kinds.set(number_);
  if (written->has_digits) unit.kinds.set(digits_);
  // "2.0" counts nothing, but "0.9k" does.
  const bool has_point = is_figure && first.form.find('.') != std::string_view::npos;
  if (value != std::floor(value) || has_point) unit.kinds.set(decimal_);
  if (fraction_ >= 0 && first.form.find('/') != std::string_view::npos) unit.kinds.set(static_cast<std::size_t>(fraction_));
  if (value == 1) unit.kinds.set(one_);
  if (value == 0) unit.kinds.set(zero_);
  if (!first.space_before) unit.kinds.set(glued_);
  if (is_figure && first.form.size() == 4 && value >= kFirstYear && value <= kLastYear) {
    unit.kinds.set(year_);
    if (value < kLivingMemory) unit.kinds.set(old_year_);
  }
  unit.number = static_cast<int>(numbers.size());
  numbers.push_back(written->value);
  return written->token_end;
}

void UnitMaker::mark_topics(const Reading& in, std::vector<Raw>& units) const {
  const auto word_at = [&](std::size_t i) { return in.text.tokens[i].form; };
  std::size_t unit = 0;
  for (std::uint32_t token = in.begin; token < in.end; ++token) {
    while (unit < units.size() && units[unit].token_end <= token) ++unit;
    const std::uint32_t most = std::min(in.word(token).longest_mark, in.end - token);
    const auto [length, entry] = pack_->lexicon.find_mark(token, most, word_at);
    if (length == 0) continue;
    for (std::size_t u = unit; u < units.size() && units[u].token_begin < token + length; ++u) units[u].kinds |= entry->kinds;
  }
}

void UnitMaker::mark_names(const Text& text, const Sentence& sentence, std::vector<Raw>& units) const {
  std::size_t words = 0;
  std::size_t capitals = 0;
  std::size_t shouted = 0;
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const Token& token = text.tokens[t];
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
    if (unit.kinds[punct_] || unit.kinds[symbol_] || unit.kinds[break_]) {
      if (restart_ >= 0 && unit.kinds[static_cast<std::size_t>(restart_)]) at_start = true;
      continue;
    }
    if (at_start && unit.kinds[word_]) unit.kinds.set(initial_);
    if (unit.kinds[word_] && unit.kinds[cap_] && !is_shouted) {
      const bool is_informative = !at_start && !is_title_case;
      if (is_informative || unit.kinds[unknown_]) unit.kinds.set(name_);
    }
    at_start = false;
  }
}

// Words between quotation marks or in italics: as one title where they are capitalised like one, else each marked.
void UnitMaker::mark_quotations(const Reading& in, const std::vector<ByteRange>& emphasised,
                                std::vector<Raw>& units) const {
  const Text& text = in.text;
  const auto collapse = [&](std::size_t begin, std::size_t end, std::uint16_t mark) {
    std::size_t words = 0;
    std::size_t capitals = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const bool counts = (units[i].kinds[word_] && text.tokens[units[i].token_begin].form.size() > 3) || units[i].kinds[number_];
      if (!counts) continue;
      ++words;
      if (text.tokens[units[i].token_begin].capitalised || units[i].kinds[digits_]) ++capitals;
    }
    const bool starts_big = text.tokens[units[begin].token_begin].capitalised || units[begin].kinds[digits_];
    const bool is_title = end - begin >= 2 && end - begin <= kLongestTitle && starts_big && words > 0 && capitals * 3 >= words * 2;
    if (!is_title) {
      for (std::size_t i = begin; i < end; ++i) units[i].kinds.set(mark);
      return false;
    }
    units[begin].token_end = units[end - 1].token_end;
    units[begin].number = -1;
    KindSet topics;
    for (std::size_t i = begin; i < end; ++i) topics |= units[i].kinds & pack_->topic_kinds;
    units[begin].kinds = topics;
    for (const auto kind : {any_, title_, mark}) units[begin].kinds.set(kind);
    units.erase(units.begin() + static_cast<std::ptrdiff_t>(begin) + 1, units.begin() + static_cast<std::ptrdiff_t>(end));
    return true;
  };

  if (quote_mark_ >= 0) {
    const auto quote = static_cast<std::size_t>(quote_mark_);
    for (std::size_t i = 0; i < units.size(); ++i) {
      // An opening mark stands off the word before it, a closing one does not: an apostrophe opens nothing.
      if (!units[i].kinds[quote] || (i > 0 && units[i].kinds[glued_] && units[i - 1].kinds[word_])) continue;
      std::size_t close = i + 1;
      while (close < units.size() && !(units[close].kinds[quote] && units[close].kinds[glued_])) ++close;
      if (close == units.size()) continue;
      if (close > i + 1) i = collapse(i + 1, close, quoted_) ? i + 2 : close;
    }
  }
  for (const auto& range : emphasised) {
    const auto inside = [&](const Raw& unit) { return range.overlaps(text.tokens[unit.token_begin].source); };
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
    return unit.kinds()[name_] && (unit.kinds() & pack_->nouns).none();
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
    KindSet kinds = unit.kinds();
    if (end > begin + 1) {  // as its last word, which is its head
      kinds = (units[end - 1].kinds() & ~start_ & ~numeric_) | (kinds & start_);
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
                                  std::vector<NumberValue>& numbers, Sorts& sorts) const {
  std::vector<Raw> raw;
  const auto word_at = [&](std::size_t i) { return text.tokens[i].form; };
  const Reading in{text, sentence.begin, sentence.end, pack_->lexicon.find_all(sentence.begin, sentence.end, word_at)};
  raw.reserve(in.words.size());
  for (std::uint32_t at = sentence.begin; at < sentence.end;) {
    Raw unit;
    const std::uint32_t most = std::min(in.word(at).longest_phrase, in.end - at);
    const auto [length, entry] = pack_->lexicon.find_phrase(at, most, word_at);
    if (length > 0) {
      unit.token_begin = at;
      unit.token_end = at + static_cast<std::uint32_t>(length);
      unit.kinds = entry->kinds;
      for (std::uint32_t t = at; t < unit.token_end; ++t) unit.kinds |= in.entry(t).kinds & pack_->topic_kinds;
      unit.kinds.set(any_);
      unit.kinds.set(word_);
      if (text.tokens[at].capitalised) unit.kinds.set(cap_);
      if (!text.tokens[at].space_before) unit.kinds.set(glued_);
      if (entry->value) {
        unit.kinds.set(number_);
        unit.number = static_cast<int>(numbers.size());
        numbers.push_back({.value = *entry->value});
      }
      at = unit.token_end;
    } else if (const std::uint32_t next = read_number(in, at, numbers, unit); next > at) {
      at = next;
    } else {
      unit = token_unit(in, at);
      ++at;
    }
    if (block.quoted) unit.kinds.set(quoted_);
    switch (block.kind) {
      case BlockKind::heading: unit.kinds.set(heading_); break;
      case BlockKind::table_cell: unit.kinds.set(cell_); break;
      case BlockKind::list_item: unit.kinds.set(item_); break;
      default: break;
    }
    raw.push_back(unit);
  }
  mark_topics(in, raw);
  mark_names(text, sentence, raw);
  const ByteRange bytes{text.tokens[sentence.begin].source.begin, text.tokens[sentence.end - 1].source.end};
  mark_quotations(in, emphasis.in(bytes), raw);
  std::vector<Unit> units;
  units.reserve(raw.size());
  for (const Raw& unit : raw) units.push_back({&sorts.of(unit.kinds), unit.token_begin, unit.token_end, unit.number});
  return units;
}

}  // namespace toofew
