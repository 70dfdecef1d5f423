#include "grammar/pack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <sstream>

#include <fmt/format.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include "base/embedded.h"
#include "base/suggest.h"
#include "grammar/rule_tree.h"
#include "grammar/spelled_phrases.h"

namespace toofew {
namespace {

// Kinds that come from the shape of a token or from its place, never from a word list.
constexpr std::array kShapeKinds{"any",   "word",    "digits",  "two-digits", "day-digits", "number",  "decimal", "one",      "zero", "year", "old-year",
                                 "cap",   "caps",    "punct",   "symbol",  "emoji",   "break",    "initial",
                                 "unknown", "name",  "title",   "quoted",  "emphasised", "object", "glued",
                                 "heading", "cell",  "item",    "segment"};

std::string line_of(std::string_view text, int line) {
  std::size_t begin = 0;
  for (int i = 1; i < line && begin != std::string_view::npos; ++i) {
    begin = text.find('\n', begin);
    if (begin != std::string_view::npos) ++begin;
  }
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find('\n', begin) - begin));
}

/// One rule file being read: its values, and where they stand for errors.
class FileReader {
 public:
  explicit FileReader(const RuleFile& file) : file_(file), tree_(file.tree), line_begins_{0} {
    for (std::size_t end = 0; (end = file.text.find('\n', end)) != std::string::npos;) line_begins_.push_back(++end);
    if (tree_ != nullptr) return;
    try {
      own_tree_ = std::make_unique<RuleTree>(parse_rule_tree(file.text));
    } catch (const YAML::Exception& e) {
      throw Error(place(e.mark.line, e.mark.column), "not valid YAML: " + e.msg);
    }
    tree_ = own_tree_.get();
  }

  RuleNode root() const { return {*tree_, 0}; }

  Error::Place place(const RuleNode& node) const { return place(node.line(), node.column()); }

  [[noreturn]] void fail(const RuleNode& node, const std::string& reason, const std::string& hint = {}) const {
    throw Error(place(node), reason, hint);
  }

  void check_keys(const RuleNode& map, const std::vector<std::string>& allowed) const {
    if (!map.is_map()) fail(map, "a map of keys and values is expected here");
    for (const auto& [key_node, value] : map.entries()) {
      const std::string key = key_node.string();
      if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
        fail(key_node, fmt::format("unknown key '{}'", key), did_you_mean(key, allowed));
      }
    }
  }

  std::string scalar(const RuleNode& map, const char* key) const {
    const RuleNode node = map[key];
    if (!node) fail(map, fmt::format("the key '{}' is missing", key));
    if (!node.is_scalar()) fail(node, fmt::format("'{}' must be a single value", key));
    return node.string();
  }

  std::string scalar_or(const RuleNode& map, const char* key, std::string otherwise) const {
    return map[key] ? scalar(map, key) : std::move(otherwise);
  }

  std::vector<std::string> strings(const RuleNode& node) const {
    if (!node) return {};
    if (node.is_scalar()) return {node.string()};
    if (!node.is_list()) fail(node, "a list is expected here");
    std::vector<std::string> out;
    for (const auto& item : node.items()) {
      if (!item.is_scalar()) fail(item, "a single value is expected here");
      out.push_back(item.string());
    }
    return out;
  }

  /// The items of a list; none where there is nothing.
  std::vector<RuleNode> items(const RuleNode& node) const {
    if (!node || node.is_null()) return {};
    if (!node.is_list()) fail(node, "a list is expected here");
    return node.items();
  }

  /// The keys and values of a map, in order; none where there is nothing.
  std::vector<std::pair<std::string, RuleNode>> entries(const RuleNode& node) const {
    if (!node || node.is_null()) return {};
    if (!node.is_map()) fail(node, "a map of keys and values is expected here");
    std::vector<std::pair<std::string, RuleNode>> out;
    for (const auto& [key, value] : node.entries()) {
      if (!key.is_scalar()) fail(key, "a single value is expected here");
      out.emplace_back(key.string(), value);
    }
    return out;
  }

  double number(const RuleNode& node) const {
    double value = 0;
    if (!node.is_scalar() || !YAML::convert<double>::decode(YAML::Node(node.string()), value) || !std::isfinite(value)) {
      fail(node, "a number is expected here");
    }
    return value;
  }

  /// A number of people or of other things that are counted.
  std::int64_t count(const RuleNode& node) const {
    constexpr double kMost = 1e15;
    const double value = number(node);
    if (value < 0 || value > kMost) fail(node, "a whole number, zero or more, is expected here");
    return static_cast<std::int64_t>(value);
  }

  bool boolean(const RuleNode& map, const char* key) const {
    if (!map[key]) return false;
    const std::string value = scalar(map, key);
    if (value != "true" && value != "false") fail(map[key], fmt::format("'{}' must be true or false", key));
    return value == "true";
  }

  const std::string& name() const { return file_.name; }

 private:
  // Line and column from 0; none where the line is before that.
  Error::Place place(int line, int column) const {
    Error::Place place;
    place.file = file_.name;
    if (line < 0) return place;
    place.line = line + 1;
    place.column = column + 1;
    const auto begin = line_begins_[std::min(static_cast<std::size_t>(line), line_begins_.size() - 1)];
    place.source_line = file_.text.substr(begin, file_.text.find('\n', begin) - begin);
    return place;
  }

  const RuleFile& file_;
  const RuleTree* tree_;
  std::unique_ptr<const RuleTree> own_tree_;
  std::vector<std::size_t> line_begins_;
};

