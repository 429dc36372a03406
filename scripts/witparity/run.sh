#!/usr/bin/env bash
# Compares the WIT that Qyvol prints with that of wasm-tools, for the fixtures.
# It needs Go, a C compiler and, unless wasm-tools is there, Rust.
#
# WASM_TOOLS is the path of wasm-tools in the version below; without it, the one
# in the PATH is taken, or one is built here, which takes minutes. CORPUS is a
# folder of components to try besides the fixtures.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=1.247.0
bin="${BIN:-bin}"
mkdir -p "$bin"

is_version() { [[ "$("$1" --version 2>/dev/null)" == "wasm-tools $version"* ]]; }

tool="${WASM_TOOLS:-$(command -v wasm-tools || true)}"
if [[ -n "${WASM_TOOLS:-}" ]] && ! is_version "$tool"; then
  echo "WASM_TOOLS is not wasm-tools $version: $tool" >&2
  exit 1
fi
if [[ -z "$tool" ]] || ! is_version "$tool"; then
  target="${CARGO_TARGET_DIR:-$bin/wasm-tools-target}"
  tool="$target/wasm-tools/bin/wasm-tools"
  if [[ ! -x "$tool" ]]; then
    command -v cargo >/dev/null || {
      echo "wasm-tools $version is missing, and so is cargo to build it: see https://rustup.rs" >&2
      exit 1
    }
    cargo install wasm-tools --version "$version" --locked --quiet --root "$target/wasm-tools" --target-dir "$target"
  fi
fi

go build -o "$bin/" ./scripts/witparity
args=(-wasm-tools "$tool")
[[ -z "${CORPUS:-}" ]] || args+=(-corpus "$CORPUS")
exec "$bin/witparity" "${args[@]}" "$@"
