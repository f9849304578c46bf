#!/usr/bin/env bash
# Builds the program from the sources that the action stands in: a commit or tag of them is the version. No releases are published.
set -euo pipefail
: "${GITHUB_OUTPUT:?}" "${GITHUB_ACTION_PATH:?}" "${RUNNER_TEMP:?}"

sources=$(cd "$GITHUB_ACTION_PATH/../../.." && pwd)
cargo build --release --locked --quiet --manifest-path "$sources/Cargo.toml" --target-dir "$RUNNER_TEMP/soat-build"
soat=$RUNNER_TEMP/soat-build/release/soat
"$soat" --version
echo "soat=$soat" >> "$GITHUB_OUTPUT"
