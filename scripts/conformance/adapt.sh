#!/usr/bin/env bash
# Makes a folder of components out of the preview 1 programs of WASI's test suite,
# with the specifications and the folders beside them, for make conformance: see
# docs/PARITY.md.
#
#   ADAPTER=wasi_snapshot_preview1.command.wasm scripts/conformance/adapt.sh tests to
#
# ADAPTER is wasmtime's adapter of commands, which is published with its releases.
# WASM_TOOLS is the path of wasm-tools; without it, the one in the PATH is taken.
set -euo pipefail

[[ $# -eq 2 && -n "${ADAPTER:-}" ]] || {
  echo "usage: ADAPTER=file adapt.sh tests to" >&2
  exit 2
}
from="$1" to="$2" count=0
[[ ! -e "$to" ]] || {
  echo "$to exists already" >&2
  exit 1
}

# Programs of one version of WASI are in one folder, with all that they need.
while IFS= read -r -d '' folder; do
  mkdir -p "$to/$(dirname "$folder")"
  cp -R "$from/$folder" "$to/$folder"
  for program in "$to/$folder"/*.wasm; do
    [[ -e "$program" ]] || continue
    "${WASM_TOOLS:-wasm-tools}" component new "$program" \
      --adapt "wasi_snapshot_preview1=$ADAPTER" -o "$program.component"
    mv "$program.component" "$program"
    count=$((count + 1))
  done
done < <(cd "$from" && find . -type d -path '*/testsuite/wasm32-wasip1' -print0)

[[ $count -gt 0 ]] || {
  echo "there are no programs for preview 1 in $from" >&2
  exit 1
}
echo "$count components are in $to"
