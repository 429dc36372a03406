#!/usr/bin/env bash
# Runs what scripts/release.sh made where nothing else is: the archive in a folder that has
# nothing but it and the guests, and the Debian package in a Debian of which only the base
# is there. Needs root, for chroot; debootstrap, for the second.
#
#   scripts/release-check.sh DIST [COMPONENT.wasm...]
#
# The components are run besides the fixtures; each has to end with 0.
#   DEBIAN=suite DEBIAN_MIRROR=url   what debootstrap takes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dist="${1:?the folder that scripts/release.sh wrote}"
shift
# /tmp may be of a kind that debootstrap refuses.
work="$(mktemp -d -p "${TMPDIR:-/var/tmp}")"
trap 'rm -rf "$work"' EXIT

fail() {
  echo "release-check: $1" >&2
  exit 1
}

# guests puts what is run into a root: everybody may read it.
guests() {
  mkdir -p "$1/guests"
  cp fixtures/hello/hello.* fixtures/hello/hello-p1.* fixtures/composed/*.* "$1/guests/"
  local n=0 file
  for file in "${@:2}"; do
    cp "$file" "$1/guests/other-$((++n)).wasm"
  done
  chmod -R a+rX "$1/guests"
}

# runs has qyvol, a path inside of a root, run all of them there, as nobody.
runs() {
  local root="$1" qyvol="$2" file out
  mkdir -p "$root/tmp"
  chmod 1777 "$root/tmp"
  inside() { chroot --userspec=65534:65534 "$root" "$qyvol" "$@"; }
  out="$(inside version)"
  echo "$out"
  [[ "$out" == *"wasmtime 48."* ]] || fail "it isn't linked to wasmtime 48"
  out="$(inside run /guests/hello.qyv)"
  [[ "$out" == *Hello* ]] || fail "hello said: $out"
  for file in "$root"/guests/{hello-p1,composed,composed-resources,composed-borrow}.qyv "$root"/guests/other-*.wasm; do
    [[ -f "$file" || "$file" == *'other-*'* ]] || fail "there is no ${file##*/} among the fixtures"
    [[ -f "$file" ]] || continue
    echo "run ${file##*/}"
    inside run "${file#"$root"}" || fail "${file##*/} ended with $?"
  done
  inside inspect /guests/hello.wasm >/dev/null || fail "inspect ended with $?"
}

(cd "$dist" && sha256sum --check --quiet ./*.sha256)

archive=("$dist"/qyvol-*.tar.gz)
[[ ${#archive[@]} == 1 && -f "${archive[0]}" ]] || fail "one archive is wanted in $dist"
root="$work/empty"
mkdir -p "$root"
tar -xzf "${archive[0]}" -C "$root"
name="$(basename "${archive[0]}" .tar.gz)"
for file in bin/qyvol bin/qyvol-node share/man/man1/qyvol.1 share/doc/qyvol/copyright share/doc/qyvol/THIRD-PARTY.txt \
  share/bash-completion/completions/qyvol share/zsh/vendor-completions/_qyvol share/fish/vendor_completions.d/qyvol.fish; do
  [[ -s "$root/$name/$file" ]] || fail "the archive has no $file"
done
guests "$root" "$@"
echo "==> the archive, in an empty root"
runs "$root" "/$name/bin/qyvol"

echo "==> what the container has"
root="$work/container"
cp -r "$dist/root" "$root"
chown 65532:65532 "$root/cache" "$root/tmp"
guests "$root" "$@"
QYVOL_CACHE_DIR=/cache chroot --userspec=65532:65532 "$root" /usr/bin/qyvol run /guests/hello.qyv
[[ -n "$(ls "$root/cache")" ]] || fail "the container's cache is empty"

command -v debootstrap >/dev/null || fail "debootstrap is missing: the package wasn't tried"
root="$work/debian"
echo "==> the package, in Debian's base"
debootstrap --variant=minbase "${DEBIAN:-stable}" "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$work/debootstrap.log" 2>&1 ||
  { tail -n 5 "$work/debootstrap.log" >&2 && fail "debootstrap failed"; }
cp "$dist"/qyvol_*.deb "$root/qyvol.deb"
chroot "$root" dpkg --install /qyvol.deb
guests "$root" "$@"
runs "$root" /usr/bin/qyvol
chroot "$root" dpkg --remove qyvol
[[ ! -e "$root/usr/bin/qyvol" ]] || fail "the package leaves qyvol behind"
echo "==> all of it ran"
