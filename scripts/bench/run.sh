#!/usr/bin/env bash
# Times Qyvol beside wasmtime's command and the floor program, and writes the
# table of docs/BENCHMARKS.md. It needs Go and a C compiler, and Rust unless
# WASMTIME_COMMAND names wasmtime's command.
#
#   scripts/bench/run.sh         PAIRS is how often each pair runs, WASMTIME_COMMAND any version
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bin="${BIN:-bin}"
mkdir -p "$bin"
# Both are linked as `make build` does.
go build -trimpath -tags netgo -ldflags "$(scripts/static.sh) ${LIBVERSION:-}" -o "$bin/" ./cmd/qyvol ./scripts/floor
go build -trimpath -ldflags "${LIBVERSION:-}" -o "$bin/" ./scripts/bench
source scripts/parity/wasmtime.sh
# A comparison is with the newest release that can be had, of whatever version.
wasmtime="${WASMTIME_COMMAND:-$(wasmtime_command)}"
[[ "$wasmtime" != none ]] || {
  echo "wasmtime's command is what this compares with" >&2
  exit 1
}
exec "$bin/bench" -qyvol "$bin/qyvol" -floor "$bin/floor" -wasmtime "$wasmtime" \
  -pairs "${PAIRS:-0}" -write docs/BENCHMARKS.md