/// How a language makes the forms of a word: data of the pack's `inflection` section.
struct FormRule {
  std::string form;
  std::vector<std::string> kinds;
  std::vector<std::pair<std::unique_ptr<RE2>, std::string>> rewrites;  // first that applies; none: the word itself
  std::map<std::string, std::vector<std::string>> irregular;
};

/// A rule with its pattern as it is written.
template <typename Rule>
struct Written {
  Rule rule;
  std::string match;
  Error::Place place;  // of the match value, for errors inside the pattern
};

struct WrittenClaim : Written<ClaimRule> {
  RuleInfo info;
};

class Loader {
 public:
  Loader() : pack_(std::make_unique<Pack>()) {
    for (const char* kind : kShapeKinds) kinds_.intern(kind);
    pack_->marks = kind_set({"punct", "symbol", "break"});
    pack_->nouns = kind_set({"people", "person", "unit"});
  }

  void set_lines(std::string_view path) { lexicon_.set_lines(path); }

  // A table of phrases: those that only name a topic leave their words as they are.
  void add_phrases(std::string_view table) {
    while (!table.empty()) {
      const std::size_t end = std::min(table.find('\n'), table.size());
      const std::string_view line = table.substr(0, end);
      const std::size_t tab = line.find('\t');
      std::vector<std::string> kinds;
      std::istringstream names{std::string(line.substr(tab + 1))};
      for (std::string name; names >> name;) kinds.push_back(name);
      add_word(std::string(line.substr(0, tab)), kind_set(kinds), KindSet());
      table.remove_prefix(std::min(end + 1, table.size()));
    }
  }

  // Words first, patterns last: a pattern may use any kind that any file declares.
  void read(const std::vector<RuleFile>& files) {
    for (const auto& file : files) texts_[file.name] = file.text;
    std::vector<FileReader> readers;
    readers.reserve(files.size());
    for (const auto& file : files) readers.emplace_back(file);
    for (const auto& reader : readers) read_inflection(reader);
    for (const auto& reader : readers) read_words(reader);
    for (const auto& reader : readers) read_macros(reader);
    for (const auto& reader : readers) read_stage_rules(reader);
    for (const auto& reader : readers) read_claims(reader);
    for (const auto& reader : readers) read_rewrites(reader);
    disable();
    compile();
  }

  std::unique_ptr<Pack> take() { return std::move(pack_); }

 private:
  static const std::vector<std::string>& top_level_keys() {
    static const std::vector<std::string> keys{"text",   "inflection", "lexicon",    "values",  "intervals", "suffixes",
                                               "macros", "inherit",    "topics",     "senses", "quantities", "bounds", "groups",
                                               "verbs",  "contexts",   "claims",     "defaults", "disable",    "antecedent", "rival", "hanging", "membership",
                                               "telling", "rewrites"};
    return keys;
  }

  static const std::vector<std::pair<const char*, Predicate TellingKinds::*>>& telling_keys() {
    static const std::vector<std::pair<const char*, Predicate TellingKinds::*>> keys{
        {"left-out", &TellingKinds::left_out},       {"pointing", &TellingKinds::pointing},
        {"cut", &TellingKinds::cut},                 {"standing", &TellingKinds::standing},
        {"month", &TellingKinds::month},             {"year", &TellingKinds::year},
        {"before-year", &TellingKinds::before_year}, {"relative", &TellingKinds::relative},
        {"calendar", &TellingKinds::calendar},       {"repeated", &TellingKinds::repeated},
        {"compound", &TellingKinds::compound}};
    return keys;
  }

