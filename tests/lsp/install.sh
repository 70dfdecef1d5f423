#!/bin/sh
# Fetches the language client that the tests of `toofew lsp` are written with: tests/lsp/install.sh FOLDER
# What stands in FOLDER already is kept. When it cannot be had this is told, and the tests are skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cmp -s "$here/package-lock.json" "$1/package-lock.json.installed" && exit 0
{
  cp "$here/package.json" "$here/package-lock.json" "$1" &&
    (cd "$1" && npm ci --silent --ignore-scripts --no-fund --no-audit) &&
    cp "$here/package-lock.json" "$1/package-lock.json.installed"
} || echo "tests/lsp: npm is not there, and the language server is not tested" >&2
exit 0
