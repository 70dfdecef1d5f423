#include "base/globs.h"

#include <catch2/catch.hpp>

using namespace toofew;

TEST_CASE("A pattern covers files, or what lies in folders that it fits") {
  struct Row {
    const char* pattern;
    const char* path;
    bool covers;
  };
  const Row row = GENERATE(values<Row>({
      {"*.tweet", "a.tweet", true},
      {"*.tweet", "x/y/a.tweet", true},
      {"*.tweet", "a.md", false},
      {"social/", "social/a.md", true},
      {"social/", "old/social/a/b.md", true},
      {"social/", "social", false},
      {"/social/", "social/a.md", true},
      {"/social/", "old/social/a.md", false},
      {"posts/*.md", "posts/a.md", true},
      {"posts/*.md", "posts/a/b.md", false},
      {"posts/**/x?.md", "posts/a/b/x1.md", true},
      {"posts/**", "posts/a/b.md", true},
      {"[!a-c]*.md", "d.md", true},
      {"[!a-c]*.md", "b.md", false},
      {"drafts", "drafts/a.md", false},
      {"a+b.md", "a+b.md", true},
      {"a.b", "axb", false},
  }));
  CAPTURE(row.pattern, row.path);
  CHECK(Glob(row.pattern).covers(row.path) == row.covers);
}

TEST_CASE("Two patterns overlap when a path fits both, and there is an example") {
  struct Row {
    const char* one;
    const char* other;
    bool overlap;
  };
  const Row row = GENERATE(values<Row>({
      {"*.tweet", "*.md", false},
      {"/a/", "/b/", false},
      {"a/", "b/", true},
      {"posts/*.md", "posts/2*", true},
      {"posts/a*.md", "posts/b*", false},
      {"posts/", "posts/press/", true},
      {"/posts/**/x", "/posts/y", false},
      {"/posts/**/x", "/posts/y/", true},
      {"/posts/[a-c]?", "/posts/[c-e]1", true},
      {"/posts/[a-c]?", "/posts/[d-e]1", false},
      {"/a/b", "/a/b", true},
      {"/a/b", "/a/bc", false},
  }));
  CAPTURE(row.one, row.other);
  const Glob one(row.one);
  const Glob other(row.other);
  const auto example = one.overlap(other);
  CHECK(example.has_value() == row.overlap);
  CHECK(other.overlap(one).has_value() == row.overlap);
  if (!example) return;
  CAPTURE(*example);
  CHECK(one.covers(*example));
  CHECK(other.covers(*example));
}

TEST_CASE("Names that a pattern spells out") {
  CHECK(Glob("*.tweet").names() == 0);
  CHECK(Glob("posts/").names() == 1);
  CHECK(Glob("/posts/press/*.md").names() == 2);
  CHECK(Glob("**/press/**").names() == 1);
}
