#include "policy/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/suggest.h"
#include "policy/yaml_source.h"
#include "text/text.h"

namespace toofew {
namespace {

constexpr std::string_view kWildcards = "*?[";
constexpr std::int64_t kMostPeople = 1'000'000'000'000;

/// Reads the facts of one file or one front matter.
class FactReader {
 public:
  FactReader(const YamlSource& source, const std::vector<std::string>& categories, bool in_post)
      : source_(source), categories_(categories), in_post_(in_post) {}

  std::vector<Fact> read(const YAML::Node& list) const {
    if (!list.IsSequence()) source_.fail(list, "'facts' must be a list");
    std::vector<Fact> facts;
    for (const auto& node : list) facts.push_back(fact(node));
    return facts;
  }

 private:
  Fact fact(const YAML::Node& node) const {
    Fact fact;
    fact.place = source_.place(node.Mark());
    const auto text = [&](std::string& to, const char* what) {
      return [&, what](const YAML::Node& n) { to = source_.text_of(n, what); };
    };
    const auto count = [&](std::optional<std::int64_t>& to, const char* what, std::int64_t least) {
      return [&, what, least](const YAML::Node& n) { to = source_.number(n, what, least, kMostPeople); };
    };
    const auto date = [&](std::optional<Date>& to, const char* what) {
      return [&, what](const YAML::Node& n) { to = date_of(n, what); };
    };
    std::vector<YamlSource::Key> keys{
        {"says", text(fact.says, "'says'")},
        {"people", count(fact.people, "'people'", 0)},
        {"base", count(fact.base, "'base'", 1)},
        {"category", [&](const YAML::Node& n) { fact.category = source_.choice(n, categories_, "kind of data"); }},
        {"contributors", [&](const YAML::Node& n) { fact.contributors = contributors(n); }},
        {"query", text(fact.query, "'query'")},
        {"as_of", date(fact.as_of, "'as_of'")},
        {"approved_by", text(fact.approved_by, "'approved_by'")},
        {"approved_on", date(fact.approved_on, "'approved_on'")},
        {"expires", date(fact.expires, "'expires'")}};
    if (!in_post_) {
      keys.emplace_back("post", [&](const YAML::Node& n) { fact.post.emplace(source_.text_of(n, "'post'")); });
      keys.emplace_back("record", text(fact.record, "'record'"));
    }
    source_.read_keys(node, "a fact", "key of a fact", keys);
    require_complete(fact, node);
    return fact;
  }

  void require_complete(Fact& fact, const YAML::Node& node) const {
    if (!in_post_ && !fact.post) source_.fail(node, "the fact names no post", "add 'post:', a path or a pattern");
    if (fact.says.empty()) source_.fail(node, "the fact backs nothing", "add 'says:', a number or words of the post");
    if (!fact.people && !fact.base && !fact.contributors) {
      source_.fail(node, "the fact says nothing that was measured", "add 'people:', 'base:' or 'contributors:'");
    }
    if (fact.people && fact.base && *fact.people > *fact.base) {
      source_.fail(node, fmt::format("{} people cannot be a part of {}", *fact.people, *fact.base));
    }
    if (!fact.contributors || !fact.contributors->complete) return;
    const auto number = static_cast<std::int64_t>(fact.contributors->largest.size());
    if (!fact.people) fact.people = number;
    if (*fact.people != number) {
      source_.fail(node, fmt::format("{} people, but {} contributors", *fact.people, number));
    }
  }

  Date date_of(const YAML::Node& node, std::string_view what) const {
    const auto date = parse_date(source_.text_of(node, what));
    if (!date) source_.fail(node, fmt::format("{} must be a date", what), "dates are written 2026-01-31");
    return *date;
  }

  /// All values, or the largest ones with the total.
  Contributors contributors(const YAML::Node& node) const {
    Contributors read;
    if (node.IsSequence()) {
      read.complete = true;
      read.largest = values(node);
      for (const double value : read.largest) read.total += value;
    } else {
      bool has_total = false;
      const auto set_total = [&](const YAML::Node& n) {
        read.total = value(n);
        has_total = true;
      };
      source_.read_keys(node, "'contributors'", "key of contributors",
                        {{"top", [&](const auto& n) { read.largest = values(n); }}, {"total", set_total}});
      if (!has_total) source_.fail(node, "the contributors have no 'total'");
    }
    if (read.largest.empty()) source_.fail(node, "at least one contributor must be listed");
    double listed = 0;
    for (const double value : read.largest) listed += value;
    if (!read.complete && listed > read.total) {
      source_.fail(node, fmt::format("the largest contributors give {} together, more than the total of {}", listed,
                                     read.total));
    }
    return read;
  }

