#include <catch2/catch.hpp>

#include "report/escape.h"

using namespace toofew;

TEST_CASE("Nothing in a draft becomes markup") {
  CHECK(escape_markup("<b a='1' c=\"2\">&</b>") == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;&lt;/b&gt;");
  CHECK(escape_markup("]]> 日本 👋") == "]]&gt; 日本 👋");
}

TEST_CASE("White space survives in attributes") { CHECK(escape_markup("a\tb\r\nc") == "a&#9;b&#13;&#10;c"); }

TEST_CASE("What XML cannot hold is replaced") {
  const std::string nul("\0", 1);
  CHECK(escape_markup(nul + "\x1B\x7F\xC2\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(escape_markup("\xEF\xBF\xBE") == "\uFFFD");  // U+FFFE
  CHECK(escape_markup("a\xFF\xC3") == "a\uFFFD\uFFFD");
}

TEST_CASE("Markdown is one line of plain words") {
  CHECK(escape_markdown("*a* | [b](c)\n<d>") == R"(\*a\* \| \[b\](c) \<d\>)");
  CHECK(escape_markdown("www.a.example @all `x` https://b") == R"(www\.a\.example \@all \`x\` https\://b)");
}

TEST_CASE("Code spans hold any text") {
  CHECK(markdown_code("plain") == "` plain `");
  CHECK(markdown_code("a ``b`` c|d") == "``` a ``b`` c\\|d ```");
  CHECK(markdown_code(" \n ").empty());
}

TEST_CASE("Paths become URI references") {
  CHECK(path_uri("posts/a b#1%?.md") == "posts/a%20b%231%25%3F.md");
  CHECK(path_uri("/tmp/é:x.md") == "file:///tmp/%C3%A9%3Ax.md");
  CHECK(path_uri("<stdin>") == "%3Cstdin%3E");
  CHECK(path_uri("a\xFF") == "a%FF");
}
