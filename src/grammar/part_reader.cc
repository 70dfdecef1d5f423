#include "grammar/part_reader.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include <fmt/format.h>

#include "grammar/table.h"
#include "grammar/telling.h"

namespace toofew {
namespace {

// How many sentences back the group may stand that "of those" or a bare percentage refers to.
constexpr std::size_t kAntecedentReach = 8;
// How many sentences of the block back a word may stand that makes the statement sensitive.
constexpr std::size_t kTopicReach = 2;
// A block's sentences whose units are held in memory together.
constexpr std::size_t kSentencesAtOnce = 64;
// Longer sentences are no prose; cutting them keeps the time linear.
constexpr std::uint32_t kLongestSentence = 400;

void add_once(std::vector<std::size_t>& numbers, std::size_t number) {
  if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
}

/// Whether what the block says of the time holds for what stands below it.
bool names_section(BlockKind kind) {
  return kind == BlockKind::heading || kind == BlockKind::metadata || kind == BlockKind::subject;
}

bool is_sooner(std::pair<std::size_t, std::uint32_t> a, std::pair<std::size_t, std::uint32_t> b) { return a < b; }

std::vector<Pattern> patterns_of(const std::vector<StageRule>& rules) {
  std::vector<Pattern> patterns;
  for (const auto& rule : rules) patterns.push_back(rule.pattern);
  return patterns;
}

std::vector<Pattern> patterns_of(const std::vector<ClaimRule>& rules) {
  std::vector<Pattern> patterns;
  for (const auto& rule : rules) patterns.push_back(rule.pattern);
  return patterns;
}

/// Ranges of which no two overlap.
class ApartRanges {
 public:
  bool overlaps(ByteRange range) const {
    const auto after = wide_.lower_bound(range.end);
    if (after != wide_.begin() && std::prev(after)->second > range.begin) return true;
    const auto inside = empty_.upper_bound(range.begin);  // an empty range overlaps what it stands within
    return inside != empty_.end() && *inside < range.end;
  }

  void add(ByteRange range) {
    if (range.empty()) {
      empty_.insert(range.begin);
    } else {
      wide_.emplace(range.begin, range.end);
    }
  }

 private:
  std::map<std::size_t, std::size_t> wide_;
  std::set<std::size_t> empty_;
};

// Of claims on the same words, the one about the smallest group stays.
std::vector<Claim> smallest_apart(std::vector<Claim> claims) {
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    if (a.cohort.judged() != b.cohort.judged()) return a.cohort.judged() < b.cohort.judged();
    return a.confidence > b.confidence;
  });
  std::vector<Claim> kept;
  ApartRanges told;
  for (auto& claim : claims) {
    if (told.overlaps(claim.content)) continue;
    told.add(claim.content);
    kept.push_back(std::move(claim));
  }
  return kept;
}

/// The units of a named capture; unmatched when the pattern has none of that name or it took no part.
UnitRange capture(const Pattern& pattern, const Stage::Match& match, std::string_view name) {
  for (std::size_t i = 0; i < pattern.captures.size(); ++i) {
    if (pattern.captures[i] == name && match.captures[i].matched() && match.captures[i].end > match.captures[i].begin) {
      return match.captures[i];
    }
  }
  return {};
}

// "250", "40–60", "≥ 51"
std::string figure(const Interval& people) {
  if (!people.hi) return fmt::format("≥ {}", people.lo);
  return people.is_exact() ? fmt::format("{}", people.lo) : fmt::format("{}–{}", people.lo, *people.hi);
}

/// The units of the next stage: those of the last, with some stretches each become one unit.
class Rewriter {
 public:
  explicit Rewriter(const std::vector<Unit>& units) : units_(units) { out_.reserve(units.size()); }

