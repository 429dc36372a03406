#!/usr/bin/env bash
# Builds the reference runtime, Qyvol and, if it isn't there, wasmtime's command,
# and compares them: see docs/PARITY.md. It needs Go, a C compiler and Rust.
#
#   scripts/parity/run.sh            compare
#   scripts/parity/run.sh record     record what the reference does
#   scripts/parity/run.sh build      build the reference only, and print its path
#
# WASMTIME_COMMAND is wasmtime's command, "none" for none; CORPUS a folder of guests to
# try besides the fixtures; REPORT where the JSON goes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source scripts/parity/wasmtime.sh
bin="${BIN:-bin}"
mkdir -p "$bin"

command -v cargo >/dev/null || {
  echo "cargo is missing: the reference is a Rust program, see https://rustup.rs" >&2
  exit 1
}
target="$(reference_target)"
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

wasmtime="$(wasmtime_command)"
args=(-reference "$reference" -qyvol "$bin/qyvol" -json "${REPORT:-$bin/parity.json}")
[[ "$wasmtime" == none ]] || args+=(-wasmtime "$wasmtime")
[[ -z "${CORPUS:-}" ]] || args+=(-corpus "$CORPUS")
exec "$bin/parity" "${args[@]}"
