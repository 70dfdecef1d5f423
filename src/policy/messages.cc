#include "policy/messages.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/plurrule.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/words.h"
#include "policy/defaults.h"
#include "policy/policy.h"
#include "policy/template.h"
#include "policy/yaml_source.h"

namespace toofew {

struct Messages::Plurals {
  std::unique_ptr<icu::PluralRules> rules;
};

namespace {

std::string capitalised(const std::string& sentence) {
  auto text = icu::UnicodeString::fromUTF8(sentence);
  if (text.isEmpty()) return sentence;
  const UChar32 first = text.char32At(0);
  text.replace(0, text.moveIndex32(0, 1), u_totitle(first));
  std::string out;
  text.toUTF8String(out);
  return out;
}

// A reader of messages.yaml: every value is a text, every mapping one of names to texts.
struct TemplateReader {
  const YamlSource& source;

  YAML::Node child(const YAML::Node& parent, const std::string& key) const {
    const YAML::Node node = parent[key];
    if (!node) source.fail(parent, fmt::format("'{}' is missing", key));
    return node;
  }

  std::string text(const YAML::Node& parent, const std::string& key) const {
    return source.text_of(child(parent, key), fmt::format("'{}'", key));
  }

  std::map<std::string, std::string, std::less<>> texts(const YAML::Node& parent, const std::string& key,
                                                        const std::vector<std::string>& required) const {
    const YAML::Node node = child(parent, key);
    source.require_mapping(node, fmt::format("'{}'", key));
    std::map<std::string, std::string, std::less<>> out;
    for (const auto& entry : node) out[entry.first.Scalar()] = source.text_of(entry.second, entry.first.Scalar());
    for (const auto& name : required) child(node, name);
    return out;
  }
};

std::unique_ptr<icu::PluralRules> plural_rules(const std::string& locale) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(icu::Locale(locale.c_str()), status));
  if (U_FAILURE(status)) throw Error(fmt::format("no plural rules for locale '{}': {}", locale, u_errorName(status)));
  return rules;
}

MessageTexts read_texts(const YamlSource& source, const YAML::Node& root) {
  source.require_mapping(root, "the file");
  const TemplateReader read{source};

  MessageTexts texts;
  texts.locale = read.text(root, "locale");
  texts.thousands = read.text(root, "thousands");
  texts.cohort = read.texts(root, "cohort", {"exact", "between", "up_to", "at_least", "nobody"});
  texts.comparison = read.texts(root, "comparison", {"below", "maybe_below", "zero"});
  texts.data = read.texts(root, "data", {"plain", "with_topic"});
  texts.labels = read.texts(root, "labels", {std::string(kOrdinary), std::string(kSensitive)});
  texts.remarks =
      read.texts(root, "remarks", {std::string(kBareExtreme), std::string(kCapped), std::string(kLowConfidence)});
  texts.preset = read.text(root, "preset");
  texts.population = read.texts(root, "population", {"exact", "up_to", "as_of"});
  texts.arithmetic = read.text(root, "arithmetic");

  const YAML::Node units = read.child(root, "units");
  read.child(units, "people");
  for (const auto& entry : units) {
    const MessageTexts::Forms forms = read.texts(units, entry.first.Scalar(), {"other"});
    texts.units[entry.first.Scalar()] = forms;
    for (const auto& [name, word] : forms) texts.units.try_emplace(word, forms);
  }

  const YAML::Node kinds = read.child(root, "kinds");
  for (const auto& name : kind_names()) {
    const YAML::Node kind = read.child(kinds, name);
    texts.kinds[*kind_from_name(name)] = {read.texts(kind, "message", {"other"}), read.text(kind, "why"),
                                          read.text(kind, "advice")};
  }
  return texts;
}

}  // namespace

const Messages& Messages::built_in() {
  static const Messages messages(defaults().messages);
  return messages;
}

Messages::Messages(MessageTexts texts) : texts_(std::move(texts)), plurals_(std::make_unique<Plurals>()) {
  plurals_->rules = plural_rules(texts_.locale);
}

Messages::Messages(const std::string& file, const std::string& yaml) : plurals_(std::make_unique<Plurals>()) {
  const YamlSource source(file, yaml);
  const YAML::Node root = source.parse();
  texts_ = read_texts(source, root);
  plurals_->rules = plural_rules(texts_.locale);
  try {
    check_templates();
  } catch (const fmt::format_error& e) {
    throw Error(source.place(root.Mark()), fmt::format("a template has a wrong placeholder: {}", e.what()));
  }
}

Messages::~Messages() = default;

// Fills every template once, so that a wrong placeholder is told when the file is read, not when a rare finding comes.
void Messages::check_templates() const {
  Finding scratch;
  for (const auto& [kind, text] : texts_.kinds) {
    for (const auto& [form_name, message] : text.message) {
      fill(message, {{"cohort", ""}, {"comparison", ""}, {"arithmetic", ""}});
    }
    for (const Interval size : {Interval{0, 0}, Interval{0, 9}, Interval{3, 9}, Interval{3, {}}, Interval{1, 1}}) {
      Claim claim;
      claim.kind = kind;
      claim.cohort = size;
      claim.topic = "-";
      claim.arithmetic = "-";
      Threshold threshold;
      threshold.k = threshold.error_below = 5;
      threshold.citation = "-";
      describe(claim, threshold, {}, scratch);
      claim.topic.clear();
      describe(claim, threshold, {}, scratch);
    }
  }
  for (const Interval users : {Interval{0, 9}, Interval{4, 4}}) {
    Segment segment;
    segment.users = users;
    segment.as_of = Date();
    population(segment);
  }
}

