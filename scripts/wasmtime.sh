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
  mkdir -p "$target"
  target="$(cd "$target" && pwd)"
  # Where the sources were is no part of the library. (Of prefixes, the last one that fits counts.)
  export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
  RUSTFLAGS+=" --remap-path-prefix=$PWD=/qyvol --remap-path-prefix=$target=/target"
  # The crate's build script has put the headers into a folder that cargo tells.
  include="$(cargo build --release --locked --manifest-path tools/libwasmtime/Cargo.toml --target-dir "$target" \
    --message-format json-render-diagnostics |
    sed -n '/"reason":"build-script-executed"/s/.*#wasmtime-c-api-impl@.*"out_dir":"\([^"]*\)".*/\1/p')/include"
  [[ -f "$include/wasmtime.h" ]] || fail "the headers aren't where cargo says: $include"
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
    [[ "$(version_in "$dir/include")" == "$(pinned)" ]] ||
      fail "the library that is built is $(version_in "$dir/include"), and tools/libwasmtime wants $(pinned): make wasmtime"
  fi
  [[ -f "$dir/lib/libwasmtime.a" && -f "$dir/include/wasmtime.h" ]] ||
    fail "WASMTIME=$1: there is no lib/libwasmtime.a or no include/wasmtime.h in it; it has to be lts, or the folder of a C API that wasmtime released"
  dir="$(cd "$dir" && pwd)"
  case "$(version_in "$dir/include")" in
  44.* | 48.0.8 | 48.0.9 | 48.0.[1-9][0-9]*) echo "$dir" ;;
  *) fail "WASMTIME=$1: it is wasmtime $(version_in "$dir/include"), and Qyvol was tested with 44, and 48 from 48.0.8 on" ;;
  esac
}

pinned() { sed -n 's/^version = "=\(.*\)"$/\1/p' tools/libwasmtime/Cargo.toml; }

version_in() { sed -n 's/^#define WASMTIME_VERSION "\(.*\)"$/\1/p' "$1/wasmtime.h"; }

version() {
  local include
  include="$(headers "$1")"
  version_in "$include"
}

headers() {
  local dir
  dir="$(home "$1")"
  echo "$dir/include"
}

digest() { (sha256sum 2>/dev/null || shasum -a 256) | cut -c1-12; }

# folder has nothing but the archive, since linkers prefer the shared library beside it. Its
# name tells archives apart: go links anew what has other flags, not what another file has.
folder() {
  local dir alone
  dir="$(home "$1")"
  alone="$bin/wasmtime-$(version "$1")-$(digest <"$dir/lib/libwasmtime.a")"
  mkdir -p "$alone"
  # Not a link by name: what it leads to could become another library.
  ln -f "$dir/lib/libwasmtime.a" "$alone/libwasmtime.a" 2>/dev/null || cp "$dir/lib/libwasmtime.a" "$alone/libwasmtime.a"
  (cd "$alone" && pwd)
}

case "${1:-}" in
build) build ;;
folder | version | headers) "$1" "${2:?which library}" ;;
*) fail "usage: scripts/wasmtime.sh build | folder WHICH | version WHICH | headers WHICH" ;;
esac
