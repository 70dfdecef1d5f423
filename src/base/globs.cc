#include "base/globs.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <deque>
#include <set>
#include <utility>

namespace toofew {
namespace {

using Bytes = std::bitset<256>;

/// One element of a pattern.
struct Element {
  enum class Repeat { once, any_times, folders };  // folders: nothing, or anything up to a "/"
  Bytes bytes;
  Repeat repeat = Repeat::once;
};

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

Bytes only(char c) { return Bytes().set(index_of(c)); }

Bytes all_but_slash() { return ~only('/'); }

Bytes choice(std::string_view inside) {
  const bool negated = inside.starts_with('!');
  if (negated) inside.remove_prefix(1);
  Bytes bytes;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const bool is_range = i + 2 < inside.size() && inside[i + 1] == '-';
    const std::size_t last = index_of(inside[is_range ? i + 2 : i]);
    for (std::size_t byte = index_of(inside[i]); byte <= last; ++byte) bytes.set(byte);
    if (is_range) i += 2;
  }
  return (negated ? ~bytes : bytes) & all_but_slash();
}

/// Takes one element off the front of a pattern.
Element take_element(std::string_view& glob) {
  const auto take = [&](std::string_view words) {
    const bool found = glob.starts_with(words);
    if (found) glob.remove_prefix(words.size());
    return found;
  };
  if (take("**/")) return {Bytes().set(), Element::Repeat::folders};
  if (take("**")) return {Bytes().set(), Element::Repeat::any_times};
  if (take("*")) return {all_but_slash(), Element::Repeat::any_times};
  if (take("?")) return {all_but_slash(), Element::Repeat::once};
  const std::size_t close = glob.starts_with('[') ? glob.find(']', 2) : std::string_view::npos;
  if (close == std::string_view::npos) {
    const Element literal{only(glob.front()), Element::Repeat::once};
    glob.remove_prefix(1);
    return literal;
  }
  const Element element{choice(glob.substr(1, close - 1)), Element::Repeat::once};
  glob.remove_prefix(close + 1);
  return element;
}

std::string_view without_marks(std::string_view glob) {
  if (glob.starts_with("./")) glob.remove_prefix(1);
  if (glob.ends_with('/')) glob.remove_suffix(1);
  return glob;
}

std::vector<Element> elements_of(std::string_view glob) {
  glob = without_marks(glob);
  std::vector<Element> elements;
  const bool anchored = glob.find('/') != std::string_view::npos;
  if (!anchored) elements.push_back({Bytes().set(), Element::Repeat::folders});
  if (glob.starts_with('/')) glob.remove_prefix(1);
  while (!glob.empty()) elements.push_back(take_element(glob));
  return elements;
}

std::string expression_of(const Bytes& bytes) {
  if (bytes.all()) return ".";
  const bool negated = bytes.count() > bytes.size() / 2;
  std::string set = negated ? "[^" : "[";
  for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
    if (bytes[byte] != negated) set += fmt::format("\\x{:02x}", byte);
  }
  return set + "]";
}

std::string expression_of(const std::vector<Element>& elements) {
  std::string expression;
  for (const auto& element : elements) {
    if (element.bytes.none()) return "[^\\x00-\\xff]";  // "[!*-~]" and the like: no byte fits
    if (element.repeat == Element::Repeat::folders) {
      expression += "(?:.*/)?";
    } else {
      expression += expression_of(element.bytes);
      if (element.repeat == Element::Repeat::any_times) expression += '*';
    }
  }
  return expression;
}

std::shared_ptr<const RE2> compile(const std::string& expression) {
  RE2::Options options(RE2::Latin1);  // names are bytes
  options.set_dot_nl(true);
  options.set_log_errors(false);
  return std::make_shared<const RE2>(expression, options);
}

