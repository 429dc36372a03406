#!/usr/bin/env bash
# Makes what people install, below dist: an archive, a Debian package, a bill of materials
# and checksums, for the system that it runs on. The programs are linked to wasmtime's line
# with long-term support, statically, without symbols. Twice the same commit gives the same
# bytes.
#
#   scripts/release.sh           VERSION as in 1.2.0; otherwise what git describes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

go="${GO:-go}"
bin="${BIN:-bin}"
dist="${DIST:-dist}"
version="${VERSION:-$(git describe --tags --always 2>/dev/null || echo 0.0.0)}"
version="${version#v}"
[[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+ ]] || version="0.0.0-$version"
commit="$(git rev-parse HEAD)"
epoch="$(git log -1 --format=%ct)"
arch="$("$go" env GOARCH)"

[[ "$("$go" env GOOS)" == linux ]] || {
  echo "releases are for Linux: this is $("$go" env GOOS)" >&2
  exit 1
}
[[ -f "$bin/wasmtime-lts/lib/libwasmtime.a" ]] || scripts/wasmtime.sh build
static="$(scripts/static.sh)"
[[ -n "$static" ]] || {
  echo "there is no static C library: install libc6-dev, or musl's" >&2
  exit 1
}
# The programs name the folder of the library nowhere, so that it may be any.
export CGO_LDFLAGS="-L$(scripts/wasmtime.sh folder lts)"
QYVOL_WASMTIME_HEADERS="$(scripts/wasmtime.sh headers lts)" "$go" test -run Agree ./engine/internal/component

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
tree="$work/tree"
mkdir -p "$tree/usr/bin" "$tree/usr/share/man"
stamp="-X main.version=$version -X main.commit=$commit -X main.date=$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)"
stamp+=" -X github.com/qyvol/qyvol/engine.libraryVersion=$(scripts/wasmtime.sh version lts)"
# -buildid: it has a digest of the linker's arguments, which name folders.
"$go" build -trimpath -buildvcs=false -tags netgo,osusergo -ldflags "-s -w -buildid= $stamp $static" \
  -o "$tree/usr/bin/" ./cmd/qyvol ./cmd/qyvol-node
"$go" run ./scripts/man -version "$version" -date "$(date -u -d "@$epoch" +%Y-%m-%d)" "$tree/usr/share/man"
qyvol="$tree/usr/bin/qyvol"
mkdir -p "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" \
  "$tree/usr/share/fish/vendor_completions.d"
"$qyvol" completion bash >"$tree/usr/share/bash-completion/completions/qyvol"
"$qyvol" completion zsh >"$tree/usr/share/zsh/vendor-completions/_qyvol"
"$qyvol" completion fish >"$tree/usr/share/fish/vendor_completions.d/qyvol.fish"
cargo metadata --format-version 1 --locked --filter-platform "$(rustc -vV | sed -n 's/^host: //p')" \
  --manifest-path tools/libwasmtime/Cargo.toml >"$work/crates.json"
libc="glibc@$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)"
(cd tools/release && "$go" build -o "$work/release" .)
"$work/release" -version "$version" -epoch "$epoch" -arch "$arch" -tree "$tree" -crates "$work/crates.json" -libc "$libc" -out "$dist"
# For the container file: it copies one folder.
rm -rf "$dist/root"
mkdir -p "$dist/root/cache"
cp -r "$tree/usr" "$dist/root/usr"
ls -l "$dist"
