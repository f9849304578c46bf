#!/usr/bin/env bash
# Writes what a pull request makes better or worse as one comment, anew at every push.
set -euo pipefail
: "${SOAT:?}" "${BASE_SHA:?}" "${PULL_REQUEST:?}" "${GITHUB_REPOSITORY:?}"
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

# A shallow clone does not have the base.
git cat-file -e "$BASE_SHA^{commit}" 2> /dev/null || git fetch --quiet --no-tags --depth=1 origin "$BASE_SHA"

marker='<!-- soat-action -->'
diff=$work/diff.md
comment=$work/comment.md
rm -f "$diff"
status=0
"$SOAT" diff --git "$BASE_SHA" --format markdown --output "$diff" "${options[@]}" -- "${paths[@]}" || status=$?
if [ ! -f "$diff" ]; then
  echo "::warning::soat could not compare with $BASE_SHA (exit status $status)"
  exit 0
fi
{
  echo "$marker"
  # Comments hold 65,536 characters; the rest is in the log of the job. Bytes cut in two are dropped.
  head -c 60000 "$diff" | iconv -f UTF-8 -t UTF-8 -c 2> /dev/null || true
  if [ "$(wc -c < "$diff")" -gt 60000 ]; then printf '\n\n…\n'; fi
} > "$comment"

# A token of a fork may not write: the check itself must not fail for that.
old=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" \
  --jq ".[] | select(.body | startswith(\"$marker\")) | .id" 2> /dev/null | head -n 1) || old=
if [ -n "$old" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$old" --field "body=@$comment" --silent
else
  gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field "body=@$comment" --silent
fi || echo "::warning::the comment could not be written: the job needs the permission pull-requests: write"