  KindSet kind_set(const std::vector<std::string>& names) {
    KindSet set;
    for (const auto& name : names) set.set(kinds_.intern(name));
    return set;
  }

  void read_inflection(const FileReader& in) {
    if (in.root().is_null()) return;
    in.check_keys(in.root(), top_level_keys());
    const RuleNode section = in.root()["inflection"];
    if (!section) return;
    for (const auto& [word_class, word_forms] : in.entries(section)) {
      auto& forms = inflections_[word_class];
      for (const auto& node : in.items(word_forms)) {
        in.check_keys(node, {"form", "kinds", "rewrite", "irregular"});
        FormRule rule;
        rule.form = in.scalar(node, "form");
        rule.kinds = in.strings(node["kinds"]);
        for (const auto& pair : in.items(node["rewrite"])) {
          const auto both = pair.items();
          if (!pair.is_list() || both.size() != 2) in.fail(pair, "a rewrite is written [pattern, replacement]");
          auto regex = std::make_unique<RE2>(both[0].text());
          if (!regex->ok()) in.fail(both[0], "this is not a regular expression: " + regex->error());
          rule.rewrites.emplace_back(std::move(regex), both[1].string());
        }
        for (const auto& [word, irregular] : in.entries(node["irregular"])) rule.irregular[word] = in.strings(irregular);
        forms.push_back(std::move(rule));
      }
    }
  }

  static std::vector<std::string> inflect(const FormRule& rule, const std::string& word) {
    if (const auto it = rule.irregular.find(word); it != rule.irregular.end()) return it->second;
    // A phrase is inflected at its last word.
    const std::size_t space = word.rfind(' ');
    if (space != std::string::npos) {
      auto forms = inflect(rule, word.substr(space + 1));
      for (auto& form : forms) form.insert(0, word, 0, space + 1);
      return forms;
    }
    std::string form = word;
    for (const auto& [regex, replacement] : rule.rewrites) {
      if (RE2::Replace(&form, *regex, replacement)) break;
    }
    return {form};
  }

  void read_words(const FileReader& in) {
    const RuleNode& root = in.root();
    if (root.is_null()) return;
    if (const RuleNode text = root["text"]) {
      in.check_keys(text, {"locale", "abbreviations", "openers", "clitics"});
      pack_->text.locale = in.scalar_or(text, "locale", pack_->text.locale);
      append(pack_->text.abbreviations, in.strings(text["abbreviations"]));
      append(pack_->text.openers, in.strings(text["openers"]));
      append(pack_->text.clitics, in.strings(text["clitics"]));
    }
    for (const auto& entry : in.items(root["lexicon"])) read_lexicon_entry(in, entry);
    for (const auto& entry : in.items(root["values"])) {
      in.check_keys(entry, {"kinds", "words"});
      const KindSet kinds = kind_set(in.strings(entry["kinds"]));
      for (const auto& [word, value] : in.entries(entry["words"])) lexicon_.add(word, kinds).value = in.number(value);
    }
    for (const auto& entry : in.items(root["intervals"])) {
      in.check_keys(entry, {"kinds", "words"});
      const KindSet kinds = kind_set(in.strings(entry["kinds"]));
      for (const auto& [word, ends] : in.entries(entry["words"])) {
        const auto both = ends.items();
        if (!ends.is_list() || both.size() != 2) in.fail(ends, "an interval is written [lo, hi]");
        Interval interval{in.count(both[0]), std::nullopt};
        if (!both[1].is_null()) interval.hi = in.count(both[1]);
        if (interval.hi && *interval.hi < interval.lo) in.fail(ends, "the ends of an interval come in order");
        lexicon_.add(word, kinds).interval = interval;
      }
    }
    for (const auto& entry : in.items(root["suffixes"])) {
      in.check_keys(entry, {"kinds", "endings", "of"});
      const KindSet kinds = kind_set(in.strings(entry["kinds"]));
      const KindSet of = kind_set(in.strings(entry["of"]));
      for (const auto& ending : in.strings(entry["endings"])) pack_->suffixes.push_back({keep(ending), RuleKinds(kinds), RuleKinds(of)});
    }
    std::stable_sort(pack_->suffixes.begin(), pack_->suffixes.end(),
                     [](const auto& a, const auto& b) { return a.ending.size() > b.ending.size(); });
    pack_->inherited |= kind_set(in.strings(root["inherit"]));
    for (const auto& topic : in.strings(root["topics"])) {
      pack_->topics.emplace_back(kinds_.intern("t:" + topic), topic);
      pack_->topic_kinds.set(pack_->topics.back().first);
    }
    for (const auto& topic : in.strings(root["membership"])) pack_->membership.set(kinds_.intern("t:" + topic));
    append(disabled_, in.strings(root["disable"]));
  }