const std::string& Messages::form(const Forms& forms, std::int64_t count) const {
  std::string name;
  plurals_->rules->select(static_cast<double>(count)).toUTF8String(name);
  const auto found = forms.find(name);
  return found == forms.end() ? forms.find("other")->second : found->second;
}

std::string Messages::number(std::int64_t n) const { return grouped(std::to_string(n)); }

std::string Messages::grouped(std::string digits) const {
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), texts_.thousands);
  }
  return digits;
}

std::string Messages::unit_word(std::string_view written, std::int64_t count) const {
  const auto known = texts_.units.find(fold_case(written));
  if (known != texts_.units.end()) return form(known->second, count);
  // A word that we cannot inflect: as written it fits a plural, mostly, but not one person.
  if (written.empty() || count == 1) return form(texts_.units.find("people")->second, count);
  return one_line(written);
}

std::string Messages::plural(std::string_view unit) const {
  const auto known = texts_.units.find(fold_case(unit));
  return known == texts_.units.end() ? std::string() : known->second.find("other")->second;
}

std::string Messages::cohort(const Interval& size, std::string_view unit) const {
  const std::int64_t deciding = size.judged();
  std::string shape = "between";
  if (size.is_exact()) shape = size.lo == 0 ? "nobody" : "exact";
  if (!size.hi) shape = "at_least";
  if (size.hi && size.lo == 0 && deciding > 0) shape = "up_to";
  return fill(texts_.cohort.find(shape)->second,
              {{"lo", number(size.lo)}, {"hi", number(deciding)}, {"unit", unit_word(unit, deciding)}});
}

std::string Messages::data(const Claim& claim) const {
  auto label = texts_.labels.find(claim.category.empty() ? kOrdinary : std::string_view(claim.category));
  if (label == texts_.labels.end()) label = texts_.labels.find(kSensitive);
  const bool with_topic = !claim.topic.empty();
  return fill(texts_.data.find(with_topic ? "with_topic" : "plain")->second,
              {{"label", label->second}, {"topic", one_line(claim.topic)}});
}

// Where the size of a segment comes from, in a sentence.
std::string Messages::population(const Segment& segment) const {
  const std::string as_of =
      segment.as_of ? fill(texts_.population.find("as_of")->second, {{"date", date_text(*segment.as_of)}}) : std::string();
  return fill(texts_.population.find(segment.users.is_exact() ? "exact" : "up_to")->second,
              {{"place", fmt::format("{}:{}", segment.file, segment.line)},
               {"cohort", cohort(segment.users, "users")},
               {"name", segment.name},
               {"key", segment.key},
               {"as_of", as_of}});
}

std::string Messages::why(const Claim& claim, const Populations& populations) const {
  std::string text = texts_.kinds.at(claim.kind).why;
  const auto add = [&](std::string_view remark) { text += " " + texts_.remarks.find(remark)->second; };
  if (claim.kind == Kind::extreme && claim.bare) add(kBareExtreme);
  if (claim.capped) add(kCapped);
  if (claim.confidence == Confidence::low) add(kLowConfidence);
  for (const std::size_t segment : populations.innermost(claim.segments)) {
    text += " " + population(populations.segments[segment]);
  }
  return text;
}

std::string Messages::comparison(const Claim& claim, const Threshold& threshold) const {
  const bool surely_below = claim.cohort.hi && *claim.cohort.hi < threshold.k;
  const char* form = surely_below ? "below" : "maybe_below";
  if (claim.cohort == Interval::exactly(0)) form = "zero";
  return fill(texts_.comparison.find(form)->second, {{"k", number(threshold.k)}, {"data", data(claim)}});
}

std::string Messages::arithmetic(const Claim& claim) const {
  const std::string& plain = claim.arithmetic;
  if (plain.empty()) return {};
  std::string text;
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = std::min(plain.find_first_not_of("0123456789", at), plain.size());
    const std::string digits = plain.substr(at, end - at);
    const bool is_fraction = at > 0 && plain[at - 1] == '.';
    text += is_fraction ? digits : grouped(digits);
    if (end < plain.size()) text += plain[end];
    at = end + 1;
  }
  return fill(texts_.arithmetic, {{"arithmetic", text}});
}

void Messages::describe(const Claim& claim, const Threshold& threshold, const Populations& populations,
                        Finding& finding) const {
  const MessageTexts::OfKind& text = texts_.kinds.at(claim.kind);
  finding.message = capitalised(fill(form(text.message, claim.cohort.judged()),
                                     {{"cohort", cohort(claim.cohort, claim.unit)},
                                      {"comparison", comparison(claim, threshold)},
                                      {"arithmetic", arithmetic(claim)}}));
  finding.why = why(claim, populations);
  if (!threshold.citation.empty()) {
    finding.why += " " + fill(texts_.preset, {{"k", number(threshold.k)}, {"preset", threshold.citation}});
  }
  finding.advice = fill(text.advice, {{"people", cohort(Interval::exactly(threshold.k), "people")}});
}

}  // namespace toofew
