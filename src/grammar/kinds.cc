#include "grammar/kinds.h"

#include <map>

#include <fmt/format.h>

#include "base/error.h"

namespace toofew {
namespace {

constexpr char kBetweenWords = '\n';

}  // namespace

std::string literal_name(const std::set<std::string>& words) {
  return fmt::format("={}", fmt::join(words, std::string(1, kBetweenWords)));
}

std::vector<std::string> literal_words(std::string_view kind_name) {
  std::vector<std::string> words;
  if (kind_name.front() != '=') return words;
  for (std::size_t at = 1; at <= kind_name.size();) {
    const std::size_t end = std::min(kind_name.find(kBetweenWords, at), kind_name.size());
    words.emplace_back(kind_name.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::uint16_t KindTable::intern(std::string_view name) {
  const auto [it, is_new] = numbers_.try_emplace(std::string(name), static_cast<std::uint16_t>(names_.size()));
  if (!is_new) return it->second;
  if (names_.size() == KindSet().size()) {
    throw Error(fmt::format("the packs name more than {} kinds and literal words", KindSet().size()));
  }
  names_.emplace_back(name);
  return it->second;
}

int KindTable::find(std::string_view name) const {
  const auto it = numbers_.find(std::string(name));
  return it == numbers_.end() ? -1 : it->second;
}

KindNames::KindNames(const KindTable& table) {
  std::vector<std::pair<std::string_view, std::uint32_t>> names;
  for (std::uint16_t kind = 0; kind < table.size(); ++kind) {
    const std::string& name = table.name(kind);
    if (name.front() == '=') {
      literals.set(kind);
    } else {
      names.emplace_back(name, kind);
    }
  }
  numbers = StringTable(std::move(names));
}

int KindNames::find(std::string_view name) const {
  const auto number = numbers.find(name);
  return number ? static_cast<int>(*number) : -1;
}

std::string KindNames::describe(const KindSet& set) const {
  std::map<std::uint32_t, std::string_view> names;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (set[numbers.value(i)]) names.emplace(numbers.value(i), numbers.key(i));
  }
  std::string out;
  for (const auto& [kind, name] : names) {
    if (!out.empty()) out += ' ';
    out += name;
  }
  return out;
}

}  // namespace toofew