  void read_lexicon_entry(const FileReader& in, const RuleNode& entry) {
    in.check_keys(entry, {"kinds", "inflect", "words", "singular", "plural", "not"});
    const auto kinds = in.strings(entry["kinds"]);
    const KindSet base = kind_set(kinds);
    const KindSet removed = kind_set(in.strings(entry["not"]));
    const auto words = in.strings(entry["words"]);
    const std::string word_class = in.scalar_or(entry, "inflect", "");
    if (word_class.empty()) {
      for (const auto& word : words) add_word(word, base, removed);
      return;
    }
    const auto forms = inflections_.find(word_class);
    if (forms == inflections_.end()) {
      std::vector<std::string> names;
      names.reserve(inflections_.size());
      for (const auto& [name, rules] : inflections_) names.push_back(name);
      in.fail(entry["inflect"], fmt::format("there is no inflection '{}'", word_class), did_you_mean(word_class, names));
    }
    for (const auto& rule : forms->second) {
      KindSet form_kinds = base | kind_set(rule.kinds);
      if (rule.form == "singular" || rule.form == "plural") form_kinds |= kind_set(in.strings(entry[rule.form]));
      for (const auto& word : words) {
        for (const auto& form : inflect(rule, word)) add_word(form, form_kinds, removed);
      }
    }
  }

  void add_word(const std::string& word, const KindSet& kinds, const KindSet& removed) {
    if (word.find(' ') != std::string::npos && names_only_topics(kinds)) {
      lexicon_.add_mark(word, kinds);
      // "quit smoking" is as sensitive in "our quit-smoking course".
      if (word.find('-') == std::string::npos) lexicon_.add_mark(hyphenated(word), kinds);
    } else {
      lexicon_.add(word, kinds);
    }
    if (removed.any()) lexicon_.remove(word, removed);
  }

  static std::string hyphenated(const std::string& phrase) {
    std::string out;
    for (const char c : phrase) out += c == ' ' ? std::string_view(" - ") : std::string_view(&c, 1);
    return out;
  }

  bool names_only_topics(const KindSet& kinds) const {
    for (std::uint16_t kind = 0; kind < kinds_.size(); ++kind) {
      if (kinds[kind] && !kinds_.name(kind).starts_with("t:")) return false;
    }
    return kinds.any();
  }

  void read_macros(const FileReader& in) {
    if (in.root().is_null()) return;
    const RuleNode macros = in.root()["macros"];
    for (const auto& [name, pattern] : in.entries(macros)) macros_[name] = in.scalar(macros, name.c_str());
  }

  void read_stage_rules(const FileReader& in) {
    if (in.root().is_null()) return;
    read_stage(in, "senses", senses_);
    read_stage(in, "quantities", quantities_);
    read_stage(in, "bounds", bounds_);
    read_stage(in, "groups", groups_);
    read_stage(in, "verbs", verbs_);
    read_stage(in, "contexts", contexts_);
    for (auto [key, written] : {std::pair("antecedent", &antecedent_), std::pair("rival", &rival_), std::pair("hanging", &hanging_)}) {
      if (const RuleNode node = in.root()[key]) *written = {in.scalar(in.root(), key), in.place(node)};
    }
    read_telling(in);
  }

  void read_telling(const FileReader& in) {
    const RuleNode section = in.root()["telling"];
    if (!section) return;
    std::vector<std::string> known;
    for (const auto& [key, member] : telling_keys()) known.emplace_back(key);
    in.check_keys(section, known);
    for (const auto& [key, value] : section.entries()) {
      telling_[key.string()] = {in.scalar(section, key.string().c_str()), in.place(value)};
    }
  }

  void read_stage(const FileReader& in, const char* section, std::vector<Written<StageRule>>& rules) {
    for (const auto& node : in.items(in.root()[section])) {
      in.check_keys(node, {"id", "match", "makes", "not", "read", "bound", "scope", "note"});
      auto written = read_written<Written<StageRule>>(in, node);
      StageRule& rule = written.rule;
      rule.makes = RuleKinds(kind_set(in.strings(node["makes"])));
      rule.takes = RuleKinds(kind_set(in.strings(node["not"])));
      if (node["read"]) rule.read = choose(in, node["read"], kReads);
      if (node["scope"]) rule.scope = choose(in, node["scope"], kScopes);
      if (node["bound"]) {
        const auto bound = bound_from_name(node["bound"].text());
        if (!bound) in.fail(node["bound"], fmt::format("unknown bound '{}'", node["bound"].text()));
        rule.bound = *bound;
      }
      put(in, node, rules, std::move(written));
    }
  }

