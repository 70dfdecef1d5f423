#!/bin/sh
# Runs a script of this folder, unless the tools that it needs could not be fetched: run.sh NODE TOOLS SCRIPT ARGUMENTS…
# Status 77 then, or 1 where TOOFEW_TEST_TOOLS is `required`.
set -eu
node=$1
tools=$2
script=$3
shift 3
if [ ! -d "$tools/node_modules/vscode-jsonrpc" ]; then
  echo "tests/lsp: the language client is not there" >&2
  [ "${TOOFEW_TEST_TOOLS:-}" = required ] && exit 1
  exit 77
fi
exec "$node" "$(dirname "$0")/$script" "$tools" "$@"
