// Contexts that hold for later sentences. Those of a sentence that tells nothing wait until a later one asks.

#include <algorithm>
#include <utility>

#include "grammar/part_run.h"

namespace toofew {
namespace {

// Sentences that are kept for what they may say of later ones.
constexpr std::size_t kMostPending = 1024;

}  // namespace

// What leads a list holds for all of its items, and for the rows of a table.
void PartReader::enter_list(const Block& block, Run& run) const {
  const bool is_item = block.kind == BlockKind::list_item || block.kind == BlockKind::table_cell;
  if (!is_item || !run.is_in_list) {
    run.list_lead = run.claims.size();
    run.list_may_last = run.block_may_last;
    std::erase_if(run.list_contexts, [&](const auto& it) { return it.block_number != run.list_lead; });
  }
  run.block_may_last.reset(pack_->contexts.size());
  run.is_in_list = is_item;
}

// Whether the sentence, which comes next, may stand after one of those that the rule wants to stand after.
bool PartReader::may_follow(const ClaimRule& rule, const Sentence& sentence, const Run& run) const {
  if (rule.after.empty()) return true;
  const auto is_after = [&](std::size_t context) { return contains(rule.after, context); };
  if (std::any_of(run.next_contexts.begin(), run.next_contexts.end(), is_after)) return true;
  if (std::any_of(rule.after.begin(), rule.after.end(), [&](std::size_t it) { return run.is_in_list_context(it); })) return true;
  const auto has = [&](const Bits& rules, StageRule::Scope scope) {
    bool is_among = false;
    rules.for_each([&](std::size_t it) {
      is_among |= pack_->contexts[it].scope == scope && is_after(pack_->context_of_rule[it]);
    });
    return is_among;
  };
  if (has(run.list_may_last, StageRule::Scope::list)) return true;
  return !run.pending.empty() && run.pending.back().sentence.number + 1 == sentence.number &&
         has(run.pending.back().sentence.made->may_last, StageRule::Scope::next);
}

// Units whose sorts were forgotten get new ones.
void PartReader::renumber(Made& made, Memory& memory) {
  if (made.sorts == memory.sorts) return;
  for (Unit& unit : made.units) unit.sort = &memory.sorts->of(unit.kinds());
  made.sorts = memory.sorts;
}

// Reads the contexts of a sentence, which is one of no claim and no mention.
void PartReader::read_late(const Sentence& sentence, Run& run) const {
  Made& made = *sentence.made;
  if (made.has_contexts) return;
  renumber(made, run.memory);
  if (!made.is_read) read_statements(sentence, run);
  made.has_contexts = true;
  made.contexts = contexts_.find_some(lasting_, made.units, run.memory.contexts);
}

// What is left of a sentence when the next ones come: its contexts, if one of these asks.
void PartReader::wait_for_contexts(Pending pending, Run& run) const {
  run.block_may_last |= pending.sentence.made->may_last;
  run.list_may_last |= pending.sentence.made->may_last;
  run.pending.push_back(std::move(pending));
  if (run.pending.size() <= kMostPending) return;
  const Pending oldest = std::move(run.pending.front());
  run.pending.pop_front();
  bool may_last = false;
  oldest.sentence.made->may_last.for_each([&](std::size_t rule) {
    may_last |= reaches(oldest, rule, run.sentence, run);
  });
  if (may_last) hand_on_contexts(oldest, run.sentence, run);
}

// Whether the rule's context, in a sentence that waits, would be new to that of number `next`, which comes next.
bool PartReader::reaches(const Pending& pending, std::size_t rule, std::size_t next, const Run& run) const {
  const std::size_t context = pack_->context_of_rule[rule];
  switch (pack_->contexts[rule].scope) {
    case StageRule::Scope::next: return pending.sentence.number + 1 == next;
    case StageRule::Scope::block: return pending.block_number == run.claims.size() && !contains(run.block_contexts, context);
    case StageRule::Scope::list: return pending.block_number >= run.list_lead && !run.is_in_list_context(context);
    case StageRule::Scope::part: return !contains(run.part_contexts, context);
    default: return false;
  }
}

void PartReader::hand_on_contexts(const Pending& pending, std::size_t next, Run& run) const {
  read_late(pending.sentence, run);
  for (const auto& match : pending.sentence.made->contexts) {
    const auto rule = static_cast<std::size_t>(match.rule);
    if (!reaches(pending, rule, next, run)) continue;
    const std::size_t context = pack_->context_of_rule[rule];
    switch (pack_->contexts[rule].scope) {
      case StageRule::Scope::next: add_once(run.next_contexts, context); break;
      case StageRule::Scope::block: add_once(run.block_contexts, context); break;
      case StageRule::Scope::list: add_once(run.list_contexts, Run::ListContext{context, pending.block_number}); break;
      default: add_once(run.part_contexts, context); break;
    }
  }
}

// What sentences that wait say of this one, as far as it asks.
void PartReader::ask_pending(const Sentence& sentence, Run& run) const {
  Bits asked(pack_->context_names.size());
  for (const auto& match : sentence.made->claims) {
    const ClaimRule& rule = pack_->claims[static_cast<std::size_t>(match.rule)];
    for (const std::size_t context : rule.unless) asked.set(context);
    for (const std::size_t context : rule.after) asked.set(context);
  }
  if (!sentence.made->mentions.empty()) {
    for (const std::size_t context : pack_->forgets) asked.set(context);
  }
  Bits rules(pack_->contexts.size());
  lasting_.for_each([&](std::size_t rule) {
    if (asked.has(pack_->context_of_rule[rule])) rules.set(rule);
  });
  std::erase_if(run.pending, [&](const Pending& pending) {
    bool tells = false;
    pending.sentence.made->may_last.for_each_in(rules, [&](std::size_t rule) {
      tells |= reaches(pending, rule, sentence.number, run);
    });
    if (tells) hand_on_contexts(pending, sentence.number, run);
    return tells;
  });
}

}  // namespace toofew
