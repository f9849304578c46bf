#!/usr/bin/env bash
# Whole runs of the program beside a yardstick that reads the same bytes: ripgrep counting six patterns of the kind that rules match.
# Times of machines differ, their ratio to the yardstick much less. Needs rg and hyperfine.
#
#   benches/whole.sh [FOLDER]      FOLDER: reports to check; without it 1,000 generated ones of 66 KB each
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in rg hyperfine; do
    command -v "$tool" > /dev/null || { echo "$0: needs $tool" >&2; exit 2; }
done
cargo build --release --quiet --locked
soat=$PWD/target/release/soat
patterns=$PWD/benches/rg_patterns.txt

folder=${1:-target/bench-corpus}
if [ ! -d "$folder" ]; then
    cargo bench --quiet --locked --bench pipeline -- --write "$PWD/$folder" 1000
fi
one=$(find "$folder" -name '*.md' | sort | sed -n 1p)

# Wall seconds of both, in pairs, and their ratio.
wall() {
    local results
    results=$(mktemp)
    hyperfine --shell=none --warmup 3 --runs "$2" --ignore-failure --export-csv "$results" \
        "$soat check --format json --quiet $1" "rg --count-matches -f $patterns $1" > /dev/null 2>&1
    awk -F, -v what="$3" 'NR == 2 { mine = $4 } NR == 3 { theirs = $4 }
        END { printf "%-14s wall  soat %9.2f ms   rg %9.2f ms   ratio %6.2f\n", what, mine * 1000, theirs * 1000, mine / theirs }' "$results"
    rm -f "$results"
}

# User and system seconds of a command.
cost() {
    local TIMEFORMAT='%U %S' seconds
    seconds=$( { time "$@" > /dev/null 2>&1 || true; } 2>&1 | tail -n 1)
    awk -v t="$seconds" 'BEGIN { split(t, part, " "); printf "%.3f", part[1] + part[2] }'
}

# The most memory a command held, in KiB; 0 where GNU time is not installed.
memory() {
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f '%M' -o "$scratch" "$@" > /dev/null 2>&1 || true
        tail -n 1 "$scratch"
    else
        echo 0
    fi
}

scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
wall "$one" 40 "one file"
wall "$folder" 5 "$(find "$folder" -name '*.md' | wc -l) files"
mine=$(cost "$soat" check --format json --quiet "$folder")
theirs=$(cost rg --count-matches -f "$patterns" "$folder")
awk -v m="$mine" -v t="$theirs" 'BEGIN { printf "%-14s CPU   soat %9.2f s    rg %9.2f s    ratio %6.2f\n", "all files", m, t, m / t }'
printf '%-14s peak  soat %9d KiB one file, %d KiB all files; rg %d KiB all files\n' "memory" \
    "$(memory "$soat" check --format json --quiet "$one")" \
    "$(memory "$soat" check --format json --quiet "$folder")" \
    "$(memory rg --count-matches -f "$patterns" "$folder")"
