#include <catch2/catch.hpp>

#include "report/line_index.h"

using namespace toofew;

namespace {

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string out = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

}  // namespace

TEST_CASE("Columns count code points") {
  const std::string text = "aé日𝒳z\nb";
  const LineIndex index(text);
  CHECK(index.position(0) == Position{1, 1});
  CHECK(index.position(1) == Position{1, 2});
  CHECK(index.position(2) == Position{1, 2});  // inside of é
  CHECK(index.position(3) == Position{1, 3});
  CHECK(index.position(6) == Position{1, 4});
  CHECK(index.position(10) == Position{1, 5});
  CHECK(index.position(12) == Position{2, 1});
  CHECK(index.position(999) == Position{2, 2});
}

TEST_CASE("Columns count what is asked for") {
  const std::string utf8 =
      "\xEF\xBB\xBF"
      "a\r\né日𝒳z";
  const LineIndex index(utf8);
  const std::size_t z = utf8.size() - 1;
  CHECK(index.position(z) == Position{2, 4});
  CHECK(index.position(z, ColumnUnit::utf16) == Position{2, 5});
  CHECK(index.position(z, ColumnUnit::utf8) == Position{2, 10});
  CHECK(index.utf16_offset(z) == 7);
  CHECK(index.utf16_offset(3) == 0);
  CHECK(index.text({6, 11}) == "é日");

  const std::string wide = utf16(u"a\r\né日𝒳z", GENERATE(false, true));
  const LineIndex other(wide);
  const std::size_t last = wide.size() - 2;
  CHECK(other.position(last, ColumnUnit::utf16) == Position{2, 5});
  CHECK(other.position(last, ColumnUnit::utf8) == Position{2, 10});
  CHECK(other.utf16_offset(last) == 7);
  CHECK(other.text({last - 4, last + 2}) == "𝒳z");
}

TEST_CASE("Lines end at LF, CRLF and CR") {
  const LineIndex index("a\r\nb\rc\nd");
  CHECK(index.position(3) == Position{2, 1});
  CHECK(index.position(5) == Position{3, 1});
  CHECK(index.position(7) == Position{4, 1});
}

TEST_CASE("A byte-order mark has no column") {
  const LineIndex index(
      "\xEF\xBB\xBF"
      "ab");
  CHECK(index.position(0) == Position{1, 1});
  CHECK(index.position(4) == Position{1, 2});
}

TEST_CASE("UTF-16 counts decoded characters") {
  const bool big_endian = GENERATE(false, true);
  const std::string bytes = utf16(u"é𝒳\nab", big_endian);
  const LineIndex index(bytes);
  CHECK(index.position(2) == Position{1, 1});
  CHECK(index.position(4) == Position{1, 2});
  CHECK(index.position(6) == Position{1, 2});  // inside of the pair
  CHECK(index.position(8) == Position{1, 3});
  CHECK(index.position(12) == Position{2, 2});
  CHECK(index.window(12, 9, 9) == ByteRange{10, 14});
  CHECK(index.window(6, 9, 9) == ByteRange{2, 8});
}

TEST_CASE("Bytes that are no text have positions all the same") {
  const LineIndex index("\xFF\xC3\x28\n\xE2\x82");
  CHECK(index.position(2) == Position{1, 3});
  CHECK(index.position(4) == Position{2, 1});
  CHECK(LineIndex("").position(5) == Position{1, 1});
  CHECK(LineIndex("\xFF\xFE"
                  "a")
            .position(9) == Position{1, 2});
}

TEST_CASE("Positions agree on both sides of every checkpoint") {
  std::string text;
  for (int i = 0; text.size() < 20'000; ++i) text += i % 97 == 0 ? "\r\n" : "é日a";
  const LineIndex index(text);
  Position expected;
  bool agree = true;
  for (std::size_t at = 0; at < text.size(); at += index.at(at).size) {
    agree = agree && index.position(at) == expected;
    const char32_t c = index.at(at).value;
    if (c == U'\n') continue;  // always behind "\r" here, which has ended the line
    expected = c == U'\r' ? Position{expected.line + 1, 1} : Position{expected.line, expected.column + 1};
  }
  CHECK(agree);
}

TEST_CASE("A window stays within its line") {
  const std::string text = "one\ntwo é three\nfour";
  const LineIndex index(text);
  CHECK(index.window(8, 2, 3) == ByteRange{6, 12});
  CHECK(index.window(8, 99, 99) == ByteRange{4, 16});
}
