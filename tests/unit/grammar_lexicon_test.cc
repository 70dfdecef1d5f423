#include <catch2/catch.hpp>

#include "grammar/lexicon.h"

using namespace toofew;

namespace {

KindSet set_of(KindTable& kinds, std::initializer_list<const char*> names) {
  KindSet set;
  for (const char* name : names) set.set(kinds.intern(name));
  return set;
}

}  // namespace

TEST_CASE("string table: finds what it was made of") {
  const StringTable table({{"ab", 3}, {"", 1}, {"é", 4}, {"a", 2}});
  CHECK(table.size() == 4);
  CHECK(table.find("") == 1);
  CHECK(table.find("a") == 2);
  CHECK(table.find("ab") == 3);
  CHECK(table.find("é") == 4);
  CHECK_FALSE(table.find("b"));
  CHECK_FALSE(StringTable().find("a"));
  const StringTable again = StringTable::in_place(table.bytes());
  CHECK(again.find("ab") == 3);
  CHECK_THROWS(StringTable::in_place(table.bytes().substr(0, table.bytes().size() - 1)));
  CHECK_THROWS(StringTable::in_place("ab"));
}

TEST_CASE("string table: words of strings that stand together") {
  const StringTable table({{"a", 0}, {"a few", 0}, {"a few more", 0}, {"a fewer", 0}, {"a-few", 0}, {"ab few", 0}});
  const auto range = table.starting_with("a ");
  CHECK(range.begin == 1);
  CHECK(range.end == 4);
  const auto has = [&](std::string_view word) { return table.has_word_at(range, 2, word); };
  CHECK(has("few"));
  CHECK(has("fewer"));
  CHECK_FALSE(has("fe"));
  CHECK_FALSE(has("fews"));
  CHECK_FALSE(has("zoo"));
  CHECK_FALSE(table.has_word_at(table.starting_with("b "), 2, "few"));
}

TEST_CASE("lexicon: own words over the table's") {
  KindTable kinds;
  LexiconBuilder builder(kinds);
  builder.set_lines("en/wordnet.tsv");
  builder.add("nurse", set_of(kinds, {"role"}));
  builder.remove("aardvark", set_of(kinds, {"animal"}));
  builder.add("dozen", set_of(kinds, {"number-word"})).value = 12;
  builder.add("a few", set_of(kinds, {"vague-word"})).interval = Interval{3, 9};
  builder.add("a good few", set_of(kinds, {"vague-word"}));
  builder.add_mark("quit smoking", set_of(kinds, {"t:health"}));
  const Lexicon lexicon = builder.build();

  const auto kinds_of = [&](const char* word) { return lexicon.find(word).kinds.set(); };
  CHECK((kinds_of("nurse") & set_of(kinds, {"role", "person"})) == set_of(kinds, {"role", "person"}));
  CHECK(kinds_of("aardvark") == set_of(kinds, {"n"}));
  CHECK((kinds_of("aardvarks") & set_of(kinds, {"animal"})).any());
  CHECK(lexicon.find("dozen").value == 12);
  CHECK(lexicon.find("a few").interval == Interval{3, 9});
  CHECK(lexicon.find("zzyzzx").kinds.none());
  CHECK(lexicon.find("").kinds.none());

  const std::vector<std::string_view> text{"a", "good", "few", "quit", "smoking"};
  const auto word_at = [&](std::size_t i) { return text[i]; };
  CHECK(lexicon.word("a").phrases.longest == 3);
  CHECK(lexicon.word("good").phrases.longest == 0);
  CHECK(lexicon.word("quit").marks.longest == 2);
  CHECK(lexicon.word("quit").entry == &lexicon.find("quit"));
  const auto starts_phrase = [&](std::string_view first, std::string_view second) {
    return lexicon.starts_phrase(lexicon.word(first), first, second);
  };
  const auto starts_mark = [&](std::string_view first, std::string_view second) {
    return lexicon.starts_mark(lexicon.word(first), first, second);
  };
  CHECK(starts_phrase("a", "good"));
  CHECK(starts_phrase("a", "few"));
  CHECK_FALSE(starts_phrase("a", "goo"));
  CHECK_FALSE(starts_phrase("good", "few"));
  CHECK(starts_mark("quit", "smoking"));
  CHECK_FALSE(starts_mark("a", "good"));
  CHECK(lexicon.find_phrase(0, 3, word_at).first == 3);
  CHECK(lexicon.find_phrase(0, 2, word_at).first == 0);
  CHECK(lexicon.find_mark(3, 2, word_at).second->kinds.set() == set_of(kinds, {"t:health"}));
}
