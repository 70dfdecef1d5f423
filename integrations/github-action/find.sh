#!/usr/bin/env bash
# Finds the program; where there is none, says where it will be built, and under which key it is kept in the cache.
set -euo pipefail

program=$INPUT_PROGRAM
if [ -z "$program" ]; then program=$(command -v toofew || true); fi
if [ -n "$program" ] && [ ! -x "$program" ]; then
  echo "::error title=toofew::There is no program $program (input 'program')"
  exit 2
fi

source=$(cd "$GITHUB_ACTION_PATH/../.." && pwd)
# shellcheck disable=SC1091  # is there on every system that this runs on
system=$(. /etc/os-release && echo "$ID-$VERSION_ID-$(uname -m)")
sources=$(cd "$source" && find CMakeLists.txt cmake src rules -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
{
  echo "program=$program"
  echo "folder=${RUNNER_TEMP:-/tmp}/toofew"
  echo "key=toofew-$system-${sources%% *}"
} >>"$GITHUB_OUTPUT"
