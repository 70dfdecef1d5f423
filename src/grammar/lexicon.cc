#include "grammar/lexicon.h"

#include <algorithm>
#include <unordered_set>

namespace toofew {
namespace {

// The line of a sorted "form TAB rest" table whose form is `word`; its rest, or "" when there is none.
std::string_view look_up(std::string_view table, std::string_view word) {
  std::size_t low = 0;
  std::size_t high = table.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::size_t before = middle == 0 ? std::string_view::npos : table.rfind('\n', middle - 1);
    const std::size_t line = before == std::string_view::npos || before < low ? low : before + 1;
    const std::size_t end = std::min(table.find('\n', line), table.size());
    const std::size_t tab = table.find('\t', line);
    const std::string_view form = table.substr(line, tab - line);
    if (form == word) return table.substr(tab + 1, end - tab - 1);
    if (form < word) {
      low = end + 1;
    } else {
      high = line;
    }
  }
  return {};
}

std::size_t count_words(std::string_view phrase) {
  return static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
}

}  // namespace

LexicalEntry& Lexicon::add(std::string_view form, const KindSet& kinds) {
  if (count_words(form) > 1) return phrases_.add(form, kinds);
  LexicalEntry& entry = words_[std::string(form)];
  entry.kinds |= kinds;
  return entry;
}

LexicalEntry& Lexicon::Phrases::add(std::string_view phrase, const KindSet& kinds) {
  LexicalEntry& entry = entries[std::string(phrase)];
  entry.kinds |= kinds;
  std::size_t& words = longest[std::string(phrase.substr(0, phrase.find(' ')))];
  words = std::max(words, count_words(phrase));
  return entry;
}

void Lexicon::add_mark(std::string_view phrase, const KindSet& kinds) { marks_.add(phrase, kinds); }

void Lexicon::remove(std::string_view form, const KindSet& kinds) { removed_[std::string(form)] |= kinds; }

void Lexicon::add_table(std::string_view sorted_lines) {
  tables_.push_back(sorted_lines);
  for (std::size_t line = 0; line < sorted_lines.size();) {
    const std::size_t end = std::min(sorted_lines.find('\n', line), sorted_lines.size());
    const std::size_t tab = sorted_lines.find('\t', line);
    const std::string_view names = sorted_lines.substr(tab + 1, end - tab - 1);
    if (table_sets_.find(names) == table_sets_.end()) table_sets_.emplace(names, parse_kinds(names));
    line = end + 1;
  }
}

KindSet Lexicon::parse_kinds(std::string_view names) const {
  KindSet set;
  while (!names.empty()) {
    const std::size_t space = std::min(names.find(' '), names.size());
    set.set(kinds_->intern(names.substr(0, space)));
    names.remove_prefix(std::min(space + 1, names.size()));
  }
  return set;
}

KindSet Lexicon::table_kinds(std::string_view word) const {
  KindSet set;
  for (const std::string_view table : tables_) {
    const std::string_view names = look_up(table, word);
    if (!names.empty()) set |= table_sets_.at(names);
  }
  return set;
}

LexicalEntry Lexicon::find(std::string_view form) const {
  const std::string key(form);
  LexicalEntry entry;
  if (const auto it = phrases_.entries.find(key); it != phrases_.entries.end()) return it->second;
  if (const auto it = words_.find(key); it != words_.end()) entry = it->second;
  entry.kinds |= table_kinds(form);
  if (const auto it = removed_.find(key); it != removed_.end()) entry.kinds &= ~it->second;
  return entry;
}

std::vector<KindSet> Lexicon::all_sets() const {
  std::unordered_set<KindSet> sets;
  for (const auto& [names, set] : table_sets_) sets.insert(set);
  for (const auto& [word, entry] : words_) sets.insert(find(word).kinds);
  for (const auto& [word, removed] : removed_) sets.insert(find(word).kinds);
  for (const auto& [phrase, entry] : phrases_.entries) sets.insert(entry.kinds);
  sets.insert(KindSet());
  return {sets.begin(), sets.end()};
}

}  // namespace toofew
