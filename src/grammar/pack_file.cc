#include "grammar/pack_file.h"

#include <algorithm>
#include <concepts>
#include <cstring>
#include <tuple>
#include <type_traits>

namespace toofew {
namespace {

constexpr std::string_view kHeader = "toofew pack 1\n";

// The members of each structure, in order. Naming all of them makes the compiler tell when one was added.
template <typename T, typename Structure>
concept Is = std::same_as<std::remove_const_t<T>, Structure>;

template <Is<Error::Place> T>
auto members(T& it) {
  auto& [file, line, column, source_line] = it;
  return std::tie(file, line, column, source_line);
}

template <Is<Interval> T>
auto members(T& it) {
  auto& [lo, hi] = it;
  return std::tie(lo, hi);
}

template <Is<Predicate::Term> T>
auto members(T& it) {
  auto& [all, none] = it;
  return std::tie(all, none);
}

template <Is<Predicate> T>
auto members(T& it) {
  auto& [terms] = it;
  return std::tie(terms);
}

template <Is<Pattern::Piece> T>
auto members(T& it) {
  auto& [regex, predicate] = it;
  return std::tie(regex, predicate);
}

template <Is<Pattern> T>
auto members(T& it) {
  auto& [pieces, captures, predicates, needs] = it;
  return std::tie(pieces, captures, predicates, needs);
}

template <Is<StagePredicates> T>
auto members(T& it) {
  auto& [senses, quantities, bounds, groups, verbs, contexts, claims, rewrites] = it;
  return std::tie(senses, quantities, bounds, groups, verbs, contexts, claims, rewrites);
}

template <Is<RewriteRule> T>
auto members(T& it) {
  auto& [id, match, place, pattern, kinds, title, safe, write, veto] = it;
  return std::tie(id, match, place, pattern, kinds, title, safe, write, veto);
}

template <Is<StageRule> T>
auto members(T& it) {
  auto& [id, match, place, pattern, makes, takes, read, bound, scope] = it;
  return std::tie(id, match, place, pattern, makes, takes, read, bound, scope);
}

template <Is<RuleInfo> T>
auto members(T& it) {
  auto& [id, kind, confidence, summary, match, unless, flag, clear, populations, file, line] = it;
  return std::tie(id, kind, confidence, summary, match, unless, flag, clear, populations, file, line);
}

template <Is<ClaimRule> T>
auto members(T& it) {
  auto& [info, place, pattern, cohort, unless, after, needs_topic, needs_antecedent, needs_segment, reach, beside, capped,
         bare] = it;
  return std::tie(info, place, pattern, cohort, unless, after, needs_topic, needs_antecedent, needs_segment, reach, beside,
                  capped, bare);
}

template <Is<TextOptions> T>
auto members(T& it) {
  auto& [locale, abbreviations, clitics] = it;
  return std::tie(locale, abbreviations, clitics);
}

template <Is<LexicalEntry> T>
auto members(T& it) {
  auto& [kinds, value, interval] = it;
  return std::tie(kinds, value, interval);
}

template <Is<Lexicon::Tables> T>
auto members(T& it) {
  auto& [entries, words, phrases, marks, phrase_starts, mark_starts, lists, lines_path] = it;
  return std::tie(entries, words, phrases, marks, phrase_starts, mark_starts, lists, lines_path);
}

template <Is<Pack::Suffix> T>
auto members(T& it) {
  auto& [ending, kinds, of] = it;
  return std::tie(ending, kinds, of);
}

template <Is<TellingKinds> T>
auto members(T& it) {
  auto& [left_out, pointing, cut, standing, month, year, before_year, relative, calendar, repeated, compound] = it;
  return std::tie(left_out, pointing, cut, standing, month, year, before_year, relative, calendar, repeated, compound);
}

template <Is<Pack> T>
auto members(T& it) {
  auto& [kinds, lexicon, text, senses, quantities, bounds, groups, verbs, contexts, context_names, context_of_rule,
         claims, rewrites, predicates, antecedent, rival, telling, forgets, marks, nouns, membership, inherited, topics,
         topic_kinds, silent, suffixes] = it;
  return std::tie(kinds, lexicon, text, senses, quantities, bounds, groups, verbs, contexts, context_names,
                  context_of_rule, claims, rewrites, predicates, antecedent, rival, telling, forgets, marks, nouns,
                  membership, inherited, topics, topic_kinds, silent, suffixes);
}

class Writer {
 public:
  std::string take() { return std::move(out_); }

