#include "lsp/text_buffer.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace toofew::lsp {
namespace {

TEST_CASE("positions count code units of the encoding", "[lsp]") {
  const std::string text = "a\u00E9\U0001F600b\r\nsecond\rthird\n";
  const auto column = [&](PositionEncoding encoding) {
    return TextBuffer(text, encoding).position(text.find('b')).character;
  };
  CHECK(column(PositionEncoding::utf8) == 7);
  CHECK(column(PositionEncoding::utf16) == 4);
  CHECK(column(PositionEncoding::utf32) == 3);

  const TextBuffer buffer(text, PositionEncoding::utf16);
  CHECK(buffer.position(text.find("third")) == Position{2, 0});
  CHECK(buffer.offset({2, 0}) == text.find("third"));
  CHECK(buffer.position(text.size()) == Position{3, 0});
}

TEST_CASE("a place that is none is the nearest one before it", "[lsp]") {
  const TextBuffer buffer("a\U0001F600b\r\nc", PositionEncoding::utf16);
  CHECK(buffer.offset({0, 2}) == 1);    // within a pair
  CHECK(buffer.offset({0, 100}) == 6);  // behind the line
  CHECK(buffer.offset({7, 0}) == 9);    // behind the text
  CHECK(buffer.offset({-1, 0}) == 0);
  CHECK(buffer.offsets({{1, 0}, {0, 0}}) == ByteRange{8, 8});
}

TEST_CASE("a buffer that is edited is the same as a new one of its text", "[lsp]") {
  std::mt19937 random(7);
  const std::string pieces[] = {"\n", "\r", "\r\n", "a", "\u00E9", "\U0001F600", "words and words", ""};
  TextBuffer edited("one\r\ntwo\nthree\rfour", PositionEncoding::utf16);
  for (int i = 0; i < 5000; ++i) {
    const auto place = [&] { return Position{static_cast<int>(random() % 8), static_cast<int>(random() % 12)}; };
    const Position a = place();
    const Position b = place();
    edited.replace({std::min(a, b), std::max(a, b)}, pieces[random() % std::size(pieces)]);
    const TextBuffer fresh(edited.text(), PositionEncoding::utf16);
    for (std::size_t at = 0; at <= edited.text().size(); ++at) REQUIRE(edited.position(at) == fresh.position(at));
    REQUIRE(edited.offset(a) == fresh.offset(a));
  }
}

}  // namespace
}  // namespace toofew::lsp
