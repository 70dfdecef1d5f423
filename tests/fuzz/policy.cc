#include <algorithm>
#include <chrono>
#include <utility>

#include "base/globs.h"
#include "document/reader.h"
#include "fuzz.h"
#include "grammar/pack.h"
#include "grammar/pack_file.h"
#include "grammar/part_reader.h"
#include "grammar/pattern.h"
#include "grammar/rewrite.h"
#include "grammar/segments.h"
#include "grammar/stage.h"
#include "lsp/policy_help.h"
#include "policy/baseline.h"
#include "policy/checker.h"
#include "policy/config.h"
#include "policy/facts.h"
#include "policy/ledger.h"
#include "policy/populations.h"
#include "policy/waiver.h"

namespace toofew::fuzz {
namespace {

constexpr Date kToday{std::chrono::year(2026), std::chrono::June, std::chrono::day(15)};

std::string without_origins(const std::string& yaml) {
  std::string out;
  for (std::string_view rest = yaml; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    out += std::string(line.substr(0, line.find("  #"))) + '\n';
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return out;
}

/// A policy, and the one that it extends.
void read_policy(std::string_view input) {
  const auto texts = split(input, 2);
  const ConfigLoader load = [&](const std::string& path, const std::string&) {
    return ConfigFile{path, std::string(texts[1])};
  };
  std::optional<Config> config;
  if (!reads([&] { config = read_config("toofew.yaml", std::string(texts[0]), load); })) return;
  const std::string shown = to_yaml(*config);
  promise(reads([&] {
            promise(without_origins(to_yaml(read_config("toofew.yaml", shown))) == without_origins(shown),
                    "a policy as it is shown is the same policy");
          }),
          "a policy as it is shown can be read");
}

/// Populations in YAML and as a table.
void read_sizes(std::string_view input) {
  const auto texts = split(input, 2);
  std::vector<DataFile> files{{"segments.yaml", std::string(texts[0])}};
  if (!texts[1].empty()) files.push_back({"segments.csv", std::string(texts[1])});
  reads([&] {
    const auto populations = std::make_shared<const Populations>(read_populations(files));
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < populations->segments.size(); ++i) all.push_back(i);
    populations->size_of(all);
    const TextOptions options;
    const SegmentNames names(populations, options);
    const Text text = read_text("Our users in Oslo and on the Family plan.", options);
    for (std::uint32_t token = 0; token < text.tokens.size(); ++token) {
      const auto match = names.find(text, token, static_cast<std::uint32_t>(text.tokens.size()));
      promise(token + match.tokens <= text.tokens.size(), "a name ends within the text");
      promise(match.segment < populations->segments.size() || match.tokens == 0, "a name is one of a segment");
    }
  });
}

/// Facts in a file, and in front matter.
void read_fact_file(std::string_view input) {
  static const Config kConfig = built_in_config();
  const auto categories = kConfig.policy.categories();
  reads([&] { read_facts({{"facts.yaml", std::string(input)}}, categories); });
  reads([&] {
    const std::string post = "---\n" + std::string(input) + "\n---\n53 people watched it.\n";
    for (const Part& part : read_document(post, Format::markdown, kConfig.fields(), "draft").parts) {
      facts_of(part, categories);
    }
  });
}

void read_waivers_of_file(std::string_view input) {
  static const Checker kChecker(built_in_config(), {});
  reads([&] {
    for (const WaiverRecord& record : read_waiver_file("waivers.yaml", std::string(input), {kChecker, kToday})) {
      promise(record.source.begin <= record.source.end && record.source.end <= input.size(), "a waiver lies in its file");
    }
  });
}

void read_baseline(std::string_view input) {
  reads([&] {
    const Baseline baseline = Baseline::read(".toofew-baseline", input);
    const std::string text = baseline.text_with(baseline.left());
    const Baseline again = Baseline::read(".toofew-baseline", text);
    promise(again.text_with(again.left()) == text, "a baseline reads what it writes");
  });
}

void read_ledger(std::string_view input) {
  reads([&] {
    const Ledger ledger = Ledger::read("ledger.jsonl", std::string(input));
    ledger.find("53e1f0c9a2b84d67a0c1b2d3e4f50617");
    const auto entries = ledger.entries();
    const std::string text = ledger.text_with(entries);
    const Ledger again = Ledger::read("ledger.jsonl", text);
    promise(again.text_with(again.entries()) == text, "a ledger reads what it writes");
    for (const LedgerEntry& entry : entries) promise(!again.find(entry.told).empty(), "an entry is found");
  });
}

/// Two patterns and a path.
void match_globs(std::string_view input) {
  const auto texts = split(input, 3);
  const Glob one(texts[0]);
  const Glob other(texts[1]);
  const std::string path(texts[2]);
  const auto both = one.overlap(other);
  promise(both.has_value() == other.overlap(one).has_value(), "an overlap is one of both");
  if (both) promise(one.covers(*both) && other.covers(*both), "an example of an overlap is one");
  if (one.covers(path) && other.covers(path)) promise(both.has_value(), "what both cover is an overlap");
  promise(!one.match(path, false) || one.covers(path), "a file that fits is covered");
}

void help_with_policy(std::string_view input) {
  Choices choices(input);
  const std::size_t cursor = choices.below(4096);
  const std::string text = as_utf8(choices.rest());
  std::size_t at = std::min(cursor, text.size());
  while (!is_boundary(text, at)) ++at;
  promise_range(lsp::policy_choices(text, at).replaced, text, "what a completion replaces lies in the text");
  if (const auto meaning = lsp::policy_meaning(text, at)) {
    promise_range(meaning->bytes, text, "the word that is explained lies in the text");
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Rules

/// Words for a language of few words, which rules may be written over.
constexpr const char* kWords = R"(
inflection:
  noun:
    - {form: singular, kinds: [n]}
    - {form: plural, kinds: [ns], rewrite: [["y$", "ies"], ["$", "s"]]}
lexicon:
  - {kinds: [people, counted, user], inflect: noun, words: [member, reader]}
  - {kinds: [vd], words: [watched, "stopped reading"]}
  - {kinds: [sick], words: [ill]}
values:
  - {kinds: [number-word], words: {seven: 7, twenty: 20}}
quantities:
  - {id: q.number, match: "{number}", read: number, makes: [count]}
groups:
  - {id: g.users, match: "<quantity: {count}> {people}", makes: [group, user, antecedent]}
verbs:
  - {id: v.did, match: "{vd}", makes: [did]}
contexts:
  - {id: offer, match: "win", scope: sentence}
topics: [health]
senses:
  - {id: s.ill, match: "{sick}", makes: ["t:health"]}
claims:
  - id: small-count.did
    kind: small-count
    confidence: high
    match: "<group: {group & user}> {did}"
    unless: [offer]
    summary: so many did
    examples: {flag: ["7 members watched."], clear: ["Win 7 tickets."]}
)";

constexpr const char* kCopy =
    "7 members watched. Twenty readers stopped reading; seven members are *ill*.\n\n"
    "1,204 members watched and 53% of those watched “it”, 2 in 3 readers.\n";

/// A rule file over a small language: a whole one would take a second to read.
void read_rules(std::string_view input) {
  static const Document kDraft = read_document(kCopy, Format::markdown, default_field_names(), "draft");
  reads([&] {
    const auto pack = load_pack("fuzz", {{"words.yaml", kWords}, {"rules.yaml", std::string(input)}});
    const std::string bytes = write_pack(*pack);
    const auto again = read_pack(bytes);
    again->infos = read_rule_infos(bytes);
    promise(again->infos.size() == again->claims.size(), "each claim is told of");
    promise(write_pack(*again) == bytes, "a pack comes back as it was written");
    const PartReader reader(*pack);
    for (const Part& part : kDraft.parts) {
      std::vector<Rewrite> rewrites;
      std::vector<TraceStep> steps;
      for (const Claim& claim : reader.read(part, {nullptr, &steps, nullptr, &rewrites}, nullptr)) {
        promise_range(claim.content, part.content, "a claim lies in its part");
      }
    }
  });
}

/// A pattern, and units to match it with: one for each word, with a kind for each of its letters.
void match_pattern(std::string_view input) {
  const auto texts = split(input, 3);
  KindTable kinds;
  for (char letter = 'a'; letter <= 'h'; ++letter) kinds.intern(std::string(1, letter));
  Sorts sorts;
  std::vector<Unit> units;
  KindSet unit_kinds;
  for (const char c : std::string(texts[1]) + ' ') {
    if (const int kind = kinds.find(std::string(1, c)); kind >= 0) unit_kinds.set(static_cast<std::size_t>(kind));
    if (c == ' ') units.push_back({&sorts.of(std::exchange(unit_kinds, {}))});
  }
  if (units.size() > 400) return;  // longer sentences are cut
  PatternTablesBuilder tables;
  const std::map<std::string, std::string> macros{{"m", std::string(texts[2])}};
  try {
    const auto is_known = [&](std::string_view name) { return kinds.find(name) >= 0; };
    const Pattern pattern = parse_pattern(texts[0], macros, kinds, tables, is_known);
    const PatternSet set({&pattern}, tables.tables());
    const Stage stage(set);
    Stage::Memory memory;
    int last = 0;
    for (const auto& match : stage.find_disjoint(units, memory)) {
      promise(match.span.begin >= last && match.span.begin < match.span.end, "matches follow one another");
      promise(match.span.end <= static_cast<int>(units.size()), "a match lies in the sentence");
      for (const auto& capture : match.captures) {
        promise(!capture.matched() || (match.span.begin <= capture.begin && capture.begin <= capture.end &&
                                       capture.end <= match.span.end),
                "a part of a match lies in it");
      }
      last = match.span.end;
    }
  } catch (const PatternError& error) {
    promise(error.offset <= texts[0].size(), "an error in a pattern has its place there");
  } catch (const Error&) {  // more kinds than a pack may have
  }
}

}  // namespace

std::vector<Target> policy_targets() {
  return {{"policy", read_policy},       {"populations", read_sizes}, {"facts", read_fact_file},
          {"waivers", read_waivers_of_file}, {"baseline", read_baseline}, {"ledger", read_ledger},
          {"globs", match_globs},        {"policy-help", help_with_policy}, {"rules", read_rules},
          {"pattern", match_pattern}};
}

}  // namespace toofew::fuzz