int spelt_names(std::string_view glob) {
  glob = without_marks(glob);
  int names = 0;
  while (!glob.empty()) {
    const std::string_view name = glob.substr(0, glob.find('/'));
    if (!name.empty() && name.find_first_of("*?[") == std::string_view::npos) ++names;
    glob.remove_prefix(std::min(glob.size(), name.size() + 1));
  }
  return names;
}

/// A state of the automaton that reads the paths which a pattern covers.
struct State {
  Bytes bytes;  // what leads to `next`
  std::size_t next = 0;
  std::vector<std::size_t> free{};  // states that are reached without reading
  bool accepts = false;
};

std::vector<State> automaton(const std::vector<Element>& elements, bool folders_only) {
  std::vector<State> states;
  for (const auto& element : elements) {
    const std::size_t at = states.size();
    switch (element.repeat) {
      case Element::Repeat::once:
        states.push_back({element.bytes, at + 1});
        break;
      case Element::Repeat::any_times:
        states.push_back({element.bytes, at, {at + 1}});
        break;
      case Element::Repeat::folders:
        states.push_back({Bytes(), at, {at + 1, at + 3}});
        states.push_back({Bytes().set(), at + 1, {at + 2}});
        states.push_back({only('/'), at + 3});
        break;
    }
  }
  const std::size_t end = states.size();
  states.push_back({folders_only ? only('/') : Bytes(), end + 1, {}, !folders_only});
  states.push_back({Bytes().set(), end + 1, {}, folders_only});
  return states;
}

// A byte that reads well in a path.
char example_of(const Bytes& bytes) {
  for (const char c : std::string_view("xabcdefghijklmnopqrstuvwyz0123456789._-")) {
    if (bytes[index_of(c)]) return c;
  }
  std::size_t byte = 0;
  while (!bytes[byte]) ++byte;
  return static_cast<char>(byte);
}

}  // namespace

Glob::Glob(std::string_view pattern)
    : pattern_(pattern), folders_only_(pattern.ends_with('/')), names_(spelt_names(pattern)) {
  const std::string expression = expression_of(elements_of(pattern));
  itself_ = compile(expression);
  covered_ = folders_only_ ? compile(expression + "/.*") : itself_;
}

bool Glob::match(const std::string& path, bool is_folder) const {
  return (is_folder || !folders_only_) && RE2::FullMatch(path, *itself_);
}

bool Glob::covers(const std::string& file) const { return RE2::FullMatch(file, *covered_); }

// Runs both automata over all paths at once, shorter ones first: a pair of states is met when some path leads to both.
std::optional<std::string> Glob::overlap(const Glob& other) const {
  struct Met {
    std::size_t ours, theirs;
    std::string path;
  };
  const auto ours = automaton(elements_of(pattern_), folders_only_);
  const auto theirs = automaton(elements_of(other.pattern_), other.folders_only_);
  std::set<std::pair<std::size_t, std::size_t>> met;
  std::deque<Met> open;
  const auto reach = [&](std::size_t a, std::size_t b, const std::string& path, bool read) {
    if (!met.emplace(a, b).second) return;
    read ? open.push_back({a, b, path}) : open.push_front({a, b, path});
  };
  reach(0, 0, {}, true);
  while (!open.empty()) {
    const auto [a, b, path] = open.front();
    open.pop_front();
    const State& one = ours[a];
    const State& two = theirs[b];
    if (one.accepts && two.accepts) return path;
    for (const std::size_t next : one.free) reach(next, b, path, false);
    for (const std::size_t next : two.free) reach(a, next, path, false);
    const Bytes both = one.bytes & two.bytes;
    if (both.any()) reach(one.next, two.next, path + example_of(both), true);
  }
  return std::nullopt;
}

Globs::Globs(const std::vector<std::string>& patterns) {
  for (const auto& pattern : patterns) globs_.emplace_back(pattern);
}

bool Globs::match(const std::string& path, bool is_folder) const {
  return std::any_of(globs_.begin(), globs_.end(), [&](const Glob& glob) { return glob.match(path, is_folder); });
}

}  // namespace toofew
