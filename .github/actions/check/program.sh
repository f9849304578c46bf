#!/usr/bin/env bash
# Takes the program: of a release where a version is asked for, else built from the sources that the action stands in.
set -euo pipefail
: "${GITHUB_OUTPUT:?}" "${GITHUB_ACTION_PATH:?}" "${RUNNER_TEMP:?}"

if [ -n "${VERSION:-}" ]; then
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-gnu ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    *) echo "::error::no release of soat for $(uname -s) $(uname -m): leave \`version\` empty to build it" && exit 2 ;;
  esac
  folder=$RUNNER_TEMP/soat-program
  mkdir -p "$folder"
  gh release download "$VERSION" --repo "${ACTION_REPOSITORY:?}" --pattern "soat-*-$target.tar.gz" --dir "$folder" --clobber
  tar -xzf "$folder"/soat-*-"$target".tar.gz -C "$folder"
  soat=$(find "$folder" -type f -name soat | head -n 1)
  if [ -z "$soat" ]; then echo "::error::release $VERSION holds no program" && exit 2; fi
else
  sources=$(cd "$GITHUB_ACTION_PATH/../../.." && pwd)
  cargo build --release --locked --quiet --manifest-path "$sources/Cargo.toml" --target-dir "$RUNNER_TEMP/soat-build"
  soat=$RUNNER_TEMP/soat-build/release/soat
fi
"$soat" --version
echo "soat=$soat" >> "$GITHUB_OUTPUT"
