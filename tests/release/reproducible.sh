#!/bin/sh
# Whether two builds, in folders of different names and without a compiler cache, give the same packages byte for byte:
# tests/release/reproducible.sh. It takes as long as two builds, and is no test of ctest.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
SOURCE_DATE_EPOCH=$(git -C "$source" log -1 --format=%ct)
export SOURCE_DATE_EPOCH CCACHE_DISABLE=1

for name in one another-one; do
  mkdir "$scratch/$name"
  git -C "$source" archive HEAD | tar -x -C "$scratch/$name"
  (
    cd "$scratch/$name"
    cmake --preset release -DTOOFEW_TESTS=OFF
    cmake --build --preset release
    cd build/release
    cpack
  ) >"$scratch/$name.log" 2>&1 || { tail "$scratch/$name.log"; exit 1; }
done
for package in "$scratch"/one/build/release/*.deb "$scratch"/one/build/release/*.tar.gz; do
  cmp "$package" "$scratch/another-one/build/release/$(basename "$package")"
  sha256sum "$package" | sed "s# .*/#  #"
done