  /// The one unit that stands for `span` from now on. Spans come in order and do not overlap.
  Unit& replace(UnitRange span, const KindSet& kinds) {
    copy_until(span.begin);
    at_ = span.end;
    Unit unit;
    unit.kinds = kinds;
    unit.token_begin = units_[static_cast<std::size_t>(span.begin)].token_begin;
    unit.token_end = units_[static_cast<std::size_t>(span.end) - 1].token_end;
    return out_.emplace_back(unit);
  }

  std::vector<Unit> take() {
    copy_until(static_cast<int>(units_.size()));
    return std::move(out_);
  }

 private:
  void copy_until(int end) {
    for (; at_ < end; ++at_) out_.push_back(units_[static_cast<std::size_t>(at_)]);
  }

  const std::vector<Unit>& units_;
  std::vector<Unit> out_;
  int at_ = 0;
};

}  // namespace

struct PartReader::Group {
  std::uint32_t token_begin = 0;
  std::uint32_t token_end = 0;
  std::optional<Quantity> quantity;
  std::optional<Interval> whole;   // the base, when the phrase itself names it
  std::optional<Interval> cohort;  // the people counted, when the phrase itself tells
  std::string head;
};

struct PartReader::Sentence {
  const Block* block = nullptr;
  const Text* text = nullptr;
  toofew::Sentence range;
  std::size_t number = 0;  // counts through the part
  std::vector<Unit> words;  // as the first stage saw them
  std::vector<Unit> units;  // as the stages so far have left them
  std::vector<double> numbers;
  std::vector<Quantity> quantities;
  std::vector<Group> groups;
  struct Cover {
    std::size_t context;
    std::uint32_t token_begin;
    std::uint32_t token_end;
  };
  std::vector<Cover> covers;
  Times times;  // that the text before it names

  ByteRange content(std::uint32_t token_begin, std::uint32_t token_end) const {
    const auto& tokens = text->tokens;
    return block->map.to_source({tokens[token_begin].source.begin, tokens[token_end - 1].source.end});
  }
  ByteRange content(UnitRange range_of_units) const {
    return content(units[static_cast<std::size_t>(range_of_units.begin)].token_begin,
                   units[static_cast<std::size_t>(range_of_units.end) - 1].token_end);
  }
  std::string words_of(std::uint32_t token_begin, std::uint32_t token_end) const {
    const auto& tokens = text->tokens;
    const ByteRange bytes{tokens[token_begin].source.begin, tokens[token_end - 1].source.end};
    return block->text.substr(bytes.begin, bytes.size());
  }
};

/// What is carried from sentence to sentence of a part.
struct PartReader::Run {
  struct Antecedent {
    std::optional<Interval> people;  // absent for users who were named but not counted
    ByteRange content;
    std::size_t sentence;
    std::uint32_t token;
    bool is_user;  // else a rival: what refers to it tells of no users
  };

  const Part& part;
  const Observer& observer;
  std::deque<Antecedent> antecedents;
  std::vector<std::size_t> next_contexts;
  std::vector<std::size_t> block_contexts;
  std::vector<std::size_t> part_contexts;
  std::size_t sentence = 0;
  Times heading_times;  // named by the title, or the latest heading
  Times block_times;    // named by the sentences of the block so far

  /// The latest group before that place (any, or one that counts more than `more_than` people), if it is one of users.
  const Antecedent* antecedent(std::size_t sentence_number, std::uint32_t token,
                               std::optional<std::int64_t> more_than, std::size_t reach) const {
    for (auto it = antecedents.rbegin(); it != antecedents.rend(); ++it) {
      if (!is_sooner({it->sentence, it->token}, {sentence_number, token})) continue;
      if (sentence_number - it->sentence > reach) return nullptr;
      if (!more_than || (it->people && it->people->judged() > *more_than)) return it->is_user ? &*it : nullptr;
    }
    return nullptr;
  }

  void note(ByteRange content, std::string words) const {
    if (observer.steps != nullptr) observer.steps->push_back({content, std::move(words)});
  }
  void reading(std::string_view stage, ByteRange content, std::string what, std::string rule,
               std::optional<Interval> interval) const {
    if (observer.readings == nullptr) return;
    observer.readings->push_back({stage, content, std::move(what), std::move(rule), interval});
  }
};

