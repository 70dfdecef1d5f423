#!/bin/sh
# Fetches the language client that the tests of `toofew lsp` are written with: tests/lsp/install.sh FOLDER
# What stands in FOLDER already is kept. When it cannot be had this is told, and the tests are skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../fetch.sh"

have package-lock.json || { fetch_npm && done_with package-lock.json; } || lacking "npm"
exit 0
