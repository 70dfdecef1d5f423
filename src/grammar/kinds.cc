#include "grammar/kinds.h"

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

KindSet KindTable::literals() const {
  KindSet set;
  for (std::size_t kind = 0; kind < names_.size(); ++kind) set[kind] = names_[kind].front() == '=';
  return set;
}

std::string KindTable::describe(const KindSet& set) const {
  std::string out;
  for (std::size_t kind = 0; kind < names_.size(); ++kind) {
    if (!set[kind] || names_[kind].front() == '=') continue;
    if (!out.empty()) out += ' ';
    out += names_[kind];
  }
  return out;
}

}  // namespace toofew
