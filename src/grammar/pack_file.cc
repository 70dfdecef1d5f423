#include "grammar/pack_file.h"

#include "grammar/rule_info_members.h"

namespace toofew {
namespace {

constexpr std::string_view kHeader = "toofew pack 7\n";

}  // namespace

template <Is<Interval> T>
auto members(T& it) {
  auto& [lo, hi] = it;
  return std::tie(lo, hi);
}

template <Is<Predicate::Term> T>
auto members(T& it) {
  auto& [all, none] = it;
  return std::tie(all, none);
}

template <Is<Predicate> T>
auto members(T& it) {
  auto& [terms] = it;
  return std::tie(terms);
}

template <Is<PatternSet> T>
auto members(T& it) {
  auto& [predicates, needs, mentioned, terms, kinds, needs_of, programs, captures, names, last_units_of, alternatives,
         alternative_needs] = it;
  return std::tie(predicates, needs, mentioned, terms, kinds, needs_of, programs, captures, names, last_units_of, alternatives,
                  alternative_needs);
}

template <Is<StagePatterns> T>
auto members(T& it) {
  auto& [senses, quantities, bounds, groups, verbs, contexts, claims, rewrites] = it;
  return std::tie(senses, quantities, bounds, groups, verbs, contexts, claims, rewrites);
}

template <Is<RewriteRule> T>
auto members(T& it) {
  auto& [id, kinds, title, safe, write, veto] = it;
  return std::tie(id, kinds, title, safe, write, veto);
}

template <Is<StageRule> T>
auto members(T& it) {
  auto& [id, makes, takes, read, bound, scope] = it;
  return std::tie(id, makes, takes, read, bound, scope);
}

template <Is<ClaimRule> T>
auto members(T& it) {
  auto& [id, kind, confidence, cohort, unless, after, needs_topic, needs_antecedent, needs_segment, reach, beside, capped,
         bare] = it;
  return std::tie(id, kind, confidence, cohort, unless, after, needs_topic, needs_antecedent, needs_segment, reach, beside,
                  capped, bare);
}

template <Is<TextOptions> T>
auto members(T& it) {
  auto& [locale, abbreviations, openers, clitics] = it;
  return std::tie(locale, abbreviations, openers, clitics);
}

template <Is<LexicalEntry> T>
auto members(T& it) {
  auto& [kinds, value, interval] = it;
  return std::tie(kinds, value, interval);
}

template <Is<Lexicon::Tables> T>
auto members(T& it) {
  auto& [entries, words, phrases, marks, phrase_starts, mark_starts, lists, lines_path] = it;
  return std::tie(entries, words, phrases, marks, phrase_starts, mark_starts, lists, lines_path);
}

template <Is<CutPhrase> T>
auto members(T& it) {
  auto& [rule, place, phrase] = it;
  return std::tie(rule, phrase);
}

template <Is<Pack::Suffix> T>
auto members(T& it) {
  auto& [ending, kinds, of] = it;
  return std::tie(ending, kinds, of);
}

template <Is<TellingKinds> T>
auto members(T& it) {
  auto& [left_out, pointing, cut, standing, month, year, before_year, relative, calendar, repeated, compound] = it;
  return std::tie(left_out, pointing, cut, standing, month, year, before_year, relative, calendar, repeated, compound);
}

template <Is<KindNames> T>
auto members(T& it) {
  auto& [numbers, literals] = it;
  return std::tie(numbers, literals);
}

// What people are told stands apart, and where it lies need not be written.
template <Is<Pack> T>
auto members(T& it) {
  auto& [kinds, lexicon, text, senses, quantities, bounds, groups, verbs, contexts, context_names, context_of_rule,
         claims, infos, rewrites, patterns, antecedent, rival, hanging, telling, forgets, marks, nouns, membership, inherited,
         topics, topic_kinds, silent, suffixes, cut_phrases, texts] = it;
  return std::tie(kinds, lexicon, text, senses, quantities, bounds, groups, verbs, contexts, context_names,
                  context_of_rule, claims, rewrites, patterns, antecedent, rival, hanging, telling, forgets, marks, nouns,
                  membership, inherited, topics, topic_kinds, silent, suffixes, cut_phrases);
}

void write_to(BinaryWriter& out, const StringTable& table) { out.write_bytes(table.bytes()); }
void read_from(BinaryReader& in, StringTable& table) { table = StringTable::in_place(in.read_bytes()); }

void write_to(BinaryWriter& out, const Lexicon& lexicon) { out.write(lexicon.tables()); }

void read_from(BinaryReader& in, Lexicon& lexicon) {
  Lexicon::Tables tables;
  in.read(tables);
  lexicon = Lexicon(std::move(tables));
}

void write_to(BinaryWriter& out, const RuleKinds& kinds) { out.write(kinds.numbers()); }

void read_from(BinaryReader& in, RuleKinds& kinds) {
  Array<std::uint16_t> numbers;
  in.read(numbers);
  kinds = RuleKinds(std::move(numbers));
}

std::string write_pack(const Pack& pack) {
  BinaryWriter apart({});
  apart.write(pack.infos);
  BinaryWriter out(kHeader);
  out.write_bytes(apart.take());
  out.write(pack);
  return out.take();
}

std::unique_ptr<Pack> read_pack(std::string_view bytes) {
  auto pack = std::make_unique<Pack>();
  BinaryReader in(bytes, kHeader);
  in.read_bytes();
  in.read(*pack);
  if (!in.at_end()) BinaryReader::fail();
  return pack;
}

std::vector<RuleInfo> read_rule_infos(std::string_view bytes) {
  BinaryReader in(BinaryReader(bytes, kHeader).read_bytes(), {});
  std::vector<RuleInfo> infos;
  in.read(infos);
  return infos;
}

}  // namespace toofew
