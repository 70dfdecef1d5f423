#!/bin/sh
# The hook "toofew" of .pre-commit-hooks.yaml. pre-commit sets PRE_COMMIT_FROM_REF where it compares two commits: before a
# push, and with --from-ref in CI. Otherwise what is staged is about to be committed.
set -eu
if [ -n "${PRE_COMMIT_FROM_REF:-}" ]; then
  exec toofew check --quiet --diff "$PRE_COMMIT_FROM_REF" "$@"
fi
exec toofew check --quiet --staged "$@"
