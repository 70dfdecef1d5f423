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
  CHECK(table.first_from("a") == "a");
  CHECK(table.first_from("aa") == "ab");
  CHECK(table.first_from("ê").empty());
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

  CHECK((lexicon.find("nurse").kinds & set_of(kinds, {"role", "person"})) == set_of(kinds, {"role", "person"}));
  CHECK(lexicon.find("aardvark").kinds == set_of(kinds, {"n"}));
  CHECK((lexicon.find("aardvarks").kinds & set_of(kinds, {"animal"})).any());
  CHECK(lexicon.find("dozen").value == 12);
  CHECK(lexicon.find("a few").interval == Interval{3, 9});
  CHECK(lexicon.find("zzyzzx").kinds.none());
  CHECK(lexicon.find("").kinds.none());

  const std::vector<std::string_view> text{"a", "good", "few", "quit", "smoking"};
  const auto word_at = [&](std::size_t i) { return text[i]; };
  CHECK(lexicon.word("a").longest_phrase == 3);
  CHECK(lexicon.word("good").longest_phrase == 0);
  CHECK(lexicon.word("quit").longest_mark == 2);
  CHECK(lexicon.word("quit").entry->kinds == lexicon.find("quit").kinds);
  CHECK(lexicon.starts_phrase("a", "good"));
  CHECK(lexicon.starts_phrase("a", "few"));
  CHECK_FALSE(lexicon.starts_phrase("a", "goo"));
  CHECK_FALSE(lexicon.starts_phrase("good", "few"));
  CHECK(lexicon.starts_mark("quit", "smoking"));
  CHECK_FALSE(lexicon.starts_mark("a", "good"));
  CHECK(lexicon.find_phrase(0, 3, word_at).first == 3);
  CHECK(lexicon.find_phrase(0, 2, word_at).first == 0);
  CHECK(lexicon.find_mark(3, 2, word_at).second->kinds == set_of(kinds, {"t:health"}));
}