  template <typename T>
  void write(const T& it) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      char bytes[sizeof(T)];
      std::memcpy(bytes, &it, sizeof(T));
      out_.append(bytes, sizeof(T));
    } else {
      std::apply([this](const auto&... member) { (write(member), ...); }, members(it));
    }
  }

  void write(const std::string& text) { write_bytes(text); }
  void write(const StringTable& table) { write_bytes(table.bytes()); }
  void write(const Lexicon& lexicon) { write(lexicon.tables()); }

  void write(const KindTable& kinds) {
    write(static_cast<std::uint32_t>(kinds.size()));
    for (std::size_t i = 0; i < kinds.size(); ++i) write(kinds.name(static_cast<std::uint16_t>(i)));
  }

  void write(const KindSet& set) {
    std::vector<std::uint16_t> kinds;
    for (std::size_t kind = 0; kind < set.size(); ++kind) {
      if (set[kind]) kinds.push_back(static_cast<std::uint16_t>(kind));
    }
    write(kinds);
  }

  template <typename T>
  void write(const std::vector<T>& items) {
    write(static_cast<std::uint32_t>(items.size()));
    for (const auto& item : items) write(item);
  }

  template <typename T>
  void write(const std::optional<T>& it) {
    write(it.has_value());
    if (it) write(*it);
  }

  template <typename First, typename Second>
  void write(const std::pair<First, Second>& both) {
    write(both.first);
    write(both.second);
  }

 private:
  void write_bytes(std::string_view bytes) {
    write(static_cast<std::uint32_t>(bytes.size()));
    out_ += bytes;
  }

  std::string out_{kHeader};
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {
    if (!left_.starts_with(kHeader)) fail();
    left_.remove_prefix(kHeader.size());
  }

  bool at_end() const { return left_.empty(); }

  template <typename T>
  void read(T& it) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      std::memcpy(&it, bytes(sizeof(T)).data(), sizeof(T));
    } else {
      std::apply([this](auto&... member) { (read(member), ...); }, members(it));
    }
  }

  void read(std::string& text) { text = bytes(number()); }
  void read(StringTable& table) { table = StringTable::in_place(bytes(number())); }

  void read(Lexicon& lexicon) {
    Lexicon::Tables tables;
    read(tables);
    lexicon = Lexicon(std::move(tables));
  }

  void read(KindTable& kinds) {
    for (std::uint32_t n = number(); n > 0; --n) kinds.intern(bytes(number()));
  }

  void read(KindSet& set) {
    for (std::uint32_t n = number(); n > 0; --n) {
      std::uint16_t kind = 0;
      read(kind);
      if (kind >= set.size()) fail();
      set.set(kind);
    }
  }

  template <typename T>
  void read(std::vector<T>& items) {
    const std::size_t count = number();
    items.reserve(std::min(count, left_.size()));
    for (std::size_t i = 0; i < count; ++i) read(items.emplace_back());
  }

  template <typename T>
  void read(std::optional<T>& it) {
    bool has_value = false;
    read(has_value);
    if (has_value) read(it.emplace());
  }

  template <typename First, typename Second>
  void read(std::pair<First, Second>& both) {
    read(both.first);
    read(both.second);
  }

  [[noreturn]] static void fail() { throw Error("the compiled rules are of another version, or cut off"); }

 private:
  std::uint32_t number() {
    std::uint32_t value = 0;
    read(value);
    return value;
  }

  std::string_view bytes(std::size_t count) {
    if (left_.size() < count) fail();
    const std::string_view taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }

  std::string_view left_;
};

}  // namespace

std::string write_pack(const Pack& pack) {
  Writer out;
  out.write(pack);
  return out.take();
}

std::unique_ptr<Pack> read_pack(std::string_view bytes) {
  auto pack = std::make_unique<Pack>();
  Reader in(bytes);
  in.read(*pack);
  if (!in.at_end()) Reader::fail();
  return pack;
}

}  // namespace toofew
