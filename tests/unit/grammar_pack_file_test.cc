#include <catch2/catch.hpp>

#include "base/embedded.h"
#include "grammar/pack_file.h"

using namespace toofew;

TEST_CASE("pack file: a pack comes back as it was written") {
  const std::string bytes = write_pack(*load_pack("en", built_in_rules("en")));
  CHECK(bytes == embedded_file("compiled/en.pack"));
  CHECK(write_pack(*read_pack(bytes)) == bytes);
}

TEST_CASE("pack file: other bytes are refused") {
  const std::string bytes(embedded_file("compiled/en.pack"));
  CHECK_THROWS_AS(read_pack(""), Error);
  CHECK_THROWS_AS(read_pack("toofew pack 0\n" + bytes.substr(14)), Error);
  CHECK_THROWS_AS(read_pack(bytes + "x"), Error);
  for (std::size_t size = 0; size < bytes.size(); size = size * 2 + 7) {
    CHECK_THROWS_AS(read_pack(std::string_view(bytes).substr(0, size)), Error);
  }
}
