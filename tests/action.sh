#!/usr/bin/env bash
# Runs the shell steps of the action `.github/actions/check` as a runner does, with a program that is built already: `tests/action.sh SOAT`.
# `gh` is a stand-in that writes down how it is called.
set -euo pipefail
soat=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
action=$root/.github/actions/check
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export RUNNER_TEMP=$place/temp GITHUB_OUTPUT=$place/output GITHUB_STEP_SUMMARY=$place/summary GITHUB_ACTION_PATH=$action
export GITHUB_REPOSITORY=owner/reports SOAT=$soat SOAT_LANG=en PATH=$place/bin:$PATH
unset CLICOLOR_FORCE
mkdir -p "$RUNNER_TEMP" "$place/bin" "$place/reports"
fail() { echo "action: $*" >&2; exit 1; }
value() { sed -n "s/^$1=//p" "$GITHUB_OUTPUT" | tail -n 1; }

# Every step's script is there, and every script is a step's.
for script in program check comment; do
  grep -qF "GITHUB_ACTION_PATH/$script.sh" "$action/action.yml" || fail "no step runs $script.sh"
  bash -n "$action/$script.sh"
done

# Built from the action's own sources: a stand-in for cargo shows what would be built.
cat > "$place/bin/cargo" << 'STUB'
#!/usr/bin/env bash
printf '%s\n' "$*" >> "$CARGO_CALLS"
while [ $# -gt 0 ]; do
  case $1 in --target-dir) mkdir -p "$2/release" && cp "$SOAT" "$2/release/soat" ;; esac
  shift
done
STUB
chmod +x "$place/bin/cargo"
: > "$GITHUB_OUTPUT"
CARGO_CALLS=$place/builds bash "$action/program.sh" > "$place/log"
grep -qF "build --release --locked --quiet --manifest-path $root/Cargo.toml" "$place/builds" || fail "another build: $(cat "$place/builds")"
[ -x "$(value soat)" ] || fail "no program built: $(value soat)"

# Code scanning gets the file that the check wrote, once, and only where there is one.
sed -n '/uses: github\/codeql-action\/upload-sarif@v[0-9]/,/category:/p' "$action/action.yml" > "$place/upload"
grep -qF 'sarif_file: ${{ steps.check.outputs.sarif }}' "$place/upload" || fail "the upload takes another file"
grep -qF 'category: soat' "$place/upload" || fail "the upload has no category of its own"
grep -B1 'uses: github/codeql-action' "$action/action.yml" | grep -qF "steps.check.outputs.sarif != ''" || fail "an upload without a file"

# The check of a clean report, then of flawed ones; names with blanks, one a line.
cp "$root/samples/clean/quy-1-2024-lam-hai.md" "$place/reports/quý 1.md"
cd "$place/reports"
: > "$GITHUB_OUTPUT"; : > "$GITHUB_STEP_SUMMARY"
INPUT_PATHS=$'quý 1.md\n' INPUT_FAIL_ON=warning bash "$action/check.sh" > "$place/log"
[ "$(value status)" = 0 ] || fail "clean report: status $(value status): $(cat "$place/log")"
[ -s "$GITHUB_STEP_SUMMARY" ] || fail "no summary"
[ -f "$(value sarif)" ] || fail "no SARIF"
INPUT_PATHS=$root/samples/flawed/quy-1-2024-tan-khe.md bash "$action/check.sh" > "$place/log"
[ "$(value status)" = 1 ] || fail "flawed report: status $(value status)"
grep -q '^::error file=' "$place/log" || fail "no annotations: $(head -n 3 "$place/log")"
grep -qF '"version":"2.1.0"' <(tr -d ' \n' < "$(value sarif)") || fail "no SARIF 2.1.0"
INPUT_PATHS=no-such.md bash "$action/check.sh" > "$place/log" 2>&1
[ "$(value status)" = 2 ] || fail "unreadable report: status $(value status)"
# What looks like shell is a path.
INPUT_PATHS='$(touch hit); touch hit' bash "$action/check.sh" > "$place/log" 2>&1
[ ! -e hit ] || fail "an input was run"

# Only what is new since the base of a pull request.
export GIT_CONFIG_GLOBAL=/dev/null
git init -q .
git add -A
git -c user.name=a -c user.email=a@example.org commit -q -m x
BASE_SHA=$(git rev-parse HEAD)
export BASE_SHA
INPUT_SINCE=base INPUT_FAIL_ON=info bash "$action/check.sh" > "$place/log"
[ "$(value status)" = 0 ] || fail "since the base: status $(value status): $(cat "$place/log")"

# The comment: written once, then written anew.
cat > "$place/bin/gh" << 'STUB'
#!/usr/bin/env bash
printf '%s\n' "$*" >> "$GH_CALLS"
case "$*" in *--paginate*) printf '%s' "${GH_OLD:-}" ;; esac
STUB
chmod +x "$place/bin/gh"
export GH_CALLS=$place/calls PULL_REQUEST=7
printf '\nMột đoạn mới.\n' >> "quý 1.md"
INPUT_PATHS='quý 1.md' bash "$action/comment.sh"
grep -q 'method POST repos/owner/reports/issues/7/comments' "$GH_CALLS" || fail "no comment: $(cat "$GH_CALLS")"
grep -q 'soat-action' "$RUNNER_TEMP/soat/comment.md" || fail "the comment has no mark"
GH_OLD=99 INPUT_PATHS='quý 1.md' bash "$action/comment.sh"
grep -q 'method PATCH repos/owner/reports/issues/comments/99' "$GH_CALLS" || fail "the comment is written twice"
echo "the action's steps do what they say"
