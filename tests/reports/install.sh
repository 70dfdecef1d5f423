#!/bin/sh
# Fetches the programs that read toofew's reports in the tests: tests/reports/install.sh FOLDER
# What stands in FOLDER already is kept. What cannot be had is told, and the tests that need it are skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../fetch.sh"

# SARIF, TAP, RDJSON, annotations; a driver for the browser, and a checker of accessibility.
have package-lock.json || {
  fetch_npm &&
    chmod +x "$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" &&
    done_with package-lock.json
} || lacking "npm"

# JSON Schema and JUnit. The schema of JUnit's XML is the one that Jenkins wrote, which pytest carries in its sources.
have requirements.txt || {
  fetch_pip &&
    "$tools/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
      --dest "$tools" pytest==8.4.2 &&
    tar -xzf "$tools/pytest-8.4.2.tar.gz" -C "$tools" --strip-components 3 \
      pytest-8.4.2/testing/example_scripts/junit-10.xsd &&
    done_with requirements.txt
} || lacking "Python's venv or pip"

# RDJSON and Checkstyle.
[ -x "$tools/bin/reviewdog" ] ||
  GOBIN="$tools/bin" GOTOOLCHAIN=local go install github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0 ||
  lacking "Go 1.25"
exit 0
