#!/bin/sh
# Fetches the programs that toofew is measured beside: bench/install.sh FOLDER
# What stands in FOLDER already is kept. What cannot be had is told, and not measured.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR
. "$here/../tests/fetch.sh"

sh "$here/../cmake/install-packages.sh" "$here/debian-packages.txt"

have package-lock.json || { fetch_npm && done_with package-lock.json; } || lacking "npm"
have requirements.txt || { fetch_pip && done_with requirements.txt; } || lacking "Python's venv or pip"
have pom.xml || {
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$tools/jars" &&
    javac -cp "$tools/jars/*" -d "$tools/jars" "$here/LanguageTool.java" && done_with pom.xml
} || lacking "Maven or a JDK"

# The newest Vale whose modules can all be had from Go's proxy.
[ -x "$tools/bin/vale" ] ||
  GOBIN="$tools/bin" go install github.com/vale-cli/vale/v3/cmd/vale@v3.22.0 2>"$tools/vale.log" ||
  lacking "Go 1.25"
exit 0
