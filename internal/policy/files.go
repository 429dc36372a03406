package policy

import (
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// MaxPath is the most bytes of a path that is decided about. Longer ones can be had by
// going down directory by directory; a guest chooses how many it asks for, and nothing
// stops the host while it matches one.
const MaxPath = MaxPattern

// Access is what a guest wants to do with a file.
type Access uint8

// The kinds of access.
const (
	Read   Access = iota // open to read, list, describe
	Change               // anything that changes a file, a directory or their times
)

// String is "read" or "change".
func (a Access) String() string {
	if a.Changes() {
		return "change"
	}
	return "read"
}

// Changes tells whether something would be changed.
func (a Access) Changes() bool { return a == Change }

// Files are the rules about files. They must not change once Decide was called,
// which any number of goroutines may do.
type Files struct {
	Mounts []Mount

	once  sync.Once
	rules map[string]rule // by the mount's path
}

// Mount is one rule about files: a place in the guest's tree.
type Mount struct {
	Path    string   // the guest's: absolute, clean, or "." for "/"
	From    string   // as the manifest has it: a directory, or memfs
	Write   bool     // it may be changed
	Exclude []string // patterns of what is not there
	Quota   string   // as the manifest has it: 64MiB; empty for none
}

// rule is a mount, made ready. closed is one whose patterns can't be read: all of
// it is hidden.
type rule struct {
	Mount
	written string
	exclude Exclude
	closed  bool
}

// Excludes tells whether any rule excludes something.
func (f *Files) Excludes() bool {
	return slices.ContainsFunc(f.Mounts, func(m Mount) bool { return len(m.Exclude) > 0 })
}

// Decide tells whether a guest may use a file, by its absolute path, which is taken
// by its names: "." and ".." are gone before anything is decided, and links are
// nobody's here. The mount with the longest path that leads to it decides. Of two
// mounts at one path it is the first. Of a path longer than MaxPath it says nothing.
func (f *Files) Decide(access Access, file string) Decision {
	if len(file) > MaxPath {
		return Decision{}
	}
	f.once.Do(f.prepare)
	file = absolute(file)
	at, ok := f.covering(file)
	if !ok {
		return Decision{Would: newMount(access, file)}
	}
	r := f.rules[at]
	d := Decision{Rule: r.written}
	hiding := r.hiding(below(file, at))
	hidden := r.closed || len(hiding) > 0
	switch {
	case access == Read && hidden && !r.closed && f.wayTo(file):
		d.Allowed = true
	case hidden || access != Read && !r.Write:
		d.Would = r.relaxed(access, hiding)
	default:
		d.Allowed = true
	}
	return d
}

func (f *Files) prepare() {
	f.rules = make(map[string]rule, len(f.Mounts))
	for _, m := range f.Mounts {
		at := absolute(m.Path)
		if _, twice := f.rules[at]; twice {
			continue
		}
		exclude, err := ParseExclude(m.Exclude)
		f.rules[at] = rule{m, m.text(), exclude, err != nil}
	}
}

// covering finds the path of the mount that decides about a file.
func (f *Files) covering(file string) (at string, ok bool) {
	for at = file; ; at = at[:max(1, strings.LastIndexByte(at, '/'))] {
		if _, ok := f.rules[at]; ok || at == "/" {
			return at, ok
		}
	}
}

// wayTo tells whether a path leads to another mount. What is on the way to one
// shows, as a directory, whatever is excluded.
func (f *Files) wayTo(file string) bool {
	for at := range f.rules {
		if at != file && below(at, file) != "" {
			return true
		}
	}
	return false
}

// hiding are the patterns that hide a path, relative to the mount, or what it lies
// in.
func (r rule) hiding(rel string) []int {
	if rel == "" {
		return nil // the mount itself can't be hidden
	}
	return r.exclude.hiding(rel)
}

// relaxed is the rule that allows what this one doesn't.
func (r rule) relaxed(access Access, hiding []int) string {
	m := r.Mount
	m.Write = m.Write || access != Read
	m.Exclude = nil
	for i, pattern := range r.Exclude {
		if !r.closed && !slices.Contains(hiding, i) {
			m.Exclude = append(m.Exclude, pattern)
		}
	}
	if !m.expressible() {
		return ""
	}
	return m.text()
}

// newMount is a rule about what no rule mentions. A mount is a directory: what is
// not at the top may be a file, and gets the directory that it is in.
func newMount(access Access, file string) string {
	if dir := path.Dir(file); dir != "/" {
		file = dir
	}
	m := Mount{Path: file, From: "DIR", Write: access != Read}
	if !m.expressible() {
		return ""
	}
	return m.text()
}

// expressible tells whether a manifest can have the rule: a name that fits into a
// path, without control characters and without what would be a variable.
func (m Mount) expressible() bool {
	for name := range strings.SplitSeq(m.Path, "/") {
		if len(name) > 255 { // NAME_MAX
			return false
		}
	}
	return m.From != "" && len(m.Path) <= MaxPattern && plain(m.Path) && plain(m.From) &&
		!slices.ContainsFunc(m.Exclude, func(p string) bool { return !utf8.ValidString(p) || strings.Contains(p, "${") })
}

func plain(s string) bool {
	control := func(r rune) bool { return r < 0x20 || r == 0x7F }
	return utf8.ValidString(s) && !strings.Contains(s, "${") && !strings.ContainsFunc(s, control)
}

// absolute gives a path from the root, clean.
func absolute(file string) string { return path.Clean("/" + file) }

// below gives a path relative to another one, and nothing if it doesn't lie below.
func below(file, at string) string {
	if at == "/" {
		return file[1:]
	}
	rest, ok := strings.CutPrefix(file, at+"/")
	if !ok {
		return ""
	}
	return rest
}
