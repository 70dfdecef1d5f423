#!/bin/sh
# Builds toofew, with what it needs (Debian 12), and checks the example posts with it.
set -eu
cd "$(dirname "$0")/../.."

sh cmake/install-packages.sh cmake/debian-packages.txt
cmake --preset release -DTOOFEW_TESTS=OFF
cmake --build --preset release --target toofew

# Most of these drafts tell too much, so that there is something to see.
build/release/toofew check --fail-on never integrations/examples/posts
echo
echo "That was build/release/toofew; README.md goes on with it."
