#!/usr/bin/env bash
# Checks, with annotations in the change, a summary of the job, and the reports that the inputs ask for.
set -euo pipefail

program=${PROGRAM:-$FOLDER/toofew}
arguments=(--format github)
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then arguments+=(--output "markdown=$GITHUB_STEP_SUMMARY"); fi
if [ -n "$INPUT_SARIF_FILE" ]; then arguments+=(--output "sarif=$INPUT_SARIF_FILE"); fi
if [ -n "$INPUT_HTML_FILE" ]; then arguments+=(--output "html=$INPUT_HTML_FILE"); fi
if [ -n "$INPUT_CONFIG" ]; then arguments+=(--config "$INPUT_CONFIG"); fi
if [ -n "$INPUT_FAIL_ON" ]; then arguments+=(--fail-on "$INPUT_FAIL_ON"); fi
if [ "$INPUT_REDACT" = true ]; then arguments+=(--redact); fi
# GITHUB_BASE_REF is the branch that a pull request is for.
if [ "$INPUT_CHANGED_ONLY" = true ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
  arguments+=(--diff "origin/$GITHUB_BASE_REF")
fi
read -r -d '' -a paths <<<"$INPUT_PATHS" || true

status=0
"$program" check "${arguments[@]}" -- "${paths[@]}" || status=$?
{
  echo "status=$status"
  echo "program=$program"
} >>"$GITHUB_OUTPUT"
exit "$status"
