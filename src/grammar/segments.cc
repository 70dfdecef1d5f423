#include "grammar/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "text/accents.h"
#include "text/characters.h"

namespace toofew {
namespace {

// A name of more words is no name; the limit keeps the search linear.
constexpr std::uint32_t kLongestName = 16;

std::string figure(const Interval& people) {
  if (!people.hi) return fmt::format("≥ {}", people.lo);
  return people.is_exact() ? fmt::format("{}", people.lo) : fmt::format("{}–{}", people.lo, *people.hi);
}

Interval sum(const Interval& a, const Interval& b) {
  Interval both{a.lo + b.lo, std::nullopt};
  if (a.hi && b.hi) both.hi = *a.hi + *b.hi;
  return both;
}

/// The segments that `inner` lies within, at any distance.
std::set<std::size_t> ancestors_of(const Populations& populations, std::size_t inner) {
  std::set<std::size_t> ancestors;
  std::vector<std::size_t> pending{inner};
  while (!pending.empty()) {
    const auto& parents = populations.segments[pending.back()].within;
    pending.pop_back();
    for (const std::size_t parent : parents) {
      if (ancestors.insert(parent).second) pending.push_back(parent);
    }
  }
  return ancestors;
}

/// The users of segments of one key, which add up.
std::map<std::string, Interval> by_key(const Populations& populations, const std::vector<std::size_t>& named) {
  std::map<std::string, Interval> sizes;
  for (const std::size_t index : named) {
    const Segment& segment = populations.segments[index];
    const auto [size, is_new] = sizes.try_emplace(segment.key, segment.users);
    if (!is_new) size->second = sum(size->second, segment.users);
  }
  return sizes;
}

Populations::Size product(const std::vector<Interval>& factors, std::int64_t total) {
  double share = 1;
  std::vector<std::string> figures;
  for (const Interval& factor : factors) {
    share *= static_cast<double>(factor.judged()) / static_cast<double>(total);
    figures.push_back(figure(factor));
  }
  const auto people = static_cast<std::int64_t>(std::llround(share * static_cast<double>(total)));
  std::string divisors;
  for (std::size_t i = 1; i < factors.size(); ++i) divisors += fmt::format(" ÷ {}", total);
  return {Interval::exactly(people), fmt::format("{}{} = {}", fmt::join(figures, " × "), divisors, people)};
}

}  // namespace

std::vector<std::size_t> Populations::innermost(std::vector<std::size_t> named) const {
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  std::set<std::size_t> outer;
  for (const std::size_t inner : named) outer.merge(ancestors_of(*this, inner));
  std::erase_if(named, [&](std::size_t segment) { return outer.contains(segment); });
  return named;
}

std::optional<Populations::Size> Populations::size_of(std::vector<std::size_t> named) const {
  const std::map<std::string, Interval> sizes = by_key(*this, innermost(std::move(named)));
  if (sizes.empty()) return std::nullopt;
  Size smallest{sizes.begin()->second, {}};
  for (const auto& [key, people] : sizes) {
    if (people.judged() < smallest.people.judged()) smallest.people = people;
  }
  if (!total) return smallest;
  for (const auto& keys : independent) {
    std::vector<Interval> factors;
    for (const auto& key : keys) {
      if (const auto size = sizes.find(key); size != sizes.end()) factors.push_back(size->second);
    }
    if (factors.size() < 2) continue;
    const Size estimate = product(factors, *total);
    if (estimate.people.judged() < smallest.people.judged()) smallest = estimate;
  }
  return smallest;
}

SegmentNames::SegmentNames(std::shared_ptr<const Populations> populations, const TextOptions& options)
    : populations_(std::move(populations)) {
  const auto& segments = populations_->segments;
  names_.reserve(segments.size());
  longest_.reserve(segments.size());
  for (std::size_t i = 0; i < segments.size(); ++i) {
    add(i, segments[i].name, options);
    for (const auto& alias : segments[i].aliases) add(i, alias, options);
  }
  add_without_accents();
}

void SegmentNames::add(std::size_t index, const std::string& name, const TextOptions& options) {
  const Segment& segment = populations_->segments[index];
  const Text text = read_text(name, options);
  std::string words;
  std::uint32_t count = 0;
  bool has_word = false;
  for (const Token& token : text.tokens) {
    if (token.shape == TokenShape::line_break) continue;
    words += token.form;
    words += ' ';
    ++count;
    has_word |= token.shape == TokenShape::word || token.shape == TokenShape::alphanumeric || count > 1;
  }
  if (!has_word) throw Error(segment.place(), fmt::format("'{}' has no word that copy could name it by", name));
  if (count > kLongestName) throw Error(segment.place(), fmt::format("the name '{}' is too long", name));

  const bool wants_capital = count == 1 && text.tokens.front().capitalised;
  const auto [entry, is_new] = names_.try_emplace(words, Entry{index, wants_capital});
  if (!is_new && entry->second.segment != index) {
    const Segment& other = populations_->segments[entry->second.segment];
    throw Error(segment.place(), fmt::format("'{}' is the name of another segment already, at {}:{}", name, other.file,
                                             other.line));
  }
  entry->second.wants_capital &= wants_capital;
  std::uint32_t& longest = longest_[std::string(text.tokens.front().form)];
  longest = std::max(longest, count);
}

// Names with accents can be typed without them, unless that is the name of another segment.
void SegmentNames::add_without_accents() {
  std::vector<std::pair<std::string, Entry>> plain;
  for (const auto& [words, entry] : names_) {
    std::string typed = without_accents(std::string_view(words).substr(0, words.find(' ')));
    // Word by word, since what has no spelling in ASCII stays as it is.
    for (std::size_t begin = words.find(' ') + 1; begin < words.size();) {
      const std::size_t end = words.find(' ', begin);
      typed += ' ' + without_accents(std::string_view(words).substr(begin, end - begin));
      begin = end + 1;
    }
    typed += ' ';
    if (typed != words) plain.emplace_back(std::move(typed), entry);
  }
  std::sort(plain.begin(), plain.end(), [](const auto& a, const auto& b) { return a.second.segment < b.second.segment; });
  for (auto& [words, entry] : plain) {
    std::uint32_t& longest = longest_[words.substr(0, words.find(' '))];
    longest = std::max(longest, static_cast<std::uint32_t>(std::count(words.begin(), words.end(), ' ')));
    names_.try_emplace(std::move(words), entry);
  }
}

SegmentNames::Match SegmentNames::find(const Text& text, std::uint32_t token, std::uint32_t end) const {
  const std::string_view first = text.tokens[token].form;
  const auto longest = [&](std::string_view word) {
    const auto found = longest_.find(word);
    return found == longest_.end() ? std::uint32_t{0} : found->second;
  };
  const bool is_ascii = characters::is_ascii(first);
  const std::uint32_t most =
      std::min(std::max(longest(first), is_ascii ? 0 : longest(without_accents(first))), end - token);
  for (std::uint32_t count = most; count > 0; --count) {
    std::string exact;
    std::string plain;
    for (std::uint32_t t = token; t < token + count; ++t) {
      exact += std::string(text.tokens[t].form) + ' ';
      plain += without_accents(text.tokens[t].form) + ' ';
    }
    for (const std::string& words : {exact, plain}) {
      const auto found = names_.find(words);
      if (found != names_.end()) return {found->second.segment, count, found->second.wants_capital};
    }
  }
  return {};
}

}  // namespace toofew
