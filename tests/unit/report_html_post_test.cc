#include <catch2/catch.hpp>

#include "document/reader.h"
#include "report/html_post.h"

using namespace toofew;

namespace {

std::string post_of(const std::string& text, Format format, const std::vector<std::string>& words) {
  const Document document = read_document(text, format, default_field_names(), "a");
  std::vector<Finding> findings;
  for (const auto& each : words) {
    const std::size_t at = text.find(each);
    REQUIRE(at != std::string::npos);
    findings.emplace_back().source = {at, at + each.size()};
  }
  std::vector<NumberedFinding> numbered;
  for (const Finding& finding : findings) numbered.push_back({numbered.size() + 1, &finding});
  return html_post(document.parts.at(0), numbered);
}

std::string mark(const std::string& attributes, const std::string& text) {
  return "<mark " + attributes + ">" + text + "</mark>";
}

std::string ref(const std::string& number) {
  return "<a class=\"ref\" href=\"#finding-" + number + "\" data-findings=\"" + number + "\" aria-label=\"Finding " +
         number + ": error\">" + number + "</a>";
}

}  // namespace

TEST_CASE("A post looks as its readers see it") {
  CHECK(post_of("# A\n\nb *c* **d**\n\n- e\n- f\n", Format::markdown, {}) ==
        "<p class=\"heading\">A</p>\n<p>b <em>c</em> <strong>d</strong></p>\n<ul>\n<li>e</li>\n<li>f</li>\n</ul>\n");
  CHECK(post_of("| a | b |\n| --- | --- |\n| c | d |\n\ne", Format::markdown, {}) ==
        "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c</td><td>d</td></tr>\n</table>\n<p>e</p>\n");
  CHECK(post_of("1 < 2 & \"3\"", Format::plain, {}) == "<p>1 &lt; 2 &amp; &quot;3&quot;</p>\n");
}

TEST_CASE("Findings are marked through the markup") {
  CHECK(post_of("to *53 people* here", Format::markdown, {"53 people* here"}) ==
        "<p>to <em>" + mark("id=\"words-1\" class=\"error\" data-findings=\"1\"", "53 people") + "</em>" +
            mark("class=\"error\" data-findings=\"1\"", " here") + ref("1") + "</p>\n");
}

TEST_CASE("Findings may overlap") {
  CHECK(post_of("a b c", Format::plain, {"a b", "b c"}) ==
        "<p>" + mark("id=\"words-1\" class=\"error\" data-findings=\"1\"", "a ") +
            mark("id=\"words-2\" class=\"error\" data-findings=\"1 2\"", "b") + ref("1") +
            mark("class=\"error\" data-findings=\"2\"", " c") + ref("2") + "</p>\n");
}

TEST_CASE("A finding across cells is marked in each of them, and named once") {
  const std::string post = post_of("| a | b |\n| --- | --- |\n| 53 people | left |\n", Format::markdown, {"people | left"});
  CHECK_THAT(post, Catch::EndsWith("<tr><td>53 " + mark("id=\"words-1\" class=\"error\" data-findings=\"1\"", "people") +
                                   ref("1") + "</td><td>" + mark("class=\"error\" data-findings=\"1\"", "left") +
                                   ref("1") + "</td></tr>\n</table>\n"));
}

TEST_CASE("Findings in different blocks are each in theirs") {
  const std::string post = post_of("a 53\n\nb 54", Format::markdown, {"53", "54"});
  CHECK(post == "<p>a " + mark("id=\"words-1\" class=\"error\" data-findings=\"1\"", "53") + ref("1") + "</p>\n<p>b " +
                    mark("id=\"words-2\" class=\"error\" data-findings=\"2\"", "54") + ref("2") + "</p>\n");
}
