#!/usr/bin/env bash
# Links Qyvol to libraries that don't fit, each of which has to end in an error: of the linker,
# or of the program that was linked. Needs Go, a C compiler, pip and unzip, since the C
# libraries of wasmtime's Python packages are among them.
#
#   scripts/library-check.sh [VERSION...]     40.0.0 and 50.0.1, unless others are named
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# refused links the library of a folder, and has what comes of it run a guest.
refused() {
  local what="$1" dir="$2" out="$work/qyvol" said status
  rm -f "$out"
  if said="$(CGO_LDFLAGS="-L$dir" go build -buildvcs=false -o "$out" ./cmd/qyvol 2>&1)"; then
    for command in run inspect compile; do
      status=0
      said="$(LD_LIBRARY_PATH="$dir" QYVOL_CACHE_DIR="$work/cache" "$out" "$command" fixtures/hello/hello.wasm 2>&1)" || status=$?
      if ((status == 0 || status > 128)) || [[ "$said" != *"linked with wasmtime"* ]]; then
        echo "$what: qyvol $command ended with $status: $said" >&2
        exit 1
      fi
    done
  fi
  printf '%s: %s\n' "$what" "$(head -n 1 <<<"${said##*$'\n'/usr/bin/ld: }" | cut -c1-200)"
}

mkdir "$work/empty"
: >"$work/empty/libwasmtime.a"
refused "an empty file" "$work/empty"
[[ $# -gt 0 ]] || set -- 40.0.0 50.0.1
for version in "$@"; do
  pip download --quiet --no-deps --only-binary :all: --dest "$work" "wasmtime==$version"
  mkdir "$work/$version"
  unzip -q -j "$work/wasmtime-$version-"*.whl '*.so' -d "$work/$version"
  mv "$work/$version"/*.so "$work/$version/libwasmtime.so" 2>/dev/null || true
  refused "wasmtime $version" "$work/$version"
done
