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
# Commits after a release come after it: 1.2.0-5-gabc would be before 1.2.0. (What comes
# before it, 1.2.0-rc.1, stays.)
if [[ "$version" =~ ^(.*)-([0-9]+)-(g[0-9a-f]+)$ ]]; then
  version="${BASH_REMATCH[1]}+${BASH_REMATCH[2]}.${BASH_REMATCH[3]}"
fi
[[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+ ]] || version="0.0.0-$version"
[[ -z "$(git status --porcelain)" ]] || {
  echo "there is something that isn't committed: a release is made of a commit" >&2
  exit 1
}
commit="$(git rev-parse HEAD)"
epoch="$(git log -1 --format=%ct)"
arch="$("$go" env GOARCH)"

[[ "$("$go" env GOOS)" == linux ]] || {
  echo "releases are for Linux: this is $("$go" env GOOS)" >&2
  exit 1
}
scripts/wasmtime.sh version lts >/dev/null 2>&1 || scripts/wasmtime.sh build # there is none, or another one
getconf GNU_LIBC_VERSION >/dev/null 2>&1 || {
  echo "releases are linked with GNU's C library, which isn't this system's" >&2
  exit 1
}
static="$(scripts/static.sh)"
[[ -n "$static" ]] || {
  echo "there is no static C library: install libc6-dev, or musl's" >&2
  exit 1
}
# The programs name the folder of the library nowhere, so that it may be any.
export CGO_LDFLAGS="-L$(scripts/wasmtime.sh folder lts)"
QYVOL_WASMTIME_HEADERS="$(scripts/wasmtime.sh headers lts)" "$go" test -count=1 -run Agree ./engine/internal/component

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
# What no tool lists: the C library, the compiler's own, and Rust's.
common=/usr/share/common-licenses
rust="$(rustc --print sysroot)/share/doc/rust/licenses"
also=(
  -also "glibc@$(getconf GNU_LIBC_VERSION | cut -d' ' -f2);LGPL-2.1-or-later;/usr/share/doc/libc6-dev/copyright,$common/LGPL-2.1"
  -also "libgcc@$(gcc -dumpfullversion);GPL-3.0-or-later WITH GCC-exception-3.1;$common/GPL-3,$rust/GCC-exception-3.1.txt"
  -also "rust-std@$(rustc --version | cut -d' ' -f2);MIT OR Apache-2.0;$rust/MIT.txt,$rust/Apache-2.0.txt"
)
mkdir -p "$dist"
rm -f "$dist"/qyvol*
(cd tools/release && "$go" build -o "$work/release" .)
"$work/release" -version "$version" -epoch "$epoch" -arch "$arch" -tree "$tree" -crates "$work/crates.json" "${also[@]}" -out "$dist"
# For the container file: it copies one folder.
rm -rf "$dist/root"
mkdir -p "$dist/root/cache" "$dist/root/tmp" "$dist/root/etc/ssl/certs"
cp -r "$tree/usr" "$dist/root/usr"
# Whom `qyvol deploy` trusts, as this system does.
cp /etc/ssl/certs/ca-certificates.crt "$dist/root/etc/ssl/certs/"
chmod -R u=rwX,go=rX "$dist/root" # whatever the umask is
ls -l "$dist"