  template <typename Rule>
  Rule read_written(const FileReader& in, const RuleNode& node) {
    Rule written;
    written.rule.id = keep(in.scalar(node, "id"));
    written.match = in.scalar(node, "match");
    written.place = in.place(node["match"]);
    return written;
  }

  std::string_view keep(std::string text) { return pack_->texts.emplace_back(std::move(text)); }

  void read_claims(const FileReader& in) {
    if (in.root().is_null()) return;
    if (const RuleNode defaults = in.root()["defaults"]) {
      in.check_keys(defaults, {"unless", "forget"});
      append(default_unless_, in.strings(defaults["unless"]));
      for (const auto& context : in.strings(defaults["forget"])) {
        forgets_.push_back(context_number(in, defaults, context));
      }
    }
    for (const auto& node : in.items(in.root()["claims"])) {
      in.check_keys(node, {"id", "kind", "match", "cohort", "unless", "despite", "confidence", "summary", "needs", "capped",
                           "bare", "reach", "after", "beside", "examples"});
      auto written = read_written<WrittenClaim>(in, node);
      ClaimRule& rule = written.rule;
      RuleInfo& info = written.info;
      info.id = rule.id;
      info.match = written.match;
      info.summary = in.scalar_or(node, "summary", "");
      info.file = in.name();
      info.line = node.line() + 1;
      const std::string kind = in.scalar(node, "kind");
      info.kind = kind_from_name(kind);
      if (!info.kind) in.fail(node["kind"], fmt::format("unknown kind '{}'", kind), did_you_mean(kind, kind_names()));
      rule.kind = *info.kind;
      const std::string confidence = in.scalar_or(node, "confidence", "high");
      if (!confidence_from_name(confidence)) {
        in.fail(node["confidence"], fmt::format("unknown confidence '{}'", confidence), "expected low, medium or high");
      }
      rule.confidence = info.confidence = *confidence_from_name(confidence);
      if (node["cohort"]) rule.cohort = choose(in, node["cohort"], kCohorts);
      for (const auto& need : in.strings(node["needs"])) {
        if (need != "topic" && need != "antecedent" && need != "segment") {
          in.fail(node["needs"], fmt::format("unknown need '{}'", need), "expected topic, antecedent or segment");
        }
        rule.needs_topic |= need == "topic";
        rule.needs_antecedent |= need == "antecedent";
        rule.needs_segment |= need == "segment";
      }
      rule.capped = in.boolean(node, "capped");
      rule.bare = in.boolean(node, "bare");
      if (node["beside"]) rule.beside = context_number(in, node["beside"], in.scalar(node, "beside"));
      if (node["reach"]) rule.reach = static_cast<std::size_t>(in.count(node["reach"]));
      info.unless = in.strings(node["unless"]);
      const auto despite = in.strings(node["despite"]);
      for (const auto& context : default_unless_) {
        if (std::find(despite.begin(), despite.end(), context) == despite.end()) info.unless.push_back(context);
      }
      rule.unless = context_numbers(in, node, info.unless);
      context_numbers(in, node, despite);
      rule.after = context_numbers(in, node, in.strings(node["after"]));
      if (const RuleNode examples = node["examples"]) {
        in.check_keys(examples, {"flag", "clear", "populations"});
        for (const auto& [name, users] : in.entries(examples["populations"])) {
          info.populations.emplace_back(name, in.count(users));
        }
        info.flag = in.strings(examples["flag"]);
        info.clear = in.strings(examples["clear"]);
      }
      put(in, node, claims_, std::move(written));
    }
  }

  void read_rewrites(const FileReader& in) {
    if (in.root().is_null()) return;
    for (const auto& node : in.items(in.root()["rewrites"])) {
      in.check_keys(node, {"id", "for", "title", "safe", "match", "write", "veto", "examples"});
      auto written = read_written<Written<RewriteRule>>(in, node);
      if (node["veto"]) {
        written.rule.veto = choose(in, node["veto"], kVetoes);
      } else {
        read_words_to_write(in, node, written.rule);
      }
      put(in, node, rewrites_, std::move(written));
    }
  }

