#!/bin/sh
# Fetches what reads the list of what toofew is made of: tests/release/install.sh FOLDER
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../fetch.sh"

have requirements.txt || { fetch_pip && done_with requirements.txt; } || lacking "Python's venv or pip"
exit 0
