#include "base/date.h"

#include <catch2/catch.hpp>

using toofew::date_text;
using toofew::days_between;
using toofew::parse_date;

TEST_CASE("dates are written as ISO 8601 does, and in no other way") {
  for (const char* text : {"2027-01-31", "2024-02-29", "0001-01-01", "9999-12-31"}) {
    CAPTURE(text);
    REQUIRE(parse_date(text));
    CHECK(date_text(*parse_date(text)) == text);
  }
  for (const char* text : {"", "2027", "2027-1-31", "27-01-31", "2027-13-01", "2027-02-29", "2027-00-10", "2027-01-00",
                           "2027/01/31", "31-01-2027", "2027-01-31 ", " 2027-01-31", "2027-01-3x", "2027-01--1",
                           "-027-01-01", "+027-01-01", "2027-01-31T00:00:00Z", "0000-01-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("days between dates") {
  const auto days = [](const char* from, const char* to) { return days_between(*parse_date(from), *parse_date(to)); };
  CHECK(days("2027-01-31", "2027-01-31") == 0);
  CHECK(days("2027-01-31", "2027-02-01") == 1);
  CHECK(days("2024-02-28", "2024-03-01") == 2);
  CHECK(days("2027-02-01", "2027-01-31") == -1);
}