  void read_words_to_write(const FileReader& in, const RuleNode& node, RewriteRule& rule) {
    rule.title = keep(in.scalar(node, "title"));
    rule.safe = in.boolean(node, "safe");
    std::vector<Kind> kinds;
    for (const auto& kind : in.strings(node["for"])) {
      const auto known = kind_from_name(kind);
      if (!known) in.fail(node["for"], fmt::format("unknown kind '{}'", kind), did_you_mean(kind, kind_names()));
      kinds.push_back(*known);
    }
    if (kinds.empty()) in.fail(node, "'for' must name the kinds of findings that this mends");
    rule.kinds = kinds;
    const RuleNode write = node["write"];
    if (!write || !write.is_map()) in.fail(node, "'write' must give the words for each part of the match that changes");
    for (const auto& [part, words] : in.entries(write)) {
      if (!words.is_scalar()) in.fail(words, "words are expected here");
      rule.write.emplace_back(keep(part), keep(words.string()));
    }
  }

  // A context is named by the first part of its rules' ids: "offer" by "offer", "offer.first-n".
  static std::string_view context_name(std::string_view id) { return id.substr(0, id.find('.')); }

  std::uint16_t context_number(const FileReader& in, const RuleNode& node, const std::string& name) {
    auto& names = pack_->context_names;
    if (names.empty()) {
      for (const auto& context : contexts_) {
        const std::string_view own = context_name(context.rule.id);
        if (std::find(names.begin(), names.end(), own) == names.end()) names.push_back(own);
      }
    }
    const auto it = std::find(names.begin(), names.end(), name);
    if (it == names.end()) {
      in.fail(node, fmt::format("there is no context '{}'", name), did_you_mean(name, {names.begin(), names.end()}));
    }
    return static_cast<std::uint16_t>(it - names.begin());
  }

  std::vector<std::uint16_t> context_numbers(const FileReader& in, const RuleNode& node, const std::vector<std::string>& names) {
    std::vector<std::uint16_t> numbers;
    numbers.reserve(names.size());
    for (const auto& name : names) numbers.push_back(context_number(in, node, name));
    return numbers;
  }

  template <typename Rule>
  static void put(const FileReader& in, const RuleNode& node, std::vector<Rule>& rules, Rule written) {
    const auto it = std::find_if(rules.begin(), rules.end(), [&](const Rule& known) { return known.rule.id == written.rule.id; });
    if (it == rules.end()) {
      rules.push_back(std::move(written));
      return;
    }
    const auto position = [](const Rule& rule) { return std::pair(rule.place.line, rule.place.column); };
    const bool is_read_again = position(*it) == position(written);  // a file that is named twice
    if (it->place.file == written.place.file && !is_read_again) {
      in.fail(node["id"], fmt::format("'{}' stands twice in this file", written.rule.id), "give each rule an id of its own");
    }
    *it = std::move(written);
  }

  void disable() {
    for (const auto& id : disabled_) {
      const auto is_named = [&](const auto& written) {
        return written.rule.id == id || written.rule.id.starts_with(id + ".");
      };
      std::erase_if(claims_, is_named);
      std::erase_if(contexts_, is_named);
      std::erase_if(rewrites_, is_named);
    }
  }

  void compile() {
    parse_patterns();
    add_literals();  // of phrases that patterns name, too
    admit_phrases();
    StagePatterns& patterns = pack_->patterns;
    KindSet read;
    for (const auto* stage :
         {&patterns.quantities, &patterns.bounds, &patterns.groups, &patterns.verbs, &patterns.contexts, &patterns.claims}) {
      read |= stage->mentioned;
    }
    pack_->silent = ((patterns.senses.mentioned | patterns.rewrites.mentioned) & ~read) | pack_->topic_kinds;
    pack_->antecedent = single_class(antecedent_, "antecedent");
    pack_->rival = single_class(rival_, "rival");
    pack_->hanging = single_class(hanging_, "hanging");
    for (const auto& [key, member] : telling_keys()) pack_->telling.*member = single_class(telling_[key], key);
    std::vector<std::uint16_t> contexts;
    for (const auto& rule : pack_->contexts) {
      const auto& names = pack_->context_names;
      const auto it = std::find(names.begin(), names.end(), context_name(rule.id));
      contexts.push_back(static_cast<std::uint16_t>(it - names.begin()));
    }
    pack_->context_of_rule = contexts;
    pack_->forgets = forgets_;
    add_literals();
    pack_->lexicon = lexicon_.build();
    pack_->kinds = KindNames(kinds_);
    pack_->inherited |= pack_->kinds.literals;
  }