PartReader::PartReader(const Pack& pack)
    : pack_(&pack),
      any_(static_cast<std::uint16_t>(pack.kinds.find("any"))),
      weak_topic_(pack.kinds.find("weak-topic")),
      units_(pack),
      quantities_(patterns_of(pack.quantities), pack.predicates.quantities),
      bounds_(patterns_of(pack.bounds), pack.predicates.bounds),
      groups_(patterns_of(pack.groups), pack.predicates.groups),
      verbs_(patterns_of(pack.verbs), pack.predicates.verbs),
      contexts_(patterns_of(pack.contexts), pack.predicates.contexts),
      claims_(patterns_of(pack.claims), pack.predicates.claims) {}

std::vector<Claim> PartReader::read(const Part& part, const Observer& observer) const {
  Run run{part, observer, {}, {}, {}, {}, 0, {}, {}};
  std::vector<Claim> claims;
  const auto take = [&](const Block& block) {
    auto found = claims_of(block, run);
    claims.insert(claims.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    return !found.empty();
  };
  for (std::size_t i = 0; i < part.blocks.size();) {
    const Block& block = part.blocks[i];
    if (!block.cell) {
      take(block);
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < part.blocks.size() && part.blocks[end].cell && part.blocks[end].cell->table == block.cell->table) ++end;
    for (const Block& row : table_rows(part, i, end)) take(row);
    i = end;
  }
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return a.content.begin != b.content.begin ? a.content.begin < b.content.begin : a.content.end > b.content.end;
  });
  return claims;
}

std::vector<Claim> PartReader::claims_of(const Block& block, Run& run) const {
  const Text text = read_text(block.text, pack_->text);
  run.block_contexts.clear();
  run.block_times = {};
  if (run.observer.readings != nullptr && !text.tokens.empty()) {
    run.reading("block", block.map.to_source({0, block.text.size()}), "", "", std::nullopt);
  }
  Emphasis emphasis(block);
  std::vector<Claim> claims;
  std::vector<Sentence> sentences;
  std::size_t told = 0;  // sentences whose claims were read
  const auto read_told = [&] {
    for (; told < sentences.size(); ++told) read_claims(sentences, told, run, claims);
  };
  for (const auto& whole : text.sentences) {
    for (std::uint32_t begin = whole.begin; begin < whole.end; begin += kLongestSentence) {
      Sentence sentence;
      sentence.block = &block;
      sentence.text = &text;
      sentence.range = {begin, std::min(whole.end, begin + kLongestSentence)};
      sentence.number = run.sentence++;
      read_sentence(sentence, emphasis, run);
      sentences.push_back(std::move(sentence));
      if (sentences.size() < kSentencesAtOnce) continue;
      read_told();
      sentences.erase(sentences.begin(), sentences.end() - static_cast<std::ptrdiff_t>(kTopicReach));
      told = sentences.size();
    }
  }
  read_told();
  if (names_section(block.kind)) run.heading_times = run.block_times;
  return smallest_apart(std::move(claims));
}

void PartReader::read_sentence(Sentence& sentence, Emphasis& emphasis, Run& run) const {
  sentence.units = units_.make(*sentence.block, *sentence.text, sentence.range, emphasis, sentence.numbers);
  sentence.words = sentence.units;
  if (run.observer.readings != nullptr) {
    run.reading("sentence", sentence.content(sentence.range.begin, sentence.range.end), "", "", std::nullopt);
    for (const auto& unit : sentence.words) {
      run.reading("token", sentence.content(unit.token_begin, unit.token_end), pack_->kinds.describe(unit.kinds), "",
                  std::nullopt);
    }
  }
  read_quantities(quantities_, pack_->quantities, sentence, run);
  read_quantities(bounds_, pack_->bounds, sentence, run);
  read_groups(sentence, run);
  read_verbs(sentence);
  read_contexts(sentence, run);
  sentence.times = run.heading_times;
  sentence.times.add(run.block_times);
  run.block_times.add(times_in(sentence.words, *sentence.text, pack_->telling));
}

