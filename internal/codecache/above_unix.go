//go:build unix

package codecache

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// maxAboveLinks bounds the symbolic links on the way to a cache: as many as Linux
// follows.
const maxAboveLinks = 40

// checkAbove looks at the directories that lead to a cache in the user's home, links
// followed. Somebody else who may rename what is in one of them decides what the
// cache is; and root makes nothing in a directory of another user. The user's own
// choice of a directory (QYVOL_CACHE_DIR) is not questioned: only it itself is.
func checkAbove(path string) error {
	at, rest := separator, strings.Split(filepath.Dir(path), separator)
	for links := 0; len(rest) > 0; {
		name := rest[0]
		rest = rest[1:]
		switch name {
		case "", ".":
			continue
		case "..":
			at = filepath.Dir(at) // at has no links in it
			continue
		}
		next := filepath.Join(at, name)
		var st unix.Stat_t
		if err := retry(func() error { return unix.Lstat(next, &st) }); err != nil {
			return nil //nolint:nilerr // what isn't there is made; what can't be seen can't be used either
		}
		if why := doubt(&st); why != 0 {
			return &UnsafeDirError{Dir: next, Why: why}
		}
		if st.Mode&unix.S_IFMT != unix.S_IFLNK {
			at = next
			continue
		}
		target, err := os.Readlink(next)
		if links++; err != nil || links > maxAboveLinks {
			return pathError("readlink", next, unix.ELOOP)
		}
		if filepath.IsAbs(target) {
			at = separator
		}
		rest = append(strings.Split(target, separator), rest...)
	}
	return nil
}

// doubt is what is wrong with a directory that leads to the cache, 0 for nothing.
// In a sticky one, as /tmp is, nobody renames what is another's. A group that has the
// number of its only user, as many systems give to each, is nobody else.
func doubt(st *unix.Stat_t) UnsafeReason {
	me := uint32(unix.Geteuid()) //nolint:gosec // an id
	if me == 0 && st.Uid != 0 && !unmapped(st.Uid) {
		return UnsafeOwner
	}
	mode := uint32(st.Mode)
	if mode&unix.S_IFMT != unix.S_IFDIR || mode&unix.S_ISVTX != 0 {
		return 0
	}
	if mode&0o002 != 0 || mode&0o020 != 0 && st.Gid != 0 && st.Gid != me {
		return UnsafeMode
	}
	return 0
}

// unmapped says whether an owner is one whom this user namespace has no number for,
// as the real root is in one that maps a single user.
func unmapped(uid uint32) bool {
	const overflow = 65534
	if uid != overflow {
		return false
	}
	users, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return true // there is no telling
	}
	return !mapsUser(string(users), overflow)
}

// mapsUser looks a number up in a uid_map: lines of first, first outside, and how many.
func mapsUser(users string, uid uint64) bool {
	for line := range strings.Lines(users) {
		var first, outside, count uint64
		if n, _ := fmt.Sscan(line, &first, &outside, &count); n == 3 && uid >= first && uid-first < count {
			return true
		}
	}
	return false
}
