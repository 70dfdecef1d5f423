#!/bin/sh
# Builds the fuzz targets with libFuzzer and sanitizers, and lets each of them look on for a few seconds: smoke.sh WORK
# Without Clang, status 77, or 1 where TOOFEW_TEST_TOOLS is `required`.
set -eu
cd "$(dirname "$0")/../.."
if ! command -v clang++-19 >/dev/null; then
  echo "tests/fuzz: clang++-19 is not there" >&2
  [ "${TOOFEW_TEST_TOOLS:-}" = required ] && exit 1
  exit 77
fi
# Not optimised: for a few seconds of looking on, it is building that takes the time.
cmake --preset fuzz -B build/fuzz-smoke -D CMAKE_CXX_FLAGS_RELWITHDEBINFO="-O0 -gline-tables-only" >/dev/null
cmake --build build/fuzz-smoke --target toofew_fuzz
tests/fuzz/run.py build/fuzz-smoke/tests/fuzz/toofew_fuzz "$1" --most-seeds 30 --seconds 3 --jobs "$(nproc)"