// What the count tells, by the words that stand between the count before it and the next one.
Telling PartReader::telling_of(UnitRange span, const Group& group, const Sentence& sentence) const {
  toofew::Sentence clause = sentence.range;
  for (const Group& other : sentence.groups) {
    if (!other.cohort) continue;
    if (other.token_end <= group.token_begin) clause.begin = std::max(clause.begin, other.token_end);
    if (other.token_begin >= group.token_end) clause.end = std::min(clause.end, other.token_begin);
  }
  const toofew::Sentence claim{sentence.units[static_cast<std::size_t>(span.begin)].token_begin,
                               sentence.units[static_cast<std::size_t>(span.end) - 1].token_end};
  return read_telling(sentence.words, *sentence.text,
                      {clause, claim, {group.token_begin, group.token_end}}, sentence.times, pack_->telling);
}

// What a phrase is taken for: what its rule makes, and what it takes over from its head (or from its number).
KindSet PartReader::kinds_of_phrase(const StageRule& rule, const Stage::Match& match, const std::vector<Unit>& units) const {
  KindSet kinds = rule.makes;
  kinds.set(any_);
  for (const char* name : {"head", "q", "n"}) {
    const UnitRange range = capture(rule.pattern, match, name);
    if (!range.matched()) continue;
    kinds |= units[static_cast<std::size_t>(range.end) - 1].kinds & pack_->inherited;
  }
  return kinds;
}

// What a matched rule reads of its numbers; nullopt for what counts nothing (a price, a date) or makes no sense ("3-2").
std::optional<Quantity> PartReader::quantity_of(const StageRule& rule, const Stage::Match& match,
                                                const Sentence& sentence) const {
  using Read = StageRule::Read;
  const auto unit_of = [&](const char* name) -> const Unit* {
    const UnitRange range = capture(rule.pattern, match, name);
    return range.matched() ? &sentence.units[static_cast<std::size_t>(range.begin)] : nullptr;
  };
  const auto number_of = [&](const char* name, double otherwise) {
    const Unit* unit = unit_of(name);
    if (unit == nullptr) return otherwise;
    if (unit->number >= 0) return sentence.numbers[static_cast<std::size_t>(unit->number)];
    return pack_->lexicon.find(sentence.text->tokens[unit->token_begin].form).value.value_or(otherwise);
  };
  const double n = number_of("n", 1);
  const auto share = [&](double lo, double hi) {
    return Quantity{.is_share = true, .lo = lo, .hi = hi, .bound = rule.bound};
  };

  switch (rule.read) {
    case Read::nothing:
      return std::nullopt;
    case Read::number:
      return Quantity{.lo = n, .hi = n, .bound = rule.bound};
    case Read::range: {
      const double m = number_of("m", n);
      if (m < n) return std::nullopt;
      return Quantity{.lo = n, .hi = m, .bound = rule.bound};
    }
    case Read::ratio: {
      const double m = number_of("m", 0);
      if (m <= 0 || n > m) return std::nullopt;
      return share(n / m, n / m);
    }
    case Read::percent:
      return share(n / 100, number_of("m", n) / 100);
    case Read::permille:
      return share(n / 1000, number_of("m", n) / 1000);
    case Read::fraction: {
      const double part = n * number_of("f", 1);
      return share(part, part);
    }
    case Read::vague: {
      const Unit* unit = unit_of("v");
      const auto interval = unit == nullptr ? std::nullopt : interval_of(*unit, *sentence.text);
      if (!interval) return std::nullopt;
      Quantity quantity{.lo = static_cast<double>(interval->lo), .hi = std::nullopt, .bound = rule.bound};
      if (interval->hi) quantity.hi = static_cast<double>(*interval->hi);
      return quantity;
    }
    case Read::rest:
    case Read::bound: {
      const Unit* unit = unit_of(rule.read == Read::rest ? "left" : "q");
      if (unit == nullptr || unit->quantity < 0) return std::nullopt;
      Quantity quantity = sentence.quantities[static_cast<std::size_t>(unit->quantity)];
      quantity.is_rest = rule.read == Read::rest;
      if (!quantity.is_rest) quantity.bound = rule.bound;
      return quantity;
    }
  }
  return std::nullopt;
}

