#include "policy/defaults.h"

#include "base/binary.h"
#include "base/embedded.h"
#include "grammar/rule_info_members.h"

namespace toofew {
namespace {

constexpr std::string_view kHeader = "toofew defaults 1\n";

}  // namespace

template <typename T>
auto members(Setting<T>& it) {
  auto& [value, origin] = it;
  return std::tie(value, origin);
}

template <typename T>
auto members(const Setting<T>& it) {
  auto& [value, origin] = it;
  return std::tie(value, origin);
}

void write_to(BinaryWriter& out, const Glob& glob) { out.write(glob.pattern()); }

void read_from(BinaryReader& in, std::vector<Glob>& globs) {
  std::vector<std::string> patterns;
  in.read(patterns);
  for (const auto& pattern : patterns) globs.emplace_back(pattern);
}

template <Is<ThresholdRow> T>
auto members(T& it) {
  auto& [category, k, error_below, flags_zero, approximate, ceiling, open_ended, follows] = it;
  return std::tie(category, k, error_below, flags_zero, approximate, ceiling, open_ended, follows);
}

template <Is<SeverityRow> T>
auto members(T& it) {
  auto& [name, ceiling] = it;
  return std::tie(name, ceiling);
}

template <Is<When> T>
auto members(T& it) {
  auto& [paths, channel, region] = it;
  return std::tie(paths, channel, region);
}

template <Is<Override> T>
auto members(T& it) {
  auto& [when, thresholds, severities, origin] = it;
  return std::tie(when, thresholds, severities, origin);
}

template <Is<Channel> T>
auto members(T& it) {
  auto& [name, paths] = it;
  return std::tie(name, paths);
}

template <Is<UnitRow> T>
auto members(T& it) {
  auto& [name, counts] = it;
  return std::tie(name, counts);
}

template <Is<FactChecks> T>
auto members(T& it) {
  auto& [rounding, dominance_n, dominance_k, p_percent, approval_days] = it;
  return std::tie(rounding, dominance_n, dominance_k, p_percent, approval_days);
}

template <Is<Policy> T>
auto members(T& it) {
  auto& [thresholds, severities, overrides, channels, units, region, min_confidence, citations, fact_checks] = it;
  return std::tie(thresholds, severities, overrides, channels, units, region, min_confidence, citations, fact_checks);
}

template <Is<WaiverPolicy> T>
auto members(T& it) {
  auto& [files, forbid, max_days] = it;
  return std::tie(files, forbid, max_days);
}

template <Is<Config> T>
auto members(T& it) {
  auto& [policy, fail_on, disabled_rules, packs, populations, facts, ignore, languages, prose_fields, metadata_fields,
         id_fields, channel_fields, region_fields, waiver_fields, waivers, ledger, extends] = it;
  return std::tie(policy, fail_on, disabled_rules, packs, populations, facts, ignore, languages, prose_fields,
                  metadata_fields, id_fields, channel_fields, region_fields, waiver_fields, waivers, ledger, extends);
}

template <Is<MessageTexts::OfKind> T>
auto members(T& it) {
  auto& [message, why, advice] = it;
  return std::tie(message, why, advice);
}

template <Is<MessageTexts> T>
auto members(T& it) {
  auto& [locale, thousands, units, cohort, comparison, data, labels, remarks, population, arithmetic, preset, kinds] = it;
  return std::tie(locale, thousands, units, cohort, comparison, data, labels, remarks, population, arithmetic, preset,
                  kinds);
}

template <Is<FactRule> T>
auto members(T& it) {
  auto& [info, message, why, advice] = it;
  return std::tie(info, message, why, advice);
}

template <Is<KindHelp> T>
auto members(T& it) {
  auto& [what, example, why, advice] = it;
  return std::tie(what, example, why, advice);
}

template <Is<Defaults> T>
auto members(T& it) {
  auto& [config, messages, fact_rules, kind_helps] = it;
  return std::tie(config, messages, fact_rules, kind_helps);
}

const Defaults& defaults() {
  static const Defaults compiled = read_compiled_defaults(embedded_file("compiled/defaults"));
  return compiled;
}

Defaults read_defaults() {
  const Messages messages("rules/defaults/messages.yaml", std::string(embedded_file("defaults/messages.yaml")));
  return {read_built_in_config(), messages.texts(), read_fact_rules(), read_kind_helps()};
}

std::string write_defaults(const Defaults& defaults) {
  BinaryWriter out(kHeader);
  out.write(defaults);
  return out.take();
}

Defaults read_compiled_defaults(std::string_view bytes) {
  Defaults read;
  BinaryReader in(bytes, kHeader);
  in.read(read);
  if (!in.at_end()) BinaryReader::fail();
  return read;
}

}  // namespace toofew