  std::vector<double> values(const YAML::Node& node) const {
    if (!node.IsSequence()) source_.fail(node, "the contributors must be a list of numbers");
    std::vector<double> list;
    for (const auto& entry : node) list.push_back(value(entry));
    std::sort(list.begin(), list.end(), std::greater<>());
    return list;
  }

  double value(const YAML::Node& node) const {
    double number = -1;
    if (!node.IsScalar() || !YAML::convert<double>::decode(node, number) || !std::isfinite(number) || number < 0) {
      source_.fail(node, "a contribution must be a number, 0 or more");
    }
    return number;
  }

  const YamlSource& source_;
  const std::vector<std::string>& categories_;
  bool in_post_;
};

/// Words as they are compared: folded, without what stands between them.
std::string folded(const std::string& words) {
  const Text text = read_text(words, TextOptions());
  std::string out;
  for (const Token& token : text.tokens) out += std::string(token.form) + " ";
  return out;
}

std::string measured(const Fact& fact) {
  std::vector<std::string> parts;
  if (fact.people) parts.push_back(fmt::format("{} people", *fact.people));
  if (fact.base) parts.push_back(fmt::format("a base of {}", *fact.base));
  return parts.empty() ? "contributors only" : fmt::format("{}", fmt::join(parts, " and "));
}

bool differ(const std::optional<std::int64_t>& a, const std::optional<std::int64_t>& b) { return a && b && *a != *b; }

}  // namespace

bool Fact::names_one_post() const {
  return !post || post->pattern().find_first_of(kWildcards) == std::string::npos;
}

bool Fact::is_for(const std::string& path) const {
  if (!post) return true;
  if (!names_one_post()) return post->match(path, false);
  std::string_view named = post->pattern();
  if (named.starts_with("./")) named.remove_prefix(2);
  return named == path;
}

std::vector<Fact> read_facts(const std::vector<DataFile>& files, const std::vector<std::string>& categories) {
  std::vector<Fact> facts;
  for (const auto& file : files) {
    const YamlSource source(file.name, file.text);
    const YAML::Node root = source.parse();
    if (root.IsNull()) continue;
    const auto read = [&](const YAML::Node& list) {
      for (auto& fact : FactReader(source, categories, false).read(list)) facts.push_back(std::move(fact));
    };
    source.read_keys(root, "a fact file", "key of a fact file", {{"facts", read}});
  }
  std::map<std::string, std::vector<const Fact*>> by_post;
  for (const Fact& fact : facts) by_post[fact.post->pattern()].push_back(&fact);
  for (const auto& [post, of_post] : by_post) require_agreement(of_post);
  return facts;
}

std::vector<Fact> facts_of(const Part& part, const std::vector<std::string>& categories) {
  const std::string_view content = part.content;
  const std::string_view yaml = content.substr(part.front_matter.begin, part.front_matter.size());
  if (!yaml.starts_with("facts:") && yaml.find("\nfacts:") == std::string_view::npos) return {};
  const std::string_view before = content.substr(0, part.front_matter.begin);
  const auto first_line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  const YamlSource source("", std::string(yaml), first_line);
  return FactReader(source, categories, true).read(source.parse()["facts"]);
}

void require_agreement(const std::vector<const Fact*>& facts) {
  std::map<std::pair<std::string, std::string>, const Fact*> known;
  for (const Fact* fact : facts) {
    const auto [other, is_new] = known.emplace(std::pair(fact->record, folded(fact->says)), fact);
    if (is_new) continue;
    const Fact& first = *other->second;
    if (!differ(first.people, fact->people) && !differ(first.base, fact->base)) continue;
    throw Error(fact->place, fmt::format("'{}' is {} here, and {} at {}:{}", fact->says, measured(*fact),
                                         measured(first), first.place.file.empty() ? "line" : first.place.file,
                                         first.place.line));
  }
}

}  // namespace toofew
