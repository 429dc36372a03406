package command

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/wasi"
)

// want is a file or a directory of the host that a guest may have looked for.
type want struct {
	name     string // as the guest has it
	dir      string // the host's directory to be granted, as the user writes it
	access   policy.Access
	argument bool // it is one of the guest's arguments
	missing  bool // it is not there, but could be made
}

// newWant is about a path that is there, or that looks like a file that could be made.
// Devices and the like are nobody's to grant.
func newWant(name string) (want, bool) {
	w := want{name: name, dir: filepath.Dir(name)}
	info, err := os.Stat(name)
	switch {
	case name == "":
		return w, false
	case err == nil && info.IsDir():
		w.dir = filepath.Clean(name)
		return w, true
	case err == nil:
		return w, info.Mode().IsRegular()
	}
	parent, parentErr := os.Stat(w.dir)
	w.missing, w.access = true, policy.Change
	return w, errors.Is(err, fs.ErrNotExist) && parentErr == nil && parent.IsDir() && looksLikeFile(name)
}

// looksLikeFile tells a name with an extension, or in a directory, from other words.
func looksLikeFile(name string) bool {
	ext := strings.TrimPrefix(filepath.Ext(name), ".")
	return !strings.HasPrefix(name, "-") && (strings.Contains(name, "/") || ext != "" && unicode.IsLetter(rune(ext[0])))
}

// is tells whether a path of the host is what is wanted.
func (w *want) is(host string) bool {
	if !w.missing {
		return sameFile(host, w.name)
	}
	return filepath.Base(host) == filepath.Base(w.name) && sameFile(filepath.Dir(host), filepath.Dir(w.name))
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	other, otherErr := os.Stat(b)
	return err == nil && otherErr == nil && os.SameFile(one, other)
}

// maxWanted is how many of a guest's arguments are looked at: each costs a look into
// the file system, and a list of files by the thousand is seldom the reason.
const maxWanted = 100

// wants are those of its arguments that a guest may have looked for, the likeliest first.
// Paths that the guest names by itself are not looked up: whether the host has them is
// nothing that a guest, or who reads the hint for it, should learn.
func (s *search) wants() []want {
	var list []want
	for i := 1; i < min(len(s.grant.Args), maxWanted); i++ {
		arg := s.grant.Args[i]
		if arg.Origin == wasi.FromHost { // a secret, perhaps
			continue
		}
		name := arg.Value
		if _, value, ok := strings.Cut(name, "="); ok && strings.HasPrefix(name, "-") {
			name = value
		}
		if w, ok := newWant(name); ok && s.plausible(&w) {
			w.argument = true
			list = append(list, w)
		}
	}
	return list
}

// plausible tells whether what the host knows of the guest speaks for a path that it
// has as an argument.
func (s *search) plausible(w *want) bool {
	switch l := s.lookups; {
	case l == nil: // native: nothing is known
		return !s.trapped && !w.missing
	case s.library == goLibrary:
		return s.missed(w)
	case w.missing && (l.Opened > 0 || len(l.Missed) > 0):
		return false // paths did reach the host
	default:
		return l.Listed && (!s.trapped || l.Late || len(l.Missed) > 0)
	}
}

// missed tells whether the guest asked for a path, wherever it looked for it, and finds
// out what for.
func (s *search) missed(w *want) bool {
	for i := len(s.lookups.Missed) - 1; i >= 0; i-- {
		m := s.lookups.Missed[i]
		if strings.HasSuffix(path.Join("/", m.Dir, m.Path), path.Join("/", filepath.ToSlash(w.name))) {
			w.access = m.Access
			return !w.missing || m.Access.Changes()
		}
	}
	return false
}
