#include "grammar/lexicon.h"

#include <algorithm>

#include "base/embedded.h"

namespace toofew {
namespace {

// The line of sorted "form TAB rest" lines whose form is `word`; its rest, or "" when there is none.
std::string_view look_up(std::string_view lines, std::string_view word) {
  std::size_t low = 0;
  std::size_t high = lines.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::size_t before = middle == 0 ? std::string_view::npos : lines.rfind('\n', middle - 1);
    const std::size_t line = before == std::string_view::npos || before < low ? low : before + 1;
    const std::size_t end = std::min(lines.find('\n', line), lines.size());
    const std::size_t tab = lines.find('\t', line);
    const std::string_view form = lines.substr(line, tab - line);
    if (form == word) return lines.substr(tab + 1, end - tab - 1);
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

using Numbers = std::vector<std::pair<std::string_view, std::uint32_t>>;
using EntryMap = std::map<std::string, LexiconBuilder::Entry, std::less<>>;

// The distinct entries, by number.
class Entries {
 public:
  std::uint32_t intern(const LexiconBuilder::Entry& entry) {
    std::vector<std::uint32_t>& alike = by_kinds_[entry.kinds];
    for (const auto number : alike) {
      if (entries_[number].value == entry.value && entries_[number].interval == entry.interval) return number;
    }
    alike.push_back(static_cast<std::uint32_t>(entries_.size()));
    entries_.push_back({RuleKinds(entry.kinds), entry.value, entry.interval});
    return alike.back();
  }

  std::vector<LexicalEntry> take() { return std::move(entries_); }

 private:
  std::vector<LexicalEntry> entries_;
  std::unordered_map<KindSet, std::vector<std::uint32_t>> by_kinds_;
};

// The words that phrases start with, and the words in the longest of each.
Numbers starts_of(const EntryMap& phrases) {
  Numbers starts;
  for (const auto& [phrase, entry] : phrases) {
    const std::string_view start = std::string_view(phrase).substr(0, phrase.find(' '));
    if (starts.empty() || starts.back().first != start) starts.emplace_back(start, 0);
    starts.back().second = std::max(starts.back().second, static_cast<std::uint32_t>(count_words(phrase)));
  }
  return starts;
}

Numbers interned(const EntryMap& phrases, Entries& entries) {
  Numbers numbers;
  for (const auto& [phrase, entry] : phrases) numbers.emplace_back(phrase, entries.intern(entry));
  return numbers;
}

}  // namespace

Lexicon::Lexicon() : Lexicon(Tables()) {}
Lexicon::Lexicon(Tables tables)
    : tables_(std::move(tables)),
      lines_(tables_.lines_path.empty() ? std::string_view() : embedded_file(tables_.lines_path)) {}
Lexicon::Lexicon(Lexicon&&) noexcept = default;
Lexicon& Lexicon::operator=(Lexicon&&) noexcept = default;
Lexicon::~Lexicon() = default;

const LexicalEntry& Lexicon::find(std::string_view form) const {
  static const LexicalEntry kUnknown;
  const bool is_phrase = form.find(' ') != std::string_view::npos;
  if (const auto own = (is_phrase ? tables_.phrases : tables_.words).find(form)) return tables_.entries[*own];
  const std::string_view list = look_up(lines_, form);
  if (list.empty()) return kUnknown;
  const auto listed = tables_.lists.find(list);
  return listed ? tables_.entries[*listed] : kUnknown;
}

Word Lexicon::word(std::string_view form) const {
  return {&find(form), phrases_of(form, tables_.phrase_starts, tables_.phrases), phrases_of(form, tables_.mark_starts, tables_.marks)};
}

Word::Phrases Lexicon::phrases_of(std::string_view first, const StringTable& starts, const StringTable& phrases) {
  const auto longest = starts.find(first);
  if (!longest) return {};
  std::string start(first);
  start += ' ';
  return {*longest, phrases.starting_with(start)};
}

LexiconBuilder::Entry& LexiconBuilder::add(std::string_view form, const KindSet& kinds) {
  Entry& entry = (count_words(form) > 1 ? phrases_ : words_)[std::string(form)];
  entry.kinds |= kinds;
  return entry;
}

void LexiconBuilder::add_mark(std::string_view phrase, const KindSet& kinds) {
  marks_[std::string(phrase)].kinds |= kinds;
}

void LexiconBuilder::remove(std::string_view form, const KindSet& kinds) { removed_[std::string(form)] |= kinds; }

std::string_view LexiconBuilder::first_phrase_from(std::string_view text) const {
  const auto phrase = phrases_.lower_bound(text);
  return phrase == phrases_.end() ? std::string_view() : phrase->first;
}

void LexiconBuilder::set_lines(std::string_view path) {
  lines_path_ = path;
  lines_ = embedded_file(path);
  for (std::size_t line = 0; line < lines_.size();) {
    const std::size_t end = std::min(lines_.find('\n', line), lines_.size());
    const std::size_t tab = lines_.find('\t', line);
    const std::string_view names = lines_.substr(tab + 1, end - tab - 1);
    if (lists_.find(names) == lists_.end()) lists_.emplace(names, parse_kinds(names));
    line = end + 1;
  }
}

KindSet LexiconBuilder::parse_kinds(std::string_view names) const {
  KindSet set;
  while (!names.empty()) {
    const std::size_t space = std::min(names.find(' '), names.size());
    set.set(kinds_->intern(names.substr(0, space)));
    names.remove_prefix(std::min(space + 1, names.size()));
  }
  return set;
}

Lexicon LexiconBuilder::build() const {
  Entries entries;
  Numbers lists;
  const std::map<std::string_view, KindSet> sorted(lists_.begin(), lists_.end());  // the same bytes on every machine
  for (const auto& [names, kinds] : sorted) lists.emplace_back(names, entries.intern({kinds}));
  // An own word's entry holds what the lines know of it too.
  Numbers words;
  const auto add_own = [&](const std::string& form, Entry entry) {
    if (const auto list = lists_.find(look_up(lines_, form)); list != lists_.end()) entry.kinds |= list->second;
    if (const auto removed = removed_.find(form); removed != removed_.end()) entry.kinds &= ~removed->second;
    words.emplace_back(form, entries.intern(entry));
  };
  for (const auto& [form, entry] : words_) add_own(form, entry);
  for (const auto& [form, kinds] : removed_) {
    if (words_.find(form) == words_.end()) add_own(form, {});
  }
  Lexicon::Tables tables;
  tables.words = StringTable(std::move(words));
  tables.phrases = StringTable(interned(phrases_, entries));
  tables.marks = StringTable(interned(marks_, entries));
  tables.phrase_starts = StringTable(starts_of(phrases_));
  tables.mark_starts = StringTable(starts_of(marks_));
  tables.lists = StringTable(std::move(lists));
  tables.entries = entries.take();
  tables.lines_path = lines_path_;
  return Lexicon(std::move(tables));
}

}  // namespace toofew
