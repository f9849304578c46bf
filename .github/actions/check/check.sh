#!/usr/bin/env bash
# Runs the check: annotations on standard output, SARIF in a file, a table in the job summary. Its exit status is an output, so that the
# steps after it can still report; the last step of the action ends with it.
set -euo pipefail
: "${SOAT:?}" "${GITHUB_OUTPUT:?}" "${GITHUB_STEP_SUMMARY:?}"
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

sarif=$work/soat.sarif
summary=$work/summary.md
rm -f "$sarif" "$summary"
if [ -n "${INPUT_FAIL_ON:-}" ]; then options+=(--fail-on "$INPUT_FAIL_ON"); fi
since=${INPUT_SINCE:-}
if [ "$since" = base ]; then since=${BASE_SHA:-}; fi
if [ -n "$since" ]; then options+=(--since "$since"); fi

status=0
"$SOAT" check --format github --output "sarif=$sarif" --output "markdown=$summary" "${options[@]}" -- "${paths[@]}" || status=$?

echo "status=$status" >> "$GITHUB_OUTPUT"
# Outputs are whole or not there at all.
if [ -f "$sarif" ]; then echo "sarif=$sarif" >> "$GITHUB_OUTPUT"; fi
if [ -f "$summary" ]; then cat "$summary" >> "$GITHUB_STEP_SUMMARY"; fi
