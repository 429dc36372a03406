#!/usr/bin/env bash
# Prints the linker's flags for a static executable, or nothing where there is no
# static C library, or the system isn't Linux.
set -euo pipefail

go="${GO:-go}"
[[ "$("$go" env GOOS)" == linux ]] || exit 0
read -ra cc <<<"$("$go" env CC)"
# GNU's linker warns of functions that need the C library's files; nothing here calls them.
for quiet in ' -Wl,--no-warnings' ''; do
  if "${cc[@]}" -x c -static ${quiet:+"${quiet# }"} -o /dev/null - <<<'int main(void) { return 0; }' 2>/dev/null; then
    echo "-linkmode external -extldflags \"-static$quiet\""
    exit 0
  fi
done