  void parse_patterns() {
    StagePatterns& patterns = pack_->patterns;
    parse(senses_, pack_->senses, patterns.senses);
    parse(quantities_, pack_->quantities, patterns.quantities);
    parse(bounds_, pack_->bounds, patterns.bounds);
    parse(groups_, pack_->groups, patterns.groups);
    parse(verbs_, pack_->verbs, patterns.verbs);
    parse(contexts_, pack_->contexts, patterns.contexts);
    for (auto& claim : claims_) pack_->infos.push_back(std::move(claim.info));
    parse(claims_, pack_->claims, patterns.claims);
    parse(rewrites_, pack_->rewrites, patterns.rewrites);
    for (std::size_t r = 0; r < pack_->rewrites.size(); ++r) {
      const auto& captures = stages_.back().rules[r].pattern.captures;
      for (const auto& [name, words] : pack_->rewrites[r].write) {
        if (std::find(captures.begin(), captures.end(), name) != captures.end()) continue;
        throw Error(rewrites_[r].place, fmt::format("'write' names the part '{0}', but there is no <{0}: …> here", name));
      }
    }
  }

  template <typename Written, typename Rule>
  void parse(std::vector<Written>& all, std::vector<Rule>& rules, PatternSet& patterns) {
    ParsedStage& stage = stages_.emplace_back();
    stage.patterns = &patterns;
    for (Written& written : all) {
      Pattern parsed = pattern(written.match, written.place, stage.builder);
      stage.rules.push_back({std::move(parsed), written.rule.id, written.place});
      rules.push_back(std::move(written.rule));
    }
  }

  void admit_phrases() {
    for (ParsedStage& stage : stages_) {
      std::vector<const Pattern*> patterns;
      for (auto& [pattern, id, place] : stage.rules) {
        patterns.push_back(&pattern);
        try {
          for (const auto& phrase : admit_spelled_phrases(pattern, lexicon_, kinds_, stage.builder)) {
            pack_->cut_phrases.push_back({std::string(id), place, phrase});
          }
        } catch (const PatternError& error) {
          throw Error(place, error.reason, error.hint);
        }
      }
      *stage.patterns = PatternSet(patterns, stage.builder.tables());
    }
  }

  /// Makes the lexicon know the words that patterns name.
  void add_literals() {
    for (std::uint16_t kind = 0; kind < kinds_.size(); ++kind) {
      KindSet literal;
      literal.set(kind);
      for (const auto& word : literal_words(kinds_.name(kind))) lexicon_.add(word, literal);
    }
  }

  // A class of groups, written as a pattern of one unit.
  Predicate single_class(const std::pair<std::string, Error::Place>& written, const char* key) {
    if (written.first.empty()) return {};
    PatternTablesBuilder one;
    const Pattern parsed = pattern(written.first, written.second, one);
    const auto& classes = one.tables().predicates;
    const bool is_one_unit = parsed.program.front().op == Instruction::Op::unit && parsed.program.size() == 2;
    if (classes.size() != 1 || !is_one_unit) {
      throw Error(written.second, fmt::format("'{}' must be one class, as in '{{group & user}}'", key));
    }
    return classes.front();
  }

  Pattern pattern(const std::string& match, const Error::Place& at, PatternTablesBuilder& tables) {
    const auto is_known = [this](std::string_view name) { return kinds_.find(name) >= 0; };
    try {
      return parse_pattern(match, macros_, kinds_, tables, is_known);
    } catch (const PatternError& error) {
      throw Error(place_within(at, match, error.offset), error.reason, error.hint);
    }
  }

  // Where the byte at `offset` of a YAML value stands in its file. `start` is where the scalar begins; a folded or quoted
  // scalar differs from its value in white space and quotation marks only.
  Error::Place place_within(const Error::Place& start, std::string_view value, std::size_t offset) const {
    const auto found = texts_.find(start.file);
    if (found == texts_.end() || start.line == 0) return start;
    const std::string_view text = found->second;
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    std::size_t at = 0;
    for (int line = 1; line < start.line; ++line) at = text.find('\n', at) + 1;
    at = std::min(text.size(), at + static_cast<std::size_t>(start.column) - 1);
    if (at < text.size() && (text[at] == '>' || text[at] == '|')) at = std::min(text.size(), text.find('\n', at));
    if (at < text.size() && (text[at] == '\'' || text[at] == '"')) ++at;
    for (std::size_t i = 0; i <= std::min(offset, value.size()); ++i) {
      if (i < value.size() && is_space(value[i])) continue;
      while (at < text.size() && (is_space(text[at]) || (i < value.size() && text[at] != value[i]))) ++at;
      if (i < offset) ++at;
    }
    Error::Place place = start;
    const std::string_view before = text.substr(0, std::min(at, text.size()));
    place.line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    place.column = static_cast<int>(before.size() - (before.rfind('\n') + 1)) + 1;
    place.source_line = line_of(text, place.line);
    return place;
  }

