#include "text/accents.h"

#include <catch2/catch.hpp>

using toofew::without_accents;

TEST_CASE("words lose their accents", "[text]") {
  CHECK(without_accents("tromsø") == "tromso");
  CHECK(without_accents("tromsö") == "tromso");
  CHECK(without_accents("łódź") == "lodz");
  CHECK(without_accents("æbelø") == "aebelo");
  CHECK(without_accents("straße") == "strasse");
  CHECK(without_accents("oslo") == "oslo");
}

TEST_CASE("what is more than an accent stays", "[text]") {
  CHECK(without_accents("þórshöfn") == "þórshöfn");
  CHECK(without_accents("москва") == "москва");
  CHECK(without_accents("東京") == "東京");
  CHECK(without_accents("") == "");
}
