#!/bin/sh
# Builds toofew and its tests, with what they need (Debian 12), and runs them: tests/run.sh [ARGUMENTS OF CTEST]
set -eu
cd "$(dirname "$0")/.."

sh cmake/install-packages.sh cmake/debian-packages.txt tests/debian-packages.txt
command -v npm >/dev/null || sh cmake/install-packages.sh tests/debian-packages-npm.txt    # Debian's or another one
export CMAKE_CXX_COMPILER_LAUNCHER=ccache
integrations/examples/try.sh    # what README.md begins with is tested too
cmake --preset release -DTOOFEW_TESTS=ON
cmake --build --preset release
ctest --preset release --parallel "$(nproc)" "$@"
