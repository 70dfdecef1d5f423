#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "grammar/part_reader.h"
#include "grammar/rewrite.h"
#include "grammar/telling.h"

/// What the files of PartReader share: what is made of sentences, and what is carried from one to the next.
namespace toofew {

// How many sentences on the base of a share may be told ("n = 250" under a table).
constexpr std::size_t kBaseReach = 8;

template <typename Numbers>
bool contains(const Numbers& numbers, std::size_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

template <typename Value>
void add_once(std::vector<Value>& values, const Value& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

inline bool is_sooner(std::pair<std::size_t, std::uint32_t> a, std::pair<std::size_t, std::uint32_t> b) { return a < b; }

struct PartReader::Group {
  std::uint32_t token_begin = 0;
  std::uint32_t token_end = 0;
  std::optional<Quantity> quantity;
  std::optional<Interval> whole;   // the base, when the phrase itself names it
  std::optional<Interval> cohort;  // the people counted, when the phrase itself tells
  std::string head;
  std::vector<std::size_t> segments;  // those that its words name

  bool is_share() const { return quantity && quantity->is_share; }
};

struct PartReader::Reckoning {
  std::optional<Interval> whole;  // what the group is a part of
  std::optional<Interval> part;   // the group itself
  std::optional<Interval> left_out;  // whom it leaves out, where that is known without a subtraction: "all but three"
  std::optional<ByteRange> related;  // where the whole was told, when apart from the group
  std::vector<std::size_t> segments;  // that the whole is the size of
  std::string estimate;               // how that size was reckoned, when it is one
};

/// What one thread has found out so far.
struct PartReader::Memory {
  std::shared_ptr<Sorts> sorts = std::make_shared<Sorts>();
  KnownWords words;
  Stage::Memory senses;
  Stage::Memory quantities;
  Stage::Memory bounds;
  Stage::Memory groups;
  Stage::Memory verbs;
  Stage::Memory contexts;
  Stage::Memory claims;
  Stage::Memory rewrites;
  KnownOfSorts name_times;  // whether units do
  KnownOfSorts are_meant;   // whether later words may refer to them
  PhraseRules::Memory possible_groups;
  PhraseRules::Memory possible_verbs;
  std::vector<Unit> possible;  // units, and phrases that may be made of them

  void forget_sorts() {
    sorts = std::make_shared<Sorts>();
    words.forget_sorts();
    for (auto* stage : {&senses, &quantities, &bounds, &groups, &verbs, &contexts, &claims, &rewrites}) stage->forget_sorts();
    name_times = {};
    are_meant = {};
    possible_groups = {};
    possible_verbs = {};
  }
};

/// What the stages make of a sentence by itself.
struct PartReader::Made {
  /// A group that a later figure may be a part of, or that stands in its way.
  struct Mention {
    std::optional<Interval> people;
    std::uint32_t token_begin;
    std::uint32_t token_end;
    bool names_users;
    bool names_rivals;
    bool is_of_them;  // a part of those who stand before it
    bool is_base;
  };

  std::shared_ptr<const Sorts> sorts;           // of the units
  std::shared_ptr<const Sorts> sorts_of_words;  // another one where a later run has read their senses
  std::vector<Unit> words;  // as the first stage saw them; with their senses, once a claim has asked for those
  bool has_senses = false;
  std::vector<Unit> units;  // as the stages so far have left them
  std::vector<NumberValue> numbers;
  std::vector<NamedSegment> segments;
  std::vector<Quantity> quantities;
  std::vector<Unit> figures;  // units that are quantities
  std::vector<Group> groups;
  std::vector<Mention> mentions;
  bool is_read = false;  // by groups, verbs and claims
  bool has_contexts = false;
  std::optional<Bits> wanted_claims;  // the others cannot be told; absent: all are wanted
  Bits may_last;  // rules for contexts of other sentences that may match; once there are contexts, there is no need to ask
  std::vector<Stage::Match> contexts;
  std::vector<Stage::Match> claims;
  Times times;  // that it names
};

/// A block with what was made of its sentences so far.
struct ReadBlock {
  Text text;
  std::vector<std::shared_ptr<PartReader::Made>> sentences;
};

struct PartReader::Sentence {
  const Block* block = nullptr;
  const Text* text = nullptr;
  toofew::Sentence range;
  std::size_t number = 0;  // counts through the part
  std::size_t place = 0;   // the same, but all rows of a table are one sentence
  std::shared_ptr<Made> made;
  struct Cover {
    std::size_t context;
    std::uint32_t token_begin;
    std::uint32_t token_end;
  };
  std::vector<Cover> covers;
  std::vector<std::size_t> handed_on;  // contexts that the sentence before hands on to this one
  Times times;  // that the text before it names

  ByteRange content(std::uint32_t token_begin, std::uint32_t token_end) const {
    const auto& tokens = text->tokens;
    return block->map.to_source({tokens[token_begin].source.begin, tokens[token_end - 1].source.end});
  }
  ByteRange content(UnitRange range_of_units) const {
    return content(made->units[static_cast<std::size_t>(range_of_units.begin)].token_begin,
                   made->units[static_cast<std::size_t>(range_of_units.end) - 1].token_end);
  }
  std::vector<std::size_t> segments_in(std::uint32_t token_begin, std::uint32_t token_end) const {
    std::vector<std::size_t> named;
    for (const auto& segment : made->segments) {
      if (segment.token_begin >= token_begin && segment.token_end <= token_end) named.push_back(segment.segment);
    }
    return named;
  }
  std::string words_of(std::uint32_t token_begin, std::uint32_t token_end) const {
    const auto& tokens = text->tokens;
    const ByteRange bytes{tokens[token_begin].source.begin, tokens[token_end - 1].source.end};
    return block->text.substr(bytes.begin, bytes.size());
  }
};

/// A sentence whose contexts are not known yet, with what it lies in.
struct PartReader::Pending {
  Sentence sentence;
  std::shared_ptr<const ReadBlock> block;
  std::shared_ptr<const std::vector<Block>> rows;
  std::size_t block_number;
};

/// A heading. Few statements ask what topic those above them name.
struct PartReader::Heading {
  std::shared_ptr<const ReadBlock> block;
  std::vector<Sentence> sentences;
  std::optional<Topic> topic;  // absent: not looked for yet
};

/// What is carried from sentence to sentence of a part.
struct PartReader::Run {
  struct Antecedent {
    std::optional<Interval> people;  // absent for users who were named but not counted
    ByteRange content;
    std::size_t sentence;
    std::size_t place;
    std::uint32_t token;
    bool is_user;  // else a rival: what refers to it tells of no users
    bool is_base;  // may be meant by a share before it, too
  };
  /// A claim on a share whose base may be told yet.
  struct Waiting {
    std::size_t block;  // its number in `claims`
    std::size_t sentence;
    std::size_t place;
    Claim claim;
    const ClaimRule* rule;
    Group group;
  };

  /// A context that holds for a list, with the number of the block whose line leads it.
  struct ListContext {
    std::size_t context;
    std::size_t block_number;
    friend bool operator==(const ListContext&, const ListContext&) = default;
  };

  const Part& part;
  const Observer& observer;
  const SegmentNames* names;
  BlockCache* cache;
  Memory& memory;
  std::deque<Pending> pending = {};
  std::shared_ptr<const std::vector<Block>> rows = {};  // of the table that is being read
  std::vector<std::vector<Claim>> claims = {};  // of each block read so far
  std::deque<Antecedent> antecedents = {};
  std::deque<Waiting> waiting = {};
  std::vector<std::size_t> next_contexts = {};
  std::vector<std::size_t> block_contexts = {};
  std::vector<ListContext> list_contexts = {};
  std::vector<std::size_t> part_contexts = {};
  std::size_t list_lead = 0;  // the number of the block before the list, or before the block, that is being read
  bool is_in_list = false;    // the latest block was an item
  Bits block_may_last = {};   // rules for contexts that sentences of the block may be in that wait
  Bits list_may_last = {};    // the same of the list, and of the block before it
  std::size_t sentence = 0;
  std::size_t place = 0;
  bool is_in_table = false;
  bool has_new_base = false;  // since `waiting` was last looked through
  std::vector<std::pair<std::size_t, Rewrite>> rewrites = {};  // with the numbers of their sentences
  std::set<std::size_t> kept_as_is = {};                       // sentences that nothing may be rewritten in
  Times heading_times = {};   // named by the title, or the latest heading
  std::shared_ptr<Heading> title = {};    // the first heading, which stands for the whole part
  std::shared_ptr<Heading> heading = {};  // the latest
  Times block_times = {};     // named by the sentences of the block so far

  bool is_in_list_context(std::size_t context) const {
    return std::any_of(list_contexts.begin(), list_contexts.end(), [&](const ListContext& it) { return it.context == context; });
  }

  /// The latest group before that place (any, or one that counts more than `more_than` people), if it is one of users.
  /// Words that name users themselves ("2% of players") pass over others.
  const Antecedent* antecedent(const Sentence& of, std::uint32_t token, std::optional<std::int64_t> more_than,
                               std::size_t reach, bool is_named) const {
    for (auto it = antecedents.rbegin(); it != antecedents.rend(); ++it) {
      if (!is_sooner({it->sentence, it->token}, {of.number, token})) continue;
      if (of.place - it->place > reach) return nullptr;
      if (is_named && !it->is_user) continue;
      if (!more_than || (it->people && it->people->judged() > *more_than)) return it->is_user ? &*it : nullptr;
    }
    return nullptr;
  }

  /// The first base that is told after that place, as far as the part has been read.
  const Antecedent* base_after(std::size_t sentence_number, std::size_t sentence_place, std::uint32_t token) const {
    for (const auto& base : antecedents) {
      if (!base.is_base || !base.people || !is_sooner({sentence_number, token}, {base.sentence, base.token})) continue;
      return base.place - sentence_place <= kBaseReach ? &base : nullptr;
    }
    return nullptr;
  }

  /// What each stage reads, or keeps from being told, can only be told by reading; what is kept in a cache may stand elsewhere the next time.
  bool reads_all() const { return observer.readings != nullptr || observer.steps != nullptr || cache != nullptr; }

  void take(Claim claim, std::size_t block) {
    note(claim.content, fmt::format("{} reads {} {}", claim.rule, kind_name(claim.kind), claim.cohort.to_string()));
    reading("claim", claim.content, std::string(kind_name(claim.kind)), claim.rule, claim.cohort);
    claims[block].push_back(std::move(claim));
  }

  void note(ByteRange content, std::string words) const {
    if (observer.steps != nullptr) observer.steps->push_back({content, std::move(words)});
  }
  void reading(std::string_view stage, ByteRange content, std::string what, std::string_view rule,
               std::optional<Interval> interval) const {
    if (observer.readings == nullptr) return;
    observer.readings->push_back({stage, content, std::move(what), std::string(rule), interval});
  }
};

}  // namespace toofew
