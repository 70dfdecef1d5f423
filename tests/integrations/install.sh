#!/bin/sh
# Fetches the programs that toofew's integrations are for: tests/integrations/install.sh FOLDER
# What stands in FOLDER already is kept. What cannot be had is told, and the tests that need it are skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../fetch.sh"

have package-lock.json || { fetch_npm && done_with package-lock.json; } || lacking "npm"
have requirements.txt || { fetch_pip && done_with requirements.txt; } || lacking "Python's venv or pip"
exit 0
