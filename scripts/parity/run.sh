#!/usr/bin/env bash
# Builds the reference runtime, Qyvol and, if it isn't there, wasmtime's command,
# and compares them: see docs/PARITY.md. It needs Go, a C compiler and Rust.
#
#   scripts/parity/run.sh            compare
#   scripts/parity/run.sh record     record what the reference does
#   scripts/parity/run.sh build      build the reference only, and print its path
#
# WASMTIME is wasmtime's command, "none" for none; CORPUS a folder of guests to
# try besides the fixtures; REPORT where the JSON goes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version="$(sed -n 's/^wasmtime = "=\(.*\)"$/\1/p' reference/Cargo.toml)"
bin="${BIN:-bin}"
mkdir -p "$bin"

command -v cargo >/dev/null || {
  echo "cargo is missing: the reference is a Rust program, see https://rustup.rs" >&2
  exit 1
}
target="${CARGO_TARGET_DIR:-reference/target}"
cargo build --release --locked --quiet --manifest-path reference/Cargo.toml --target-dir "$target"
reference="$(realpath "$target/release/qyvol-reference")"
if [[ "${1:-}" == build ]]; then
  echo "$reference"
  exit
fi
go build -o "$bin/" ./cmd/qyvol ./scripts/parity

if [[ "${1:-}" == record ]]; then
  exec "$bin/parity" -reference "$reference" -record
fi

# The command of the library's version: the user's, the one in the PATH, or one
# that is built here, which takes a while.
wasmtime="${WASMTIME:-$(command -v wasmtime || true)}"
if [[ "$wasmtime" != none && "$("${wasmtime:-false}" --version 2>/dev/null)" != "wasmtime $version"* ]]; then
  if [[ -n "${WASMTIME:-}" ]]; then
    echo "WASMTIME is not wasmtime $version: $wasmtime" >&2
    exit 1
  fi
  wasmtime="$target/wasmtime/bin/wasmtime"
  [[ -x "$wasmtime" ]] || cargo install wasmtime-cli --version "$version" --locked --quiet \
    --root "$target/wasmtime" --target-dir "$target" ||
    { echo "wasmtime's command can't be had: comparing without it" >&2; wasmtime=none; }
fi

args=(-reference "$reference" -qyvol "$bin/qyvol" -json "${REPORT:-$bin/parity.json}")
[[ "$wasmtime" == none ]] || args+=(-wasmtime "$wasmtime")
[[ -z "${CORPUS:-}" ]] || args+=(-corpus "$CORPUS")
exec "$bin/parity" "${args[@]}"
