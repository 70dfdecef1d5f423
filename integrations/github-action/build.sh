#!/usr/bin/env bash
# Builds the program from the source that this action is part of, unless the cache had it. The libraries that it needs are
# packages of the system, which no cache holds.
set -euo pipefail
cd "$GITHUB_ACTION_PATH/../.."

sh cmake/install-packages.sh cmake/debian-packages.txt
[ ! -x "$FOLDER/toofew" ] || exit 0
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DTOOFEW_TESTS=OFF
cmake --build "$build" --target toofew
install -D -m 755 "$build/toofew" "$FOLDER/toofew"
