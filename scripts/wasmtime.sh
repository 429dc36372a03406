#!/usr/bin/env bash
# The library of wasmtime that is linked in place of wasmtime-go's.
#
#   scripts/wasmtime.sh build        builds the one with long-term support, for 10 minutes
#   scripts/wasmtime.sh folder WHICH prints where the linker finds it; WHICH is lts, or a
#                                    folder with lib/ and include/, as wasmtime releases them
#   scripts/wasmtime.sh version WHICH
#   scripts/wasmtime.sh headers WHICH
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bin="${BIN:-bin}"
lts="$bin/wasmtime-lts"

fail() {
  echo "$1" >&2
  exit 1
}

build() {
  for tool in cargo cmake; do
    command -v "$tool" >/dev/null || fail "$tool is missing: it is needed to build wasmtime's library"
  done
  local target="${CARGO_TARGET_DIR:-$bin/cargo}" include
  cargo build --release --locked --manifest-path tools/libwasmtime/Cargo.toml --target-dir "$target"
  # The crate's build script has put the headers there.
  include="$(ls -td "$target"/release/build/wasmtime-c-api-impl-*/out/include | head -n 1)"
  rm -rf "$lts"
  mkdir -p "$lts/lib"
  cp "$target/release/libwasmtime.a" "$lts/lib/"
  cp -r "$include" "$lts/include"
  echo "$lts: wasmtime $(version lts)"
}

# home is the folder of a library: lib/ and include/.
home() {
  local dir="$1"
  if [[ "$dir" == lts ]]; then
    dir="$lts"
    [[ -f "$dir/lib/libwasmtime.a" ]] || fail "the library isn't built yet: make wasmtime"
  fi
  [[ -f "$dir/lib/libwasmtime.a" && -f "$dir/include/wasmtime.h" ]] ||
    fail "WASMTIME=$1: there is no lib/libwasmtime.a or no include/wasmtime.h in it; it has to be lts, or the folder of a C API that wasmtime released"
  (cd "$dir" && pwd)
}

version() {
  local header
  header="$(headers "$1")/wasmtime.h"
  sed -n 's/^#define WASMTIME_VERSION "\(.*\)"$/\1/p' "$header"
}

headers() { echo "$(home "$1")/include"; }

# folder has nothing but the archive, since linkers prefer the shared library beside it.
folder() {
  local dir alone
  dir="$(home "$1")"
  alone="$bin/wasmtime-$(version "$1")"
  mkdir -p "$alone"
  ln -sf "$dir/lib/libwasmtime.a" "$alone/libwasmtime.a"
  (cd "$alone" && pwd)
}

case "${1:-}" in
build) build ;;
folder | version | headers) "$1" "${2:?which library}" ;;
*) fail "usage: scripts/wasmtime.sh build | folder WHICH | version WHICH | headers WHICH" ;;
esac
