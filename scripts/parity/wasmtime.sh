# Functions for scripts that need wasmtime's command; to be sourced in the
# repository's root.

# reference_version is that of the library that the reference is built with.
reference_version() { sed -n 's/^wasmtime = "=\(.*\)"$/\1/p' reference/Cargo.toml; }

# reference_target is where Rust puts what it builds.
reference_target() { echo "${CARGO_TARGET_DIR:-reference/target}"; }

# wasmtime_command prints the path of wasmtime's command in the library's version:
# the user's (WASMTIME_COMMAND), the one in the PATH, or one that is built here, which
# takes a while. It prints "none" where there is none.
wasmtime_command() {
  local version path target
  version="$(reference_version)" target="$(reference_target)"
  path="${WASMTIME_COMMAND:-$(command -v wasmtime || true)}"
  if [[ "$path" == none || "$("${path:-false}" --version 2>/dev/null)" == "wasmtime $version"* ]]; then
    echo "$path"
    return
  fi
  if [[ -n "${WASMTIME_COMMAND:-}" ]]; then
    echo "WASMTIME_COMMAND is not wasmtime $version: $path" >&2
    return 1
  fi
  path="$target/wasmtime/bin/wasmtime"
  if [[ ! -x "$path" ]] && ! cargo install wasmtime-cli --version "$version" --locked --quiet \
    --root "$target/wasmtime" --target-dir "$target" >&2; then
    echo "wasmtime's command can't be had: going on without it" >&2
    path=none
  fi
  echo "$path"
}