std::optional<Interval> PartReader::interval_of(const Unit& unit, const Text& text) const {
  std::string form;
  for (std::uint32_t t = unit.token_begin; t < unit.token_end; ++t) {
    if (!form.empty()) form += ' ';
    form += text.tokens[t].form;
  }
  return pack_->lexicon.find(form).interval;
}

void PartReader::read_quantities(const Stage& stage, const std::vector<StageRule>& rules, Sentence& sentence, Run& run) const {
  const auto matches = stage.find_disjoint(sentence.units);
  if (matches.empty()) return;
  Rewriter rewriter(sentence.units);
  for (const auto& match : matches) {
    const StageRule& rule = rules[static_cast<std::size_t>(match.rule)];
    const auto quantity = quantity_of(rule, match, sentence);
    Unit& unit = rewriter.replace(match.span, kinds_of_phrase(rule, match, sentence.units));
    if (quantity) {
      unit.quantity = static_cast<int>(sentence.quantities.size());
      sentence.quantities.push_back(*quantity);
    }
    if (run.observer.readings == nullptr) continue;
    run.reading("quantity", sentence.content(unit.token_begin, unit.token_end), pack_->kinds.describe(rule.makes), rule.id,
                quantity ? quantity->of(std::nullopt) : std::nullopt);
  }
  sentence.units = rewriter.take();
}

void PartReader::read_groups(Sentence& sentence, Run& run) const {
  const auto matches = groups_.find_disjoint(sentence.units);
  const std::vector<Unit> units = std::move(sentence.units);
  Rewriter rewriter(units);
  for (const auto& match : matches) {
    const StageRule& rule = pack_->groups[static_cast<std::size_t>(match.rule)];
    const auto quantity_of = [&](const char* name) -> std::optional<Quantity> {
      const UnitRange range = capture(rule.pattern, match, name);
      if (!range.matched()) return std::nullopt;
      const Unit& unit = units[static_cast<std::size_t>(range.begin)];
      if (unit.quantity < 0) return std::nullopt;
      return sentence.quantities[static_cast<std::size_t>(unit.quantity)];
    };
    Group group;
    group.token_begin = units[static_cast<std::size_t>(match.span.begin)].token_begin;
    group.token_end = units[static_cast<std::size_t>(match.span.end) - 1].token_end;
    group.quantity = quantity_of("q");
    if (const auto base = quantity_of("base")) group.whole = base->of(std::nullopt);
    if (group.quantity) group.cohort = group.quantity->of(group.whole);
    const UnitRange head = capture(rule.pattern, match, "head");
    // "9 of whom": a pronoun says nothing of what they are.
    if (head.matched() && (units[static_cast<std::size_t>(head.end) - 1].kinds & pack_->nouns).any()) {
      group.head = sentence.words_of(units[static_cast<std::size_t>(head.begin)].token_begin,
                                     units[static_cast<std::size_t>(head.end) - 1].token_end);
    }

    Unit& unit = rewriter.replace(match.span, kinds_of_phrase(rule, match, units));
    unit.group = static_cast<int>(sentence.groups.size());

    const auto people = group.whole ? group.whole : group.cohort;
    const bool is_user = pack_->antecedent.holds(unit.kinds);
    if ((is_user || pack_->rival.holds(unit.kinds)) && (!people || people->judged() > 1)) {
      run.antecedents.push_back(
          {people, sentence.content(group.token_begin, group.token_end), sentence.number, group.token_begin, is_user});
      if (run.antecedents.size() > kAntecedentReach * 4) run.antecedents.pop_front();
    }
    if (run.observer.readings != nullptr) {
      run.reading("group", sentence.content(group.token_begin, group.token_end), pack_->kinds.describe(unit.kinds), rule.id,
                  group.cohort);
    }
    sentence.groups.push_back(std::move(group));
  }
  sentence.units = rewriter.take();
}

