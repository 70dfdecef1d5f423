#!/bin/sh
# Fetches the programs that toofew's integrations are for: tests/integrations/install.sh FOLDER
# What stands in FOLDER already is kept. What cannot be had is told, and the tests that need it are skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
tools=$(cd "$1" && pwd)

lacking() {
  echo "tests/integrations: $1 is not there, and what it would run is not tested" >&2
}

have() {
  cmp -s "$here/$1" "$tools/$1.installed"
}

done_with() {
  cp "$here/$1" "$tools/$1.installed"
}

have package-lock.json || {
  cp "$here/package.json" "$here/package-lock.json" "$tools" &&
    (cd "$tools" && npm ci --silent --ignore-scripts --no-fund --no-audit) &&
    done_with package-lock.json
} || lacking "npm"

have requirements.txt || {
  python3 -m venv "$tools/venv" &&
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" &&
    done_with requirements.txt
} || lacking "Python's venv or pip"
exit 0
