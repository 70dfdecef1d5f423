#include "grammar/part_run.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/profile.h"
#include "grammar/rewrite.h"
#include "grammar/table.h"
#include "grammar/telling.h"

namespace toofew {
namespace {

// How many sentences back the group may stand that "of those" or a bare percentage refers to.
constexpr std::size_t kAntecedentReach = 8;
// How far from a claim the sentence may stand in the block that it is read beside.
constexpr std::size_t kBesideReach = 2;
// How many sentences of the block back a word may stand that makes the statement sensitive.
constexpr std::size_t kTopicReach = 2;
// A block's sentences whose units are held in memory together.
constexpr std::size_t kSentencesAtOnce = 64;
// Of so many times as many as went, the rest are read as a difference.
constexpr std::int64_t kMostStayed = 3;
// Longer sentences are no prose; cutting them keeps the time linear.
constexpr std::uint32_t kLongestSentence = 400;
// Sorts that a thread remembers, some 0.3 KB each.
constexpr std::size_t kMostSorts = 20 << 10;
// Bytes of a block that is kept in a cache.
constexpr std::size_t kLongestKept = 64 << 10;

/// Whether what the block says of the time holds for what stands below it.
bool names_section(BlockKind kind) {
  return kind == BlockKind::heading || kind == BlockKind::metadata || kind == BlockKind::subject;
}

template <typename Rule>
Stage stage_of(const std::vector<Rule>& rules, const PatternSet& patterns) {
  std::vector<std::string_view> ids;
  ids.reserve(rules.size());
  for (const auto& rule : rules) ids.push_back(rule.id);
  return Stage(patterns, std::move(ids));
}

/// Whether later sentences are in such a context, too.
bool reaches_on(StageRule::Scope scope) {
  using Scope = StageRule::Scope;
  return scope == Scope::next || scope == Scope::block || scope == Scope::list || scope == Scope::part;
}

/// Whether some claim asks whether it stands beside such a context.
bool is_asked_beside(const Pack& pack, std::size_t rule) {
  return std::any_of(pack.claims.begin(), pack.claims.end(),
                     [&](const ClaimRule& claim) { return claim.beside == pack.context_of_rule[rule]; });
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

// Of claims on the same words, the one about the smallest group stays; of two about the same, the one that says more
// than how many they are, a record before all. One that nobody is in hides no other, and one that is unsure hides none
// that is surer.
std::vector<Claim> smallest_apart(std::vector<Claim> claims) {
  const auto is_unsure = [](const Claim& claim) { return claim.confidence == Confidence::low; };
  const auto says_more = [](const Claim& claim) { return claim.kind != Kind::small_count; };
  std::stable_sort(claims.begin(), claims.end(), [&](const Claim& a, const Claim& b) {
    if (is_unsure(a) != is_unsure(b)) return is_unsure(b);
    if (a.cohort.judged() != b.cohort.judged()) return a.cohort.judged() < b.cohort.judged();
    if (says_more(a) != says_more(b)) return says_more(a);
    if ((a.kind == Kind::extreme) != (b.kind == Kind::extreme)) return a.kind == Kind::extreme;
    return a.confidence > b.confidence;
  });
  std::vector<Claim> kept;
  ApartRanges told_of_some;
  ApartRanges told_of_nobody;
  for (auto& claim : claims) {
    ApartRanges& told = claim.cohort == Interval::exactly(0) ? told_of_nobody : told_of_some;
    if (told.overlaps(claim.content)) continue;
    told.add(claim.content);
    kept.push_back(std::move(claim));
  }
  return kept;
}

// "250", "40–60", "≥ 51"
std::string figure(const Interval& people) {
  if (!people.hi) return fmt::format("≥ {}", people.lo);
  return people.is_exact() ? fmt::format("{}", people.lo) : fmt::format("{}–{}", people.lo, *people.hi);
}

/// The units of the next stage: those of the last, with some stretches each become one unit.
class Rewriter {
 public:
  Rewriter(const std::vector<Unit>& units, Sorts& sorts) : units_(units), sorts_(sorts) { out_.reserve(units.size()); }

  /// The one unit that stands for `span` from now on. Spans come in order and do not overlap.
  Unit& replace(UnitRange span, const KindSet& kinds) {
    copy_until(span.begin);
    at_ = span.end;
    Unit unit;
    unit.sort = &sorts_.of(kinds);
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
  Sorts& sorts_;
  std::vector<Unit> out_;
  int at_ = 0;
};

// "two or three hundred" begins at two hundred, but "five to a hundred" at five.
std::pair<double, double> ends_of_range(NumberValue from, NumberValue to) {
  const bool shares_scale = from.scale == 1 && from.value < to.value / to.scale;
  return {shares_scale ? from.value * to.scale : from.value, to.value};
}

}  // namespace

PartReader::PartReader(const Pack& pack)
    : pack_(&pack),
      any_(static_cast<std::uint16_t>(pack.kinds.find("any"))),
      segment_(static_cast<std::uint16_t>(pack.kinds.find("segment"))),
      weak_topic_(pack.kinds.find("weak-topic")),
      sample_base_(pack.kinds.find("sample-base")),
      of_them_(pack.kinds.find("of-them")),
      open_(pack.kinds.find("open")),
      close_(pack.kinds.find("close")),
      quantity_rules_(pack.quantities, pack.patterns.quantities, pack.inherited, any_),
      bound_rules_(pack.bounds, pack.patterns.bounds, pack.inherited, any_),
      group_rules_(pack.groups, pack.patterns.groups, pack.inherited, any_),
      verb_rules_(pack.verbs, pack.patterns.verbs, pack.inherited, any_),
      units_(pack),
      senses_(stage_of(pack.senses, pack.patterns.senses)),
      senses_of_membership_(pack.senses.size()),
      quantities_(stage_of(pack.quantities, pack.patterns.quantities)),
      bounds_(stage_of(pack.bounds, pack.patterns.bounds)),
      groups_(stage_of(pack.groups, pack.patterns.groups)),
      verbs_(stage_of(pack.verbs, pack.patterns.verbs)),
      contexts_(stage_of(pack.contexts, pack.patterns.contexts)),
      lasting_(pack.contexts.size()),
      claims_(stage_of(pack.claims, pack.patterns.claims)),
      rewrites_(stage_of(pack.rewrites, pack.patterns.rewrites)),
      memories_(std::make_unique<Pool<Memory>>()) {
  for (std::size_t rule = 0; rule < pack.senses.size(); ++rule) {
    if (pack.senses[rule].makes.meets(pack.membership)) senses_of_membership_.set(rule);
  }
  for (std::size_t rule = 0; rule < pack.contexts.size(); ++rule) {
    const bool is_lasting = reaches_on(pack.contexts[rule].scope);
    const bool is_beside = is_asked_beside(pack, rule);
    if (is_lasting || is_beside) lasting_.set(rule);
    asks_beside_for_lasting_ |= is_lasting && is_beside;
  }
}

PartReader::~PartReader() = default;

std::vector<Claim> PartReader::read(const Part& part, const Observer& observer, const SegmentNames* names) const {
  // What is told of each stage can only be told by reading; so can what the words of a sentence may become.
  const bool is_whole = observer.readings != nullptr || observer.rewrites != nullptr;
  const auto memory = memories_->take();
  Run run{part, observer, names, is_whole ? nullptr : BlockCache::in_use(), *memory};
  run.block_may_last.reset(pack_->contexts.size());
  for (std::size_t i = 0; i < part.blocks.size();) {
    const Block& block = part.blocks[i];
    if (!block.cell) {
      read_block(block, run);
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < part.blocks.size() && part.blocks[end].cell && part.blocks[end].cell->table == block.cell->table) ++end;
    run.rows = std::make_shared<const std::vector<Block>>(table_rows(part, i, end));
    for (const Block& row : *run.rows) read_block(row, run);
    run.rows.reset();
    i = end;
  }
  for (auto& [sentence, rewrite] : run.rewrites) {
    if (!run.kept_as_is.contains(sentence)) observer.rewrites->push_back(std::move(rewrite));
  }
  std::vector<Claim> claims;
  for (auto& of_block : run.claims) {
    for (auto& claim : smallest_apart(std::move(of_block))) claims.push_back(std::move(claim));
  }
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return a.content.begin != b.content.begin ? a.content.begin < b.content.begin : a.content.end > b.content.end;
  });
  return claims;
}

std::string PartReader::key_of(const Block& block, const Run& run) const {
  std::string key = fmt::format("{} {} {} {}", fmt::ptr(this), fmt::ptr(run.names), static_cast<int>(block.kind),
                                block.quoted ? 1 : 0);
  for (const Mark& mark : block.marks) {
    fmt::format_to(std::back_inserter(key), " {}:{}-{}", static_cast<int>(mark.kind), mark.text.begin, mark.text.end);
  }
  return key + '\n' + block.text;
}

// Contexts that last are known in time for what is told later, but not for what stands beside it.
bool PartReader::must_read_all(const Run& run) const { return run.reads_all() || asks_beside_for_lasting_; }

void PartReader::read_block(const Block& block, Run& run) const {
  Stopwatch watch;
  if (run.cache != nullptr && run.cache->is_stopped && run.cache->is_stopped()) throw Error("was stopped");
  const bool may_keep = run.cache != nullptr && block.text.size() <= kLongestKept;
  const std::string key = may_keep ? key_of(block, run) : std::string();
  std::shared_ptr<ReadBlock> read = may_keep ? run.cache->find(key) : nullptr;
  const bool is_kept = read != nullptr;
  if (!is_kept) read = std::make_shared<ReadBlock>(ReadBlock{read_text(block.text, pack_->text), {}});
  const Text& text = read->text;
  watch.lap("text");
  run.block_contexts.clear();
  run.block_times = {};
  enter_list(block, run);
  run.claims.emplace_back();
  if (run.is_in_table && !block.cell) ++run.place;
  run.is_in_table = block.cell.has_value();
  if (run.observer.readings != nullptr && !text.tokens.empty()) {
    run.reading("block", block.map.to_source({0, block.text.size()}), "", "", std::nullopt);
  }
  Emphasis emphasis(block);
  std::vector<Sentence> sentences;
  std::size_t next = 0;  // of the block's sentences
  std::size_t told = 0;  // sentences whose claims were read
  const auto read_told = [&] {
    watch.skip();
    for (; told < sentences.size(); ++told) read_claims(sentences, told, run);
    finish_waiting(run);
    watch.lap("what claims say, and the senses that they ask for");
  };
  for (const auto& whole : text.sentences) {
    for (std::uint32_t begin = whole.begin; begin < whole.end; begin += kLongestSentence) {
      Sentence sentence;
      sentence.block = &block;
      sentence.text = &text;
      sentence.range = {begin, std::min(whole.end, begin + kLongestSentence)};
      sentence.number = run.sentence++;
      sentence.place = run.is_in_table ? run.place : run.place++;
      if (is_kept) {
        sentence.made = read->sentences[next++];
      } else {
        read_sentence(sentence, emphasis, run);
        if (may_keep) read->sentences.push_back(sentence.made);
      }
      place_sentence(sentence, run);
      if (!sentence.made->has_contexts && sentence.made->may_last.any()) {
        wait_for_contexts({sentence, read, run.rows, run.claims.size()}, run);
      }
      sentences.push_back(std::move(sentence));
      if (sentences.size() < kSentencesAtOnce) continue;
      read_told();
      sentences.erase(sentences.begin(), sentences.end() - static_cast<std::ptrdiff_t>(kTopicReach));
      told = sentences.size();
    }
  }
  read_told();
  if (names_section(block.kind)) run.heading_times = run.block_times;
  // Front matter says what an article is about, a heading whom its figures count.
  if (names_section(block.kind) && block.kind != BlockKind::metadata) {
    run.heading = std::make_shared<Heading>(Heading{read, std::move(sentences), std::nullopt});
    if (run.title == nullptr) run.title = run.heading;
  }
  if (may_keep && !is_kept) run.cache->keep(key, std::move(read));
}

/// Runs the stages over a sentence by itself.
void PartReader::read_sentence(Sentence& sentence, Emphasis& emphasis, Run& run) const {
  Stopwatch watch;
  if (run.memory.sorts->size() > kMostSorts) run.memory.forget_sorts();
  sentence.made = std::make_shared<Made>();
  sentence.made->sorts = sentence.made->sorts_of_words = run.memory.sorts;
  sentence.made->units =
      units_.make(*sentence.block, *sentence.text, sentence.range, emphasis, sentence.made->numbers, *run.memory.sorts,
                  run.memory.words);
  sentence.made->words = sentence.made->units;
  read_segments(sentence, run);
  if (run.observer.rewrites != nullptr) read_rewrites(sentence, run);
  if (run.observer.readings != nullptr) read_senses(sentence, run.memory);
  if (run.observer.readings != nullptr) {
    run.reading("sentence", sentence.content(sentence.range.begin, sentence.range.end), "", "", std::nullopt);
    for (const auto& unit : sentence.made->words) {
      run.reading("token", sentence.content(unit.token_begin, unit.token_end), pack_->kinds.describe(unit.kinds().set()), "",
                  std::nullopt);
    }
  }
  watch.lap("words");
  read_quantities(quantities_, pack_->quantities, pack_->patterns.quantities, quantity_rules_, run.memory.quantities, sentence, run);
  watch.lap("quantities");
  read_quantities(bounds_, pack_->bounds, pack_->patterns.bounds, bound_rules_, run.memory.bounds, sentence, run);
  watch.lap("bounds");
  for (const auto& unit : sentence.made->units) {
    if (unit.quantity >= 0) sentence.made->figures.push_back(unit);
  }
  if (must_read_all(run) || may_matter(sentence, run)) read_statements(sentence, run);
  watch.skip();
  if (may_name_times(sentence.made->words, run.memory)) {
    sentence.made->times = times_in(sentence.made->words, *sentence.text, pack_->telling);
  }
}

// Whether anything may come of the sentence: a claim, or what a claim in another sentence may refer to. Nothing comes of
// most, and they need not be read any further, unless another sentence asks for what stands beside it.
bool PartReader::may_matter(const Sentence& sentence, Run& run) const {
  Made& made = *sentence.made;
  if (!made.segments.empty()) return true;
  Memory& memory = run.memory;
  std::vector<Unit>& possible = memory.possible;
  possible = made.units;
  if (!add_possible_groups(possible, memory)) return true;
  const auto is_mention = [&](const Unit& unit) {
    return memory.are_meant.get(*unit.sort, [&] { return may_be_meant(unit.kinds()); });
  };
  if (std::any_of(possible.begin() + static_cast<std::ptrdiff_t>(made.units.size()), possible.end(), is_mention)) return true;
  if (!add_possible_verbs(possible, memory)) return true;

  made.wanted_claims.emplace(pack_->claims.size());
  claims_.candidates_in_any_order(possible, memory.claims).for_each([&](std::size_t rule) {
    if (may_be_told(pack_->claims[rule], sentence, run)) made.wanted_claims->set(rule);
  });
  if (made.wanted_claims->any()) return true;
  made.may_last = lasting_;
  made.may_last &= contexts_.candidates_in_any_order(possible, memory.contexts);
  return false;
}

bool PartReader::may_name_times(const std::vector<Unit>& words, Memory& memory) const {
  const TellingKinds& kinds = pack_->telling;
  const std::array times{&kinds.month, &kinds.year, &kinds.relative, &kinds.calendar};
  return std::any_of(words.begin(), words.end(), [&](const Unit& word) {
    const auto holds = [&](const Predicate* predicate) { return predicate->holds(word.kinds()); };
    return memory.name_times.get(*word.sort, [&] { return std::any_of(times.begin(), times.end(), holds); });
  });
}

// Adds the groups that the units may become.
bool PartReader::add_possible_groups(std::vector<Unit>& units, Memory& memory) const {
  const Bits& candidates = groups_.candidates(units, memory.groups);
  return !candidates.any() || group_rules_.add_possible(candidates, groups_.truths(memory.groups), units,
                                                        *memory.sorts, memory.possible_groups);
}

bool PartReader::add_possible_verbs(std::vector<Unit>& units, Memory& memory) const {
  const Bits& candidates = verbs_.candidates_in_any_order(units, memory.verbs);
  return !candidates.any() || verb_rules_.add_possible(candidates, verbs_.truths(memory.verbs), units,
                                                       *memory.sorts, memory.possible_verbs);
}

// Whether the claim may be told in the sentence, which comes next, if its words are there. The sentence refers to no users
// by itself.
bool PartReader::may_be_told(const ClaimRule& rule, const Sentence& sentence, const Run& run) const {
  const bool is_alone = sentence.text->sentences.size() == 1 && sentence.text->tokens.size() <= kLongestSentence;
  if (rule.needs_segment || (rule.beside && is_alone) || !may_follow(rule, sentence, run)) return false;
  if (rule.needs_topic && !may_name_membership(sentence, run.memory)) return false;
  const bool has_cohort = rule.cohort == CohortOf::one || rule.cohort == CohortOf::nobody;
  if (!rule.needs_antecedent || has_cohort) return true;
  const auto& quantities = sentence.made->quantities;
  return (!run.antecedents.empty() && sentence.place - run.antecedents.back().place <= rule.reach) ||
         std::any_of(quantities.begin(), quantities.end(), [](const Quantity& quantity) { return quantity.is_share; });
}

// Whether the words may name a topic that makes it sensitive to be in a group.
bool PartReader::may_name_membership(const Sentence& sentence, Memory& memory) const {
  const std::vector<Unit>& words = sentence.made->words;
  if (std::any_of(words.begin(), words.end(), [&](const Unit& word) { return word.kinds().meets(pack_->membership); })) return true;
  return senses_.candidates(words, memory.senses).meets(senses_of_membership_);
}

// Whether later words may refer to a group of these kinds.
bool PartReader::may_be_meant(const KindList& kinds) const {
  return pack_->antecedent.holds(kinds) || pack_->rival.holds(kinds) ||
         (of_them_ >= 0 && kinds[static_cast<std::size_t>(of_them_)]);
}

void PartReader::read_statements(const Sentence& sentence, Run& run) const {
  Stopwatch watch;
  sentence.made->is_read = true;
  read_groups(sentence, run);
  watch.lap("groups");
  read_verbs(sentence, run.memory);
  watch.lap("verbs");
  const auto& wanted = sentence.made->wanted_claims;
  sentence.made->claims = wanted ? claims_.find_some(*wanted, sentence.made->units, run.memory.claims)
                                 : claims_.find_all(sentence.made->units, run.memory.claims);
  watch.lap("claims");
  // Most contexts only matter to what the sentence itself tells.
  if (sentence.made->claims.empty() && sentence.made->mentions.empty() && !must_read_all(run)) {
    sentence.made->may_last = lasting_;
    sentence.made->may_last &= contexts_.candidates(sentence.made->units, run.memory.contexts);
    return;
  }
  sentence.made->has_contexts = true;
  sentence.made->contexts = contexts_.find_all(sentence.made->units, run.memory.contexts);
  watch.lap("contexts");
}

/// Puts a sentence behind those before it.
void PartReader::place_sentence(Sentence& sentence, Run& run) const {
  if (sentence.made->has_contexts) ask_pending(sentence, run);
  for (const Made::Mention& mention : sentence.made->mentions) {
    // "Our crew is twelve. Three of them …": they are what those are of whom they are a part.
    const bool is_of_rivals = mention.is_of_them && !run.antecedents.empty() && !run.antecedents.back().is_user;
    const bool is_user = !is_of_rivals && mention.names_users;
    if (!is_user && !is_of_rivals && !mention.names_rivals) continue;
    run.antecedents.push_back({mention.people, sentence.content(mention.token_begin, mention.token_end), sentence.number,
                               sentence.place, mention.token_begin, is_user, is_user && mention.is_base});
    if (run.antecedents.size() > kAntecedentReach * 4) run.antecedents.pop_front();
  }
  read_contexts(sentence, run);
  sentence.times = run.heading_times;
  sentence.times.add(run.block_times);
  run.block_times.add(sentence.made->times);
}

// What the count tells, by the words that stand between the count before it and the next one.
Telling PartReader::telling_of(UnitRange span, const Group& group, const Sentence& sentence) const {
  toofew::Sentence clause = sentence.range;
  for (const Group& other : sentence.made->groups) {
    if (!other.cohort) continue;
    if (other.token_end <= group.token_begin) clause.begin = std::max(clause.begin, other.token_end);
    if (other.token_begin >= group.token_end) clause.end = std::min(clause.end, other.token_begin);
  }
  const toofew::Sentence claim{sentence.made->units[static_cast<std::size_t>(span.begin)].token_begin,
                               sentence.made->units[static_cast<std::size_t>(span.end) - 1].token_end};
  return read_telling(sentence.made->words, *sentence.text,
                      {clause, claim, {group.token_begin, group.token_end}}, sentence.times, pack_->telling);
}

// What words mean in the company of others. All rules read the words as the lexicon left them. Few sentences hold a
// claim, and only claims ask.
void PartReader::read_senses(const Sentence& sentence, Memory& memory) const {
  if (std::exchange(sentence.made->has_senses, true)) return;
  std::vector<Unit>& words = sentence.made->words;
  std::vector<KindSet> all_kinds;
  all_kinds.reserve(words.size());
  for (const Unit& word : words) all_kinds.push_back(word.kinds().set());
  const auto number = [&] {
    for (std::size_t w = 0; w < words.size(); ++w) words[w].sort = &memory.sorts->of(all_kinds[w]);
  };
  if (sentence.made->sorts_of_words != memory.sorts) number();
  const auto matches = senses_.find_all(words, memory.senses);
  const auto each = [&](auto change) {
    for (const auto& match : matches) {
      const StageRule& rule = pack_->senses[static_cast<std::size_t>(match.rule)];
      const UnitRange range = made_of(pack_->patterns.senses, match);
      for (int u = range.begin; u < range.end; ++u) change(all_kinds[static_cast<std::size_t>(u)], rule);
    }
  };
  each([](KindSet& kinds, const StageRule& rule) { kinds &= ~rule.takes.set(); });
  each([](KindSet& kinds, const StageRule& rule) { kinds |= rule.makes.set(); });
  number();
  sentence.made->sorts_of_words = memory.sorts;
}

// What a matched rule reads of its numbers; nullopt for what counts nothing (a price, a date) or makes no sense ("3-2").
std::optional<Quantity> PartReader::quantity_of(const StageRule& rule, const PatternSet& patterns, const Stage::Match& match,
                                                const Sentence& sentence) const {
  using Read = StageRule::Read;
  const auto unit_of = [&](const char* name) -> const Unit* {
    const UnitRange range = capture(patterns, match, name);
    return range.matched() ? &sentence.made->units[static_cast<std::size_t>(range.begin)] : nullptr;
  };
  const auto written = [&](const char* name, double otherwise) -> NumberValue {
    const Unit* unit = unit_of(name);
    if (unit == nullptr) return {otherwise};
    if (unit->number >= 0) return sentence.made->numbers[static_cast<std::size_t>(unit->number)];
    return {pack_->lexicon.find(sentence.text->tokens[unit->token_begin].form).value.value_or(otherwise)};
  };
  const auto number_of = [&](const char* name, double otherwise) { return written(name, otherwise).value; };
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
      const auto [from, to] = ends_of_range(written("n", 1), written("m", n));
      if (to < from) return std::nullopt;
      return Quantity{.lo = from, .hi = to, .bound = rule.bound};
    }
    case Read::ratio: {
      const double m = number_of("m", 0);
      if (m <= 0 || n > m) return std::nullopt;
      return share(n / m, n / m);
    }
    case Read::odds: {
      const double m = number_of("m", 0);
      if (n + m <= 0) return std::nullopt;
      return share(n / (n + m), n / (n + m));
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
      Quantity quantity = sentence.made->quantities[static_cast<std::size_t>(unit->quantity)];
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

void PartReader::read_quantities(const Stage& stage, const std::vector<StageRule>& rules, const PatternSet& patterns,
                                 const PhraseRules& phrases, Stage::Memory& memory, Sentence& sentence, Run& run) const {
  const auto matches = stage.find_disjoint(sentence.made->units, memory);
  if (matches.empty()) return;
  Rewriter rewriter(sentence.made->units, *run.memory.sorts);
  for (const auto& match : matches) {
    const StageRule& rule = rules[static_cast<std::size_t>(match.rule)];
    const auto quantity = quantity_of(rule, patterns, match, sentence);
    Unit& unit = rewriter.replace(made_of(patterns, match), phrases.kinds_of(match, sentence.made->units));
    if (quantity) {
      unit.quantity = static_cast<int>(sentence.made->quantities.size());
      sentence.made->quantities.push_back(*quantity);
    }
    if (run.observer.readings == nullptr) continue;
    run.reading("quantity", sentence.content(unit.token_begin, unit.token_end), pack_->kinds.describe(rule.makes.set()), rule.id,
                quantity ? quantity->of(std::nullopt) : std::nullopt);
  }
  sentence.made->units = rewriter.take();
}

void PartReader::read_segments(Sentence& sentence, Run& run) const {
  if (run.names == nullptr) return;
  sentence.made->segments = units_.mark_segments(*sentence.text, *run.names, sentence.made->units, *run.memory.sorts);
  for (const auto& named : sentence.made->segments) {
    run.reading("segment", sentence.content(named.token_begin, named.token_end),
                run.names->populations().segments[named.segment].key, "", std::nullopt);
  }
}

void PartReader::read_rewrites(const Sentence& sentence, Run& run) const {
  const RewriteInput in{*sentence.block, *sentence.text, sentence.range, sentence.made->units, pack_->text.locale};
  for (const auto& match : rewrites_.find_all(sentence.made->units, run.memory.rewrites)) {
    const RewriteRule& rule = pack_->rewrites[static_cast<std::size_t>(match.rule)];
    if (rule.veto == RewriteRule::Veto::sentence) run.kept_as_is.insert(sentence.number);
    if (rule.veto == RewriteRule::Veto::previous && sentence.number > 0) run.kept_as_is.insert(sentence.number - 1);
    if (rule.veto != RewriteRule::Veto::none) continue;
    auto rewrite = make_rewrite(rule, pack_->patterns.rewrites, match, in);
    if (!rewrite) continue;
    rewrite->rank = static_cast<std::size_t>(match.rule);
    run.rewrites.emplace_back(sentence.number, std::move(*rewrite));
  }
}

void PartReader::read_groups(const Sentence& sentence, Run& run) const {
  const auto matches = groups_.find_disjoint(sentence.made->units, run.memory.groups);
  const std::vector<Unit> units = std::move(sentence.made->units);
  Rewriter rewriter(units, *run.memory.sorts);
  for (const auto& match : matches) {
    const StageRule& rule = pack_->groups[static_cast<std::size_t>(match.rule)];
    const auto quantity_of = [&](const char* name) -> std::optional<Quantity> {
      const UnitRange range = capture(pack_->patterns.groups, match, name);
      if (!range.matched()) return std::nullopt;
      const Unit& unit = units[static_cast<std::size_t>(range.begin)];
      if (unit.quantity < 0) return std::nullopt;
      return sentence.made->quantities[static_cast<std::size_t>(unit.quantity)];
    };
    const UnitRange range = made_of(pack_->patterns.groups, match);
    Group group;
    group.token_begin = units[static_cast<std::size_t>(range.begin)].token_begin;
    group.token_end = units[static_cast<std::size_t>(range.end) - 1].token_end;
    group.quantity = quantity_of("q");
    if (const auto base = quantity_of("base")) group.whole = base->of(std::nullopt);
    if (group.quantity) group.cohort = group.quantity->of(group.whole);
    const UnitRange head = capture(pack_->patterns.groups, match, "head");
    // "9 of whom": a pronoun says nothing of what they are.
    if (head.matched() && units[static_cast<std::size_t>(head.end) - 1].kinds().meets(pack_->nouns)) {
      group.head = sentence.words_of(units[static_cast<std::size_t>(head.begin)].token_begin,
                                     units[static_cast<std::size_t>(head.end) - 1].token_end);
    }

    KindSet kinds = group_rules_.kinds_of(match, units);
    auto people = group.whole ? group.whole : group.cohort;
    if (run.names != nullptr) {
      group.segments = sentence.segments_in(group.token_begin, group.token_end);
      if (!group.segments.empty()) kinds.set(segment_);
      const auto size = run.names->populations().size_of(group.segments);
      if (size && !people) people = size->people;
    }
    rewriter.replace(range, kinds).group = static_cast<int>(sentence.made->groups.size());
    const auto is = [&](int kind) { return kind >= 0 && kinds[static_cast<std::size_t>(kind)]; };
    const Made::Mention mention{people,
                                group.token_begin,
                                group.token_end,
                                pack_->antecedent.holds(kinds),
                                pack_->rival.holds(kinds),
                                is(of_them_),
                                is(sample_base_)};
    const bool is_meant = mention.names_users || mention.names_rivals || mention.is_of_them;
    if (is_meant && (!people || people->judged() > 1)) sentence.made->mentions.push_back(mention);
    if (run.observer.readings != nullptr) {
      run.reading("group", sentence.content(group.token_begin, group.token_end), pack_->kinds.describe(kinds), rule.id,
                  group.cohort);
    }
    sentence.made->groups.push_back(std::move(group));
  }
  sentence.made->units = rewriter.take();
}

void PartReader::read_verbs(const Sentence& sentence, Memory& memory) const {
  const auto matches = verbs_.find_disjoint(sentence.made->units, memory.verbs);
  if (matches.empty()) return;
  Rewriter rewriter(sentence.made->units, *memory.sorts);
  for (const auto& match : matches) {
    rewriter.replace(match.span, verb_rules_.kinds_of(match, sentence.made->units));
  }
  sentence.made->units = rewriter.take();
}

void PartReader::read_contexts(Sentence& sentence, Run& run) const {
  const auto cover_all = [&](std::size_t context) {
    sentence.covers.push_back({context, sentence.range.begin, sentence.range.end});
  };
  for (const std::size_t context : run.next_contexts) cover_all(context);
  for (const std::size_t context : run.block_contexts) cover_all(context);
  for (const Run::ListContext& it : run.list_contexts) cover_all(it.context);
  for (const std::size_t context : run.part_contexts) cover_all(context);
  sentence.handed_on = std::move(run.next_contexts);
  run.next_contexts.clear();
  for (const Run::ListContext& it : run.list_contexts) add_once(sentence.handed_on, it.context);
  for (const auto& match : sentence.made->contexts) {
    const StageRule& rule = pack_->contexts[static_cast<std::size_t>(match.rule)];
    const std::size_t context = pack_->context_of_rule[static_cast<std::size_t>(match.rule)];
    const std::uint32_t begin = sentence.made->units[static_cast<std::size_t>(match.span.begin)].token_begin;
    const std::uint32_t end = sentence.made->units[static_cast<std::size_t>(match.span.end) - 1].token_end;
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
      case StageRule::Scope::list:
        cover_all(context);
        add_once(run.list_contexts, Run::ListContext{context, run.claims.size()});
        break;
      case StageRule::Scope::part:
        cover_all(context);
        add_once(run.part_contexts, context);
        break;
    }
    run.reading("event", sentence.content(begin, end), std::string(rule.id), rule.id, std::nullopt);
  }
  // A group of history or of a hypothesis is nothing that a later figure is a part of.
  std::erase_if(run.antecedents, [&](const Run::Antecedent& antecedent) {
    if (antecedent.sentence != sentence.number) return false;
    return std::any_of(sentence.covers.begin(), sentence.covers.end(), [&](const Sentence::Cover& cover) {
      return cover.token_begin <= antecedent.token && antecedent.token < cover.token_end &&
             std::find(pack_->forgets.begin(), pack_->forgets.end(), cover.context) != pack_->forgets.end();
    });
  });
  run.has_new_base |= std::any_of(run.antecedents.begin(), run.antecedents.end(), [&](const Run::Antecedent& antecedent) {
    return antecedent.is_base && antecedent.sentence == sentence.number;
  });
}

std::optional<std::size_t> PartReader::veto(const ClaimRule& rule, UnitRange about, const Sentence& sentence) const {
  const std::uint32_t begin = sentence.made->units[static_cast<std::size_t>(about.begin)].token_begin;
  const std::uint32_t end = sentence.made->units[static_cast<std::size_t>(about.end) - 1].token_end;
  for (const auto& cover : sentence.covers) {
    if (cover.token_begin >= end || begin >= cover.token_end) continue;
    if (std::find(rule.unless.begin(), rule.unless.end(), cover.context) != rule.unless.end()) return cover.context;
  }
  return std::nullopt;
}

bool PartReader::is_beside(const ClaimRule& rule, const std::vector<Sentence>& block, std::size_t index, Run& run) const {
  if (!rule.beside) return true;
  const std::size_t last = std::min(block.size() - 1, index + kBesideReach);
  for (std::size_t i = index - std::min(index, kBesideReach); i <= last; ++i) {
    if (i == index) continue;
    read_late(block[i], run);
    const auto& covers = block[i].covers;
    const auto& own = block[i].made->contexts;
    const auto covers_it = [&](const Sentence::Cover& cover) { return cover.context == *rule.beside; };
    const auto is_it = [&](const Stage::Match& match) {
      return pack_->context_of_rule[static_cast<std::size_t>(match.rule)] == *rule.beside;
    };
    if (std::any_of(covers.begin(), covers.end(), covers_it) || std::any_of(own.begin(), own.end(), is_it)) return true;
  }
  return false;
}

bool PartReader::follows(const ClaimRule& rule, const Sentence& sentence) {
  const auto is_handed_on = [&](std::size_t context) {
    return std::find(sentence.handed_on.begin(), sentence.handed_on.end(), context) != sentence.handed_on.end();
  };
  return rule.after.empty() || std::any_of(rule.after.begin(), rule.after.end(), is_handed_on);
}

void PartReader::read_claims(const std::vector<Sentence>& block, std::size_t index, Run& run) const {
  const Sentence& sentence = block[index];
  std::vector<const Sentence*> before;
  for (std::size_t back = 1; back <= std::min(index, kTopicReach); ++back) before.push_back(&block[index - back]);
  if (run.observer.figures != nullptr) read_figures(sentence, before, run);
  for (const auto& match : sentence.made->claims) {
    const ClaimRule& rule = pack_->claims[static_cast<std::size_t>(match.rule)];
    if (!is_beside(rule, block, index, run) || !follows(rule, sentence)) continue;
    UnitRange about = capture(pack_->patterns.claims, match, "group");
    if (!about.matched()) about = match.span;
    if (const auto context = veto(rule, about, sentence)) {
      run.note(sentence.content(match.span), fmt::format("{} would read this, but it is {}", rule.id, pack_->context_names[*context]));
      continue;
    }
    if (auto claim = make_claim(rule, match, sentence, before, run)) run.take(std::move(*claim), run.claims.size() - 1);
  }
}

// Shares whose base has been told by now, or is too far off to be told.
void PartReader::finish_waiting(Run& run) const {
  if (std::exchange(run.has_new_base, false)) {
    std::erase_if(run.waiting, [&](Run::Waiting& waiting) {
      const auto* base = run.base_after(waiting.sentence, waiting.place, waiting.group.token_begin);
      if (base == nullptr) return false;
      Reckoning reckoning = reckoning_of(waiting.group, base->people);
      reckoning.related = base->content;
      if (auto claim = with_cohort(std::move(waiting.claim), *waiting.rule, waiting.group, reckoning)) {
        run.take(std::move(*claim), waiting.block);
      }
      return true;
    });
  }
  while (!run.waiting.empty() && run.place - run.waiting.front().place > kBaseReach) run.waiting.pop_front();
}

void PartReader::read_figures(const Sentence& sentence, const std::vector<const Sentence*>& before, Run& run) const {
  if (sentence.made->figures.empty()) return;
  Claim told;
  set_topic(told, {0, static_cast<int>(sentence.made->units.size())}, sentence, before, run);
  for (const auto& unit : sentence.made->figures) {
    run.observer.figures->push_back({sentence.content(unit.token_begin, unit.token_end),
                                     sentence.made->quantities[static_cast<std::size_t>(unit.quantity)], told.category,
                                     told.topic});
  }
}

// Whether it ends with a bracket that is opened before it.
bool PartReader::is_unopened(UnitRange span, const Sentence& sentence) const {
  int open = 0;
  for (int unit = span.begin; unit < span.end; ++unit) {
    const auto is = [&](int kind) { return kind >= 0 && sentence.made->units[static_cast<std::size_t>(unit)].kinds()[static_cast<std::size_t>(kind)]; };
    if (is(open_)) ++open;
    if (!is(close_)) continue;
    if (open == 0) return unit + 1 == span.end;
    --open;
  }
  return false;
}

// What a careful reader would underline: the group and what is told of it. Words before the group count only where
// nothing follows it; marks before it, and a conjunction at the end or an article whose noun comes later, do not.
UnitRange PartReader::span_of(const Stage::Match& match, const Sentence& sentence) const {
  const auto kinds_of = [&](int unit) { return sentence.made->units[static_cast<std::size_t>(unit)].kinds(); };
  const auto is_mark = [&](int unit) { return kinds_of(unit).meets(pack_->marks); };
  const UnitRange group = capture(pack_->patterns.claims, match, "group");
  UnitRange span = capture(pack_->patterns.claims, match, "span");
  if (!span.matched()) {
    span = match.span;
    if (group.matched() && group.end < span.end) span.begin = group.begin;
    while (span.begin + 1 < span.end && is_mark(span.begin)) ++span.begin;
  }
  const int units = static_cast<int>(sentence.made->units.size());
  const int least = std::max(span.begin + 1, group.matched() && group.end <= span.end ? group.end : 0);
  if (span.end > least && is_unopened(span, sentence)) --span.end;
  if (span.end == units || is_mark(span.end)) return span;
  while (span.end > least && pack_->hanging.holds(kinds_of(span.end - 1))) --span.end;
  return span;
}

// How the cohort was computed, in figures alone: "4% × 250 = 10", "250 − 240 = 10"; "" when the text states it.
std::string PartReader::arithmetic_of(CohortOf cohort, const Group& group, const Interval& whole, const Interval& part,
                                      const Interval& result) {
  if (cohort == CohortOf::rest) {
    return fmt::format("{} − {} = {}", figure(whole), figure(part), figure(result));
  }
  if (cohort != CohortOf::group || !group.is_share()) return {};
  return fmt::format("{:.4g}% × {} = {}", group.quantity->lo * 100, figure(whole), figure(result));
}

// The group that a claim is about: a phrase, or a quantity that stands without a noun ("98% had left it on").
std::optional<PartReader::Group> PartReader::group_of(const Stage::Match& match, const Sentence& sentence) const {
  const UnitRange range = capture(pack_->patterns.claims, match, "group");
  if (!range.matched()) return std::nullopt;
  for (int i = range.begin; i < range.end; ++i) {
    const Unit& unit = sentence.made->units[static_cast<std::size_t>(i)];
    if (unit.group >= 0) return sentence.made->groups[static_cast<std::size_t>(unit.group)];
  }
  const Unit& unit = sentence.made->units[static_cast<std::size_t>(range.begin)];
  if (unit.quantity < 0) return std::nullopt;
  Group group;
  group.token_begin = unit.token_begin;
  group.token_end = unit.token_end;
  group.quantity = sentence.made->quantities[static_cast<std::size_t>(unit.quantity)];
  group.cohort = group.quantity->of(std::nullopt);
  return group;
}

// The group's people, what they are a part of, and the group that "of them" or a bare share refers to; nullopt where the
// rule needs such a group and there is none.
std::optional<PartReader::Reckoning> PartReader::reckon(const ClaimRule& rule, const Group& group, const Sentence& sentence,
                                                        const Run& run) {
  Reckoning reckoning = reckoning_of(group, group.whole);
  const bool is_share_of_unknown = !group.whole && group.is_share();
  if (!rule.needs_antecedent && !is_share_of_unknown) return reckoning;

  const auto* base = is_share_of_unknown ? run.base_after(sentence.number, sentence.place, group.token_begin) : nullptr;
  const Run::Antecedent* antecedent = base != nullptr && base->sentence == sentence.number ? base : nullptr;
  if (antecedent == nullptr) {
    std::optional<std::int64_t> more_than;
    if (!group.whole && (rule.cohort != CohortOf::group || is_share_of_unknown)) {
      // "All nine" of the nine told of before; a part is of a larger group.
      more_than = group.cohort ? group.cohort->lo - (rule.cohort == CohortOf::base ? 1 : 0) : 1;
    }
    antecedent = run.antecedent(sentence, group.token_begin, more_than, rule.reach, !group.head.empty());
  }
  if (antecedent == nullptr) antecedent = base;
  if (antecedent == nullptr) return std::nullopt;
  const auto& people = antecedent->people;
  const bool is_larger = !group.cohort || (people && people->judged() > group.cohort->judged());
  if (!group.whole && is_larger) reckoning = reckoning_of(group, people);
  reckoning.related = antecedent->content;
  return reckoning;
}

PartReader::Reckoning PartReader::reckoning_of(const Group& group, const std::optional<Interval>& whole) {
  Reckoning reckoning{whole, group.cohort, std::nullopt, std::nullopt, {}, {}};
  if (group.quantity) {
    reckoning.part = group.quantity->of(whole);
    if (group.quantity->is_rest) reckoning.left_out = group.quantity->left_out();
    if (group.is_share() && whole && !whole->is_exact()) reckoning.left_out = group.quantity->rest_of_share(*whole);
  }
  return reckoning;
}

// The users of the segments that are named, as what the group is a part of; nullopt where none is known.
std::optional<PartReader::Reckoning> PartReader::reckon_segments(const Stage::Match& match, const std::optional<Group>& group,
                                                                 const Sentence& sentence, const Run& run) const {
  if (run.names == nullptr) return std::nullopt;
  std::vector<std::size_t> named = segments_of(match, group, sentence);
  auto size = run.names->populations().size_of(named);
  if (!size) return std::nullopt;
  Reckoning reckoning = reckoning_of(group.value_or(Group()), size->people);
  reckoning.segments = std::move(named);
  reckoning.estimate = std::move(size->arithmetic);
  return reckoning;
}

// The people whom the claim tells of; nullopt where the figures make no cohort.
std::optional<Interval> PartReader::cohort_of(const ClaimRule& rule, const Reckoning& reckoning) {
  const auto& whole = reckoning.whole;
  const auto& part = reckoning.part;
  const auto& left_out = reckoning.left_out;
  switch (rule.cohort) {
    case CohortOf::one:
      return Interval::exactly(1);
    case CohortOf::nobody:
      return Interval::exactly(0);
    case CohortOf::group:
      if (part && whole && part->judged() >= whole->judged()) return std::nullopt;
      return part;
    case CohortOf::base:
      return whole ? whole : part;
    case CohortOf::all:
      if (!part || !whole) return std::nullopt;
      return *part == *whole || *part == Interval::exactly(0) ? whole : std::nullopt;
    case CohortOf::rest: {
      if (left_out && left_out->judged() > 0) return left_out;  // "all but three", of however many
      if (!part || !whole || *part == Interval::exactly(0)) return std::nullopt;
      const Interval rest = rest_of(*whole, *part);
      // Two figures tell who is missing only where most stayed, and somebody surely is.
      const bool told_apart =
          rule.kind != Kind::differencing || (rest.lo > 0 && rest.lo * kMostStayed <= part->lo);
      return rest.judged() > 0 && told_apart ? std::optional(rest) : std::nullopt;
    }
  }
  return std::nullopt;
}

// The cohort by the number as it stands, where the copy hedges it; a number and the whole that it is taken of come apart
// in the same way as with the hedge.
std::optional<std::int64_t> PartReader::figure_of(CohortOf cohort, Quantity quantity,
                                                  const std::optional<Interval>& whole) {
  const bool is_hedged =
      quantity.bound == Bound::about || quantity.bound == Bound::nearly || quantity.bound == Bound::just_over;
  if (!is_hedged || (cohort != CohortOf::group && cohort != CohortOf::rest)) return std::nullopt;
  quantity.bound = Bound::exactly;
  const auto part = quantity.of(whole);
  if (!part) return std::nullopt;
  if (cohort == CohortOf::group) return part->lo;
  return whole ? std::optional(rest_of(*whole, *part).lo) : std::nullopt;
}

// The segments that the group and what the rule marks as <segment: …> name.
std::vector<std::size_t> PartReader::segments_of(const Stage::Match& match, const std::optional<Group>& group,
                                                 const Sentence& sentence) const {
  std::vector<std::size_t> named;
  if (group) named = group->segments;
  const UnitRange range = capture(pack_->patterns.claims, match, "segment");
  if (!range.matched()) return named;
  const auto marked = sentence.segments_in(sentence.made->units[static_cast<std::size_t>(range.begin)].token_begin,
                                           sentence.made->units[static_cast<std::size_t>(range.end) - 1].token_end);
  named.insert(named.end(), marked.begin(), marked.end());
  return named;
}

std::optional<Claim> PartReader::make_claim(const ClaimRule& rule, const Stage::Match& match, const Sentence& sentence,
                                            const std::vector<const Sentence*>& before, Run& run) const {
  const std::optional<Group> group = group_of(match, sentence);
  auto reckoning = std::optional(Reckoning());
  if (rule.needs_segment) {
    reckoning = reckon_segments(match, group, sentence, run);
  } else if (group) {
    reckoning = reckon(rule, *group, sentence, run);
  }
  const bool may_wait = !reckoning && !rule.needs_segment && group->is_share();
  if (reckoning ? !cohort_of(rule, *reckoning) : !may_wait) return std::nullopt;

  Claim claim;
  claim.kind = rule.kind;
  claim.rule = rule.id;
  claim.confidence = rule.confidence;
  claim.capped = rule.capped;
  claim.bare = rule.bare;
  const UnitRange span = span_of(match, sentence);
  claim.content = sentence.content(span);
  if (group) claim.unit = group->head;
  const bool is_inside = set_topic(claim, match.span, sentence, before, run);
  const bool is_membership =
      is_inside && pack_->membership[static_cast<std::size_t>(pack_->kinds.find("t:" + claim.category))];
  if (rule.needs_topic && !is_membership) return std::nullopt;
  if (reckoning) {
    auto finished = with_cohort(std::move(claim), rule, group, *reckoning);
    if (finished && group && is_plain_count(*finished, rule)) finished->telling = telling_of(span, *group, sentence);
    return finished;
  }
  run.waiting.push_back({run.claims.size() - 1, sentence.number, sentence.place, std::move(claim), &rule, *group});
  return std::nullopt;
}

// Whether the claim is an exact count, of a group that the words themselves tell.
bool PartReader::is_plain_count(const Claim& claim, const ClaimRule& rule) {
  return claim.kind == Kind::small_count && rule.cohort == CohortOf::group && !rule.capped && !rule.needs_antecedent &&
         !claim.related && claim.cohort.is_exact();
}

std::optional<Claim> PartReader::with_cohort(Claim claim, const ClaimRule& rule, const std::optional<Group>& group,
                                             const Reckoning& reckoning) {
  const auto cohort = cohort_of(rule, reckoning);
  if (!cohort) return std::nullopt;
  claim.related = reckoning.related;
  claim.segments = reckoning.segments;
  claim.cohort = *cohort;
  if (group && group->quantity && cohort->hi) claim.figure = figure_of(rule.cohort, *group->quantity, reckoning.whole);
  if (rule.capped && claim.cohort.hi) claim.cohort.lo = std::min<std::int64_t>(claim.cohort.lo, 1);
  claim.arithmetic = reckoning.estimate;
  if (reckoning.whole && reckoning.part) {
    claim.arithmetic = arithmetic_of(rule.cohort, *group, *reckoning.whole, *reckoning.part, claim.cohort);
  }
  return claim;
}

bool PartReader::set_topic(Claim& claim, UnitRange span, const Sentence& sentence,
                           const std::vector<const Sentence*>& before, const Run& run) const {
  const std::uint32_t begin = sentence.made->units[static_cast<std::size_t>(span.begin)].token_begin;
  const std::uint32_t end = sentence.made->units[static_cast<std::size_t>(span.end) - 1].token_end;
  const auto is_inside = [&](const Unit& word) { return word.token_begin >= begin && word.token_end <= end; };
  const auto is_weak = [&](const Unit& word) {
    return weak_topic_ >= 0 && word.kinds()[static_cast<std::size_t>(weak_topic_)];
  };
  Topic topic = find_topic(sentence, run, [&](const Unit& word) { return is_inside(word) && !is_weak(word); });
  const bool names_it = !topic.category.empty();
  if (!names_it) topic = find_topic(sentence, run, is_inside);
  if (topic.category.empty()) topic = find_topic(sentence, run, [&](const Unit& word) { return !is_inside(word); });
  for (auto earlier = before.begin(); topic.category.empty() && earlier != before.end(); ++earlier) {
    topic = find_topic(**earlier, run, [](const Unit&) { return true; });
  }
  for (Heading* heading : {run.heading.get(), run.title.get()}) {
    if (topic.category.empty() && heading != nullptr) topic = topic_of(*heading, run);
  }
  claim.category = topic.category.empty() ? "ordinary" : std::move(topic.category);
  claim.topic = std::move(topic.words);
  return names_it;
}

// The most telling topic of the words that `counts` lets count; an empty one where they name none.
template <typename Counts>
PartReader::Topic PartReader::find_topic(const Sentence& sentence, const Run& run, const Counts& counts) const {
  read_senses(sentence, run.memory);
  const std::vector<Unit>& words = sentence.made->words;
  for (const auto& [kind, name] : pack_->topics) {
    for (std::size_t first = 0; first < words.size(); ++first) {
      if (!words[first].kinds()[kind] || !counts(words[first])) continue;
      // "fell behind on the rent": all of what the words say together.
      std::size_t last = first;
      while (last + 1 < words.size() && words[last + 1].kinds()[kind]) ++last;
      return {name, sentence.words_of(words[first].token_begin, words[last].token_end)};
    }
  }
  return {};
}

const PartReader::Topic& PartReader::topic_of(Heading& heading, const Run& run) const {
  if (heading.topic) return *heading.topic;
  heading.topic.emplace();
  for (const Sentence& sentence : heading.sentences) {
    *heading.topic = find_topic(sentence, run, [&](const Unit& word) {
      return weak_topic_ < 0 || !word.kinds()[static_cast<std::size_t>(weak_topic_)];
    });
    if (!heading.topic->category.empty()) break;
  }
  return *heading.topic;
}

}  // namespace toofew