void PartReader::read_verbs(Sentence& sentence) const {
  const auto matches = verbs_.find_disjoint(sentence.units);
  if (matches.empty()) return;
  Rewriter rewriter(sentence.units);
  for (const auto& match : matches) {
    rewriter.replace(match.span,
                     kinds_of_phrase(pack_->verbs[static_cast<std::size_t>(match.rule)], match, sentence.units));
  }
  sentence.units = rewriter.take();
}

void PartReader::read_contexts(Sentence& sentence, Run& run) const {
  const auto cover_all = [&](std::size_t context) {
    sentence.covers.push_back({context, sentence.range.begin, sentence.range.end});
  };
  for (const std::size_t context : run.next_contexts) cover_all(context);
  for (const std::size_t context : run.block_contexts) cover_all(context);
  for (const std::size_t context : run.part_contexts) cover_all(context);
  run.next_contexts.clear();
  for (const auto& match : contexts_.find_all(sentence.units)) {
    const StageRule& rule = pack_->contexts[static_cast<std::size_t>(match.rule)];
    const std::size_t context = pack_->context_of_rule[static_cast<std::size_t>(match.rule)];
    const std::uint32_t begin = sentence.units[static_cast<std::size_t>(match.span.begin)].token_begin;
    const std::uint32_t end = sentence.units[static_cast<std::size_t>(match.span.end) - 1].token_end;
    switch (rule.scope) {
      case StageRule::Scope::match: sentence.covers.push_back({context, begin, end}); break;
      case StageRule::Scope::before: sentence.covers.push_back({context, sentence.range.begin, end}); break;
      case StageRule::Scope::after: sentence.covers.push_back({context, begin, sentence.range.end}); break;
      case StageRule::Scope::sentence: cover_all(context); break;
      case StageRule::Scope::next:
        cover_all(context);
        add_once(run.next_contexts, context);
        break;
      case StageRule::Scope::block:
        cover_all(context);
        add_once(run.block_contexts, context);
        break;
      case StageRule::Scope::part:
        cover_all(context);
        add_once(run.part_contexts, context);
        break;
    }
    run.reading("event", sentence.content(begin, end), rule.id, rule.id, std::nullopt);
  }
  // A group of history or of a hypothesis is nothing that a later figure is a part of.
  std::erase_if(run.antecedents, [&](const Run::Antecedent& antecedent) {
    if (antecedent.sentence != sentence.number) return false;
    return std::any_of(sentence.covers.begin(), sentence.covers.end(), [&](const Sentence::Cover& cover) {
      return cover.token_begin <= antecedent.token && antecedent.token < cover.token_end &&
             std::find(pack_->forgets.begin(), pack_->forgets.end(), cover.context) != pack_->forgets.end();
    });
  });
}

std::optional<std::size_t> PartReader::veto(const ClaimRule& rule, UnitRange about, const Sentence& sentence) const {
  const std::uint32_t begin = sentence.units[static_cast<std::size_t>(about.begin)].token_begin;
  const std::uint32_t end = sentence.units[static_cast<std::size_t>(about.end) - 1].token_end;
  for (const auto& cover : sentence.covers) {
    if (cover.token_begin >= end || begin >= cover.token_end) continue;
    if (std::find(rule.unless.begin(), rule.unless.end(), cover.context) != rule.unless.end()) return cover.context;
  }
  return std::nullopt;
}

