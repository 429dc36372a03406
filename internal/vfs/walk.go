package vfs

import (
	"errors"
	"strings"
	"unicode/utf8"
)

const (
	maxLinks = 40   // symbolic links in one resolution: Linux's number
	maxDepth = 2048 // directories below a handle: as many as a path can name
	window   = 32   // of them, how many are held open
	// maxSteps is how many directories one resolution goes into: more than any path
	// takes by itself, 819 down and up again being about 11,300. With what 40 links
	// add to it, one call would otherwise last for seconds, and nothing could end it.
	maxSteps = 1 << 14
)

// walk resolves a path: POSIX.1-2024, 4.16 Pathname Resolution. It goes down and
// up real directories that it holds open, so that ".." is where it came from,
// whatever has been renamed meanwhile, and never above where it began.
type walk struct {
	base place
	// names led from base to the directory that the walk is in; open are the last
	// of these directories. Of those before, ids are all that is left.
	names []string
	ids   []Identity
	open  []place
	path  string   // to come; slashes may be before a name
	rest  []string // likewise, after path, the next one last
	links int
	steps int
	up    bool // the last component was ".."
}

// errFollow is an operation's answer that the name is a link, to be followed.
var errFollow = errors.New("symbolic link")

// checkPath refuses what is no path to resolve.
func checkPath(path string) error {
	switch {
	case path == "":
		return NoEntry
	case strings.IndexByte(path, 0) >= 0:
		return Invalid
	case !utf8.ValidString(path):
		return IllegalByteSequence
	case len(path) > maxPath:
		return NameTooLong
	case path[0] == '/':
		return NotPermitted
	}
	return nil
}

// enqueue puts a path before those to come.
func (w *walk) enqueue(path string) error {
	if err := checkPath(path); err != nil {
		return err
	}
	if w.path != "" { // it begins with slashes, of which one says as much
		rest := strings.TrimLeft(w.path, "/")
		w.rest = append(w.rest, w.path[len(w.path)-len(rest)-1:])
	}
	w.path = path
	return nil
}

// next takes the next component; false is the end.
func (w *walk) next() (name string, ok bool) {
	for {
		path := strings.TrimLeft(w.path, "/")
		if path != "" {
			end := strings.IndexByte(path, '/')
			if end < 0 {
				end = len(path)
			}
			w.path = path[end:]
			return path[:end], true
		}
		top := len(w.rest) - 1
		if top < 0 {
			w.path = ""
			return "", false
		}
		w.path, w.rest = w.rest[top], w.rest[:top]
	}
}

// here is the directory that the walk is in.
func (w *walk) here() place {
	if len(w.open) == 0 {
		return w.base
	}
	return w.open[len(w.open)-1]
}

// parent walks to the last component, and gives it: "" if the path ends in where
// the walk is, by "." or "..". slash says that a slash follows it, so that it must
// be a directory.
func (w *walk) parent() (name string, slash bool, err error) {
	for {
		name, ok := w.next()
		switch {
		case !ok:
			return "", false, nil
		case name == ".":
			w.up = false
			if w.last() {
				err = w.here().dir.Search()
			}
		case name == "..":
			err = w.ascend()
		case len(name) > maxName:
			return "", false, NameTooLong
		case w.last():
			return name, w.path != "" || len(w.rest) > 0, nil
		default:
			err = w.descend(name)
		}
		if err != nil {
			return "", false, err
		}
	}
}

// last says whether only slashes are left.
func (w *walk) last() bool {
	if strings.TrimLeft(w.path, "/") != "" {
		return false
	}
	for i := len(w.rest) - 1; i >= 0; i-- {
		if strings.TrimLeft(w.rest[i], "/") != "" {
			return false
		}
	}
	return true
}

// descend goes into a directory, or to where a link leads.
func (w *walk) descend(name string) error {
	w.up = false
	next, err := w.here().open(name, 0)
	if errors.Is(err, Loop) {
		return w.follow(name)
	}
	if err != nil {
		return err
	}
	return w.push(name, next)
}

// push makes a directory that was opened the one that the walk is in.
func (w *walk) push(name string, next place) error {
	w.names = append(w.names, name)
	w.open = append(w.open, next)
	if w.steps++; len(w.names) > maxDepth || w.steps > maxSteps {
		return NameTooLong
	}
	if len(w.open) <= window {
		return nil
	}
	first := w.open[0]
	info, err := first.dir.Stat()
	_ = first.dir.Close()
	w.open = w.open[1:]
	w.ids = append(w.ids[:len(w.names)-len(w.open)-1], info.identity())
	return err
}

// follow puts a link's target before what is to come.
func (w *walk) follow(name string) error {
	if w.links++; w.links > maxLinks {
		return Loop
	}
	target, err := w.here().dir.Readlink(name)
	if errors.Is(err, Invalid) {
		return NoEntry // it isn't a link any more: somebody else was faster
	}
	if err != nil {
		return err
	}
	return w.enqueue(target)
}

// ascend goes back to where the walk came from.
func (w *walk) ascend() error {
	if len(w.names) == 0 {
		return NotPermitted
	}
	if err := w.here().dir.Search(); err != nil {
		return err
	}
	w.up = true
	top := len(w.open) - 1
	_ = w.open[top].dir.Close()
	w.open = w.open[:top]
	w.names = w.names[:len(w.names)-1]
	if top > 0 || len(w.names) == 0 {
		return nil
	}
	return w.again()
}

// again opens the directories that ".." needs and that are no longer held: by
// their names from where the walk began, each without following links, so that it
// can't lead out. If it doesn't lead to the same directory either, somebody has
// moved it, and nothing is there any more.
func (w *walk) again() error {
	names := w.names
	want := w.ids[len(names)-1]
	w.names, w.open = nil, nil
	for _, name := range names {
		next, err := w.here().open(name, 0)
		if err != nil {
			return NoEntry
		}
		if err := w.push(name, next); err != nil {
			return err
		}
	}
	info, err := w.here().dir.Stat()
	if err != nil || want != info.identity() {
		return NoEntry
	}
	return nil
}

// close lets go of what the walk holds.
func (w *walk) close() {
	for _, p := range w.open {
		_ = p.dir.Close()
	}
	w.open = nil
}
