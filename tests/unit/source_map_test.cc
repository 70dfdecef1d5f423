#include "document/source_map.h"

#include <catch2/catch.hpp>

using toofew::ByteRange;
using toofew::SourceMap;

namespace {

// Text "ab&c d" of source "ab&amp;c\n  d": verbatim, an entity, verbatim, a fold, verbatim.
SourceMap sample() {
  SourceMap map;
  map.append(2, {0, 2}, true);
  map.append(1, {2, 7}, false);
  map.append(1, {7, 8}, true);
  map.append(1, {8, 11}, false);
  map.append(1, {11, 12}, true);
  return map;
}

}  // namespace

TEST_CASE("source map: verbatim pieces map byte for byte, others as a whole") {
  const SourceMap map = sample();
  CHECK(map.text_size() == 6);
  CHECK(map.to_source({0, 1}) == ByteRange{0, 1});
  CHECK(map.to_source({1, 3}) == ByteRange{1, 7});
  CHECK(map.to_source({2, 3}) == ByteRange{2, 7});
  CHECK(map.to_source({3, 6}) == ByteRange{7, 12});
  CHECK(map.to_source({0, 6}) == ByteRange{0, 12});
}

TEST_CASE("source map: empty ranges map to empty ranges") {
  const SourceMap map = sample();
  CHECK(map.to_source({1, 1}) == ByteRange{1, 1});
  CHECK(map.to_source({3, 3}) == ByteRange{7, 7});
  CHECK(map.to_source({6, 6}) == ByteRange{12, 12});
  CHECK(SourceMap().to_source({0, 0}) == ByteRange{0, 0});
}

TEST_CASE("source map: inserted pieces are trimmed from the ends of a range") {
  SourceMap map;
  map.append(1, {5, 5}, false);
  map.append(3, {5, 8}, true);
  map.append(1, {8, 8}, false);
  map.append(2, {10, 12}, true);
  CHECK(map.to_source({0, 4}) == ByteRange{5, 8});
  CHECK(map.to_source({2, 5}) == ByteRange{6, 8});
  CHECK(map.to_source({4, 7}) == ByteRange{10, 12});
  CHECK(map.to_source({3, 7}) == ByteRange{7, 12});
  CHECK(map.to_source({4, 5}) == ByteRange{8, 8});
}

TEST_CASE("source map: the way back") {
  const SourceMap map = sample();
  CHECK(map.to_text({0, 2}) == ByteRange{0, 2});
  CHECK(map.to_text({3, 4}) == ByteRange{2, 3});  // inside the entity
  CHECK(map.to_text({1, 9}) == ByteRange{1, 5});
  CHECK(map.to_text({12, 12}) == ByteRange{6, 6});
  CHECK(map.to_text({50, 60}) == ByteRange{6, 6});

  SourceMap gap;
  gap.append(2, {0, 2}, true);
  gap.append(2, {10, 12}, true);
  CHECK(gap.to_text({4, 6}) == ByteRange{2, 2});
  CHECK(gap.to_text({1, 11}) == ByteRange{1, 3});
}

TEST_CASE("source map: slices and composition") {
  const SourceMap map = sample();
  SourceMap slice;
  slice.append(map, {1, 5});
  CHECK(slice.text_size() == 4);
  CHECK(slice.to_source({0, 1}) == ByteRange{1, 2});
  CHECK(slice.to_source({3, 4}) == ByteRange{8, 11});

  SourceMap shifted;  // the source itself stands at byte 100 of a file
  shifted.append(12, {100, 112}, true);
  const SourceMap over = map.over(shifted);
  CHECK(over.to_source({2, 3}) == ByteRange{102, 107});
  CHECK(over.to_source({5, 6}) == ByteRange{111, 112});
  CHECK(SourceMap::identity(6).over(map).to_source({2, 3}) == ByteRange{2, 7});
}