void PartReader::read_claims(const std::vector<Sentence>& block, std::size_t index, Run& run, std::vector<Claim>& claims) const {
  const Sentence& sentence = block[index];
  std::vector<const Sentence*> before;
  for (std::size_t back = 1; back <= std::min(index, kTopicReach); ++back) before.push_back(&block[index - back]);
  for (const auto& match : claims_.find_all(sentence.units)) {
    const ClaimRule& rule = pack_->claims[static_cast<std::size_t>(match.rule)];
    UnitRange about = capture(rule.pattern, match, "group");
    if (!about.matched()) about = match.span;
    if (const auto context = veto(rule, about, sentence)) {
      run.note(sentence.content(match.span), fmt::format("{} would read this, but it is {}", rule.info.id, pack_->context_names[*context]));
      continue;
    }
    auto claim = make_claim(rule, match, sentence, before, run);
    if (!claim) continue;
    run.note(claim->content, fmt::format("{} reads {} {}", rule.info.id, kind_name(claim->kind), claim->cohort.to_string()));
    run.reading("claim", claim->content, std::string(kind_name(claim->kind)), rule.info.id, claim->cohort);
    claims.push_back(std::move(*claim));
  }
}

// What a careful reader would underline: the group and what is told of it. Words before the group count only where
// nothing follows it.
UnitRange PartReader::span_of(const Pattern& pattern, const Stage::Match& match, const Sentence& sentence) const {
  UnitRange span = capture(pattern, match, "span");
  if (span.matched()) return span;
  span = match.span;
  const UnitRange group = capture(pattern, match, "group");
  if (group.matched() && group.end < span.end) span.begin = group.begin;
  const auto is_mark = [&](int unit) { return (sentence.units[static_cast<std::size_t>(unit)].kinds & pack_->marks).any(); };
  while (span.begin + 1 < span.end && is_mark(span.begin)) ++span.begin;
  return span;
}

// How the cohort was computed, in figures alone: "4% × 250 = 10", "250 − 240 = 10"; "" when the text states it.
std::string PartReader::arithmetic_of(CohortOf cohort, const Group* group, const Interval& whole, const Interval& part,
                                      const Interval& result) {
  if (cohort == CohortOf::rest) {
    return fmt::format("{} − {} = {}", figure(whole), figure(part), figure(result));
  }
  const bool is_share = group != nullptr && group->quantity && group->quantity->is_share;
  if (cohort != CohortOf::group || !is_share) return {};
  return fmt::format("{:.4g}% × {} = {}", group->quantity->lo * 100, figure(whole), figure(result));
}

// The group that a claim is about: a phrase, or a quantity that stands without a noun ("98% had left it on").
std::optional<PartReader::Group> PartReader::group_of(const Pattern& pattern, const Stage::Match& match,
                                                      const Sentence& sentence) const {
  const UnitRange range = capture(pattern, match, "group");
  if (!range.matched()) return std::nullopt;
  for (int i = range.begin; i < range.end; ++i) {
    const Unit& unit = sentence.units[static_cast<std::size_t>(i)];
    if (unit.group >= 0) return sentence.groups[static_cast<std::size_t>(unit.group)];
  }
  const Unit& unit = sentence.units[static_cast<std::size_t>(range.begin)];
  if (unit.quantity < 0) return std::nullopt;
  Group group;
  group.token_begin = unit.token_begin;
  group.token_end = unit.token_end;
  group.quantity = sentence.quantities[static_cast<std::size_t>(unit.quantity)];
  group.cohort = group.quantity->of(std::nullopt);
  return group;
}