  template <typename Value, std::size_t N>
  static Value choose(const FileReader& in, const RuleNode& node,
                      const std::array<std::pair<const char*, Value>, N>& choices) {
    for (const auto& [name, value] : choices) {
      if (node.text() == name) return value;
    }
    std::vector<std::string> names;
    names.reserve(N);
    for (const auto& [name, value] : choices) names.emplace_back(name);
    in.fail(node, fmt::format("unknown value '{}'", node.text()), did_you_mean(node.string(), names));
  }

  static void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
  }

  using Read = StageRule::Read;
  using Scope = StageRule::Scope;
  using Veto = RewriteRule::Veto;
  static constexpr std::array<std::pair<const char*, Veto>, 2> kVetoes{
      {{"sentence", Veto::sentence}, {"previous", Veto::previous}}};
  static constexpr std::array<std::pair<const char*, Read>, 11> kReads{{{"number", Read::number},
                                                                        {"range", Read::range},
                                                                        {"ratio", Read::ratio},
                                                                        {"odds", Read::odds},
                                                                        {"percent", Read::percent},
                                                                        {"permille", Read::permille},
                                                                        {"fraction", Read::fraction},
                                                                        {"vague", Read::vague},
                                                                        {"rest", Read::rest},
                                                                        {"bound", Read::bound},
                                                                        {"nothing", Read::nothing}}};
  static constexpr std::array<std::pair<const char*, Scope>, 8> kScopes{{{"match", Scope::match},
                                                                         {"before", Scope::before},
                                                                         {"after", Scope::after},
                                                                         {"sentence", Scope::sentence},
                                                                         {"next", Scope::next},
                                                                         {"block", Scope::block},
                                                                         {"list", Scope::list},
                                                                         {"part", Scope::part}}};
  static constexpr std::array<std::pair<const char*, CohortOf>, 6> kCohorts{{{"group", CohortOf::group},
                                                                             {"rest", CohortOf::rest},
                                                                             {"base", CohortOf::base},
                                                                             {"all", CohortOf::all},
                                                                             {"one", CohortOf::one},
                                                                             {"nobody", CohortOf::nobody}}};

  /// A stage whose patterns were read, but do not know the phrases yet.
  struct ParsedStage {
    PatternSet* patterns = nullptr;  // of the pack
    PatternTablesBuilder builder;
    struct Rule {
      Pattern pattern;
      std::string_view id;
      Error::Place place;
    };
    std::vector<Rule> rules;
  };

  std::unique_ptr<Pack> pack_;
  KindTable kinds_;
  std::vector<Written<StageRule>> senses_, quantities_, bounds_, groups_, verbs_, contexts_;
  std::vector<WrittenClaim> claims_;
  std::vector<Written<RewriteRule>> rewrites_;
  std::vector<ParsedStage> stages_;
  LexiconBuilder lexicon_{kinds_};
  std::map<std::string, std::vector<FormRule>> inflections_;
  std::map<std::string, std::string> macros_;
  std::vector<std::string> default_unless_;
  std::vector<std::string> disabled_;
  std::vector<std::uint16_t> forgets_;
  std::map<std::string, std::string_view> texts_;  // of the files, by name
  std::pair<std::string, Error::Place> antecedent_;
  std::pair<std::string, Error::Place> rival_;
  std::pair<std::string, Error::Place> hanging_;
  std::map<std::string, std::pair<std::string, Error::Place>> telling_;
};

}  // namespace

std::vector<RuleFile> built_in_rules(std::string_view language) {
  std::vector<RuleFile> files;
  for (const auto path : embedded_files(fmt::format("{}/", language))) {
    if (!path.ends_with(".yaml")) continue;
    files.push_back({fmt::format("rules/{}", path), std::string(embedded_file(path))});
  }
  if (files.empty()) throw Error(fmt::format("there is no rule pack for the language '{}'", language));
  return files;
}

std::unique_ptr<Pack> load_pack(std::string_view language, const std::vector<RuleFile>& files) {
  Loader loader;
  for (const auto path : embedded_files(fmt::format("{}/", language))) {
    if (path.ends_with("-phrases.tsv")) {
      loader.add_phrases(embedded_file(path));
    } else if (path.ends_with(".tsv")) {
      loader.set_lines(path);
    }
  }
  loader.read(files);
  return loader.take();
}

}  // namespace toofew