std::optional<Claim> PartReader::make_claim(const ClaimRule& rule, const Stage::Match& match, const Sentence& sentence,
                                            const std::vector<const Sentence*>& before, Run& run) const {
  Claim claim;
  claim.kind = rule.info.kind;
  claim.rule = rule.info.id;
  claim.confidence = rule.info.confidence;
  claim.capped = rule.capped;
  claim.bare = rule.bare;
  const UnitRange span = span_of(rule.pattern, match, sentence);
  claim.content = sentence.content(span);

  const std::optional<Group> group = group_of(rule.pattern, match, sentence);
  if (group) claim.unit = group->head;

  std::optional<Interval> whole;
  std::optional<Interval> part;
  if (group) {
    part = group->cohort;
    whole = group->whole;
    const bool wants_whole = !whole && (rule.needs_antecedent || (group->quantity && group->quantity->is_share));
    if (wants_whole) {
      const bool needs_size = rule.cohort != CohortOf::group || (group->quantity && group->quantity->is_share);
      const auto* antecedent = run.antecedent(sentence.number, group->token_begin,
                                              needs_size ? std::optional(part ? part->lo : 1) : std::nullopt,
                                              rule.reach);
      if (antecedent == nullptr) return std::nullopt;
      claim.related = antecedent->content;
      if (!part || (antecedent->people && antecedent->people->judged() > part->judged())) whole = antecedent->people;
      if (group->quantity) part = group->quantity->of(whole);
    }
  }

  switch (rule.cohort) {
    case CohortOf::one:
      claim.cohort = Interval::exactly(1);
      break;
    case CohortOf::group:
      if (!part) return std::nullopt;
      if (whole && part->judged() >= whole->judged()) return std::nullopt;
      claim.cohort = *part;
      break;
    case CohortOf::base: {
      if (!whole) whole = part;
      if (!whole) return std::nullopt;
      claim.cohort = *whole;
      break;
    }
    case CohortOf::rest: {
      if (!part || !whole) return std::nullopt;
      const Interval rest = rest_of(*whole, *part);
      if (rest.judged() <= 0) return std::nullopt;
      claim.cohort = rest;
      break;
    }
  }
  if (claim.cohort == Interval::exactly(0)) return std::nullopt;
  if (rule.capped) claim.cohort.lo = std::min<std::int64_t>(claim.cohort.lo, 1);
  if (whole && part) claim.arithmetic = arithmetic_of(rule.cohort, group ? &*group : nullptr, *whole, *part, claim.cohort);
  const bool is_plain_count = claim.kind == Kind::small_count && rule.cohort == CohortOf::group && !rule.capped &&
                              !rule.needs_antecedent && !claim.related && claim.cohort.is_exact();
  if (is_plain_count && group) claim.telling = telling_of(span, *group, sentence);
  const bool is_inside = set_topic(claim, match.span, sentence, before);
  const bool is_membership =
      is_inside && pack_->membership[static_cast<std::size_t>(pack_->kinds.find("t:" + claim.category))];
  if (rule.needs_topic && !is_membership) return std::nullopt;
  return claim;
}

bool PartReader::set_topic(Claim& claim, UnitRange span, const Sentence& sentence,
                           const std::vector<const Sentence*>& before) const {
  claim.category = "ordinary";
  const std::uint32_t begin = sentence.units[static_cast<std::size_t>(span.begin)].token_begin;
  const std::uint32_t end = sentence.units[static_cast<std::size_t>(span.end) - 1].token_end;
  enum class Where { inside, inside_weakly, around };
  const auto look = [&](const Sentence& in, Where where) {
    for (const auto& [kind, name] : pack_->topics) {
      for (const auto& unit : in.words) {
        if (!unit.kinds[kind]) continue;
        const bool is_inside = &in == &sentence && unit.token_begin >= begin && unit.token_end <= end;
        if (is_inside == (where == Where::around)) continue;
        const bool is_weak = weak_topic_ >= 0 && unit.kinds[static_cast<std::size_t>(weak_topic_)];
        if (where == Where::inside && is_weak) continue;
        claim.category = name;
        claim.topic = in.words_of(unit.token_begin, unit.token_end);
        return true;
      }
    }
    return false;
  };
  if (look(sentence, Where::inside)) return true;
  if (look(sentence, Where::inside_weakly) || look(sentence, Where::around)) return false;
  for (const Sentence* earlier : before) {
    if (look(*earlier, Where::around)) break;
  }
  return false;
}

}  // namespace toofew
