package vfs

import (
	"errors"
	"path"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/policy"
)

// Mount puts a file system at a place of the guest's tree.
type Mount struct {
	Path     string // absolute, or "." for "/"
	FS       FS
	ReadOnly bool
	Exclude  []string // what of it doesn't exist for the guest; see Tree
	Guard    *Guard   // what of it can't be changed; nil for nothing
}

// Tree is what a guest sees: file systems, mounted at paths, also below each
// other. A mount shows at its path whatever the file system around it has there,
// and so do the directories on the way to it, which are made up where there are
// none.
//
// Exclude takes patterns like those of gitignore(5), relative to the mount: "*",
// "?", "[a-z]", "**" for any number of directories; without a slash at the front
// or in the middle, at any depth. What one names is NoEntry with all below it, and
// making it is Access. "secrets/**" leaves the directory itself, empty. Case is
// never told apart, nor are other spellings where the file system may take them for
// one. A directory that has or could get excluded things below it
// can't be renamed: Access. It is by name: a hard link under another name that the
// host has made is another file.
type Tree struct {
	root *point
}

// mounted is a mount, opened.
type mounted struct {
	at      string // its place in the guest's tree: absolute and clean
	fs      FS
	exclude policy.Exclude
	// held are directories of the host that stay where they are, and in place.
	held  map[Identity]bool
	guard *Guard // nil: there is none
	// kinds is held by who makes a directory, and alone by who moves something
	// that must not be one, where exclude makes that a question.
	kinds sync.RWMutex
}

// point is a place in the guest's tree at or above a mount.
type point struct {
	mount *mounted // nil: on the way to one
	way   FS       // what is there if nobody has made a directory
	below map[string]*point
}

// NewTree composes file systems. It doesn't own them: who made them closes them,
// after the tree. Errors: Invalid for a path or a pattern that isn't one (one that
// is too long is NameTooLong, one that this system can't hold Unsupported), Exist
// for two mounts at one path. held are directories of the host that can't be renamed,
// replaced or removed, as the mounts of the guest that lie in each other: Busy.
func NewTree(mounts []Mount, held ...Identity) (*Tree, error) {
	t := &Tree{root: &point{}}
	var kept map[Identity]bool
	for _, id := range held {
		if kept == nil {
			kept = make(map[Identity]bool, len(held))
		}
		kept[id] = true
	}
	for _, m := range mounts {
		exclude, err := parseExclude(m.Exclude)
		if err != nil {
			return nil, err
		}
		fs := m.FS
		if m.ReadOnly {
			fs = Frozen(fs)
		}
		p, err := t.place(m.Path)
		switch {
		case err != nil:
			return nil, err
		case p.mount != nil:
			return nil, Exist
		}
		p.mount = &mounted{at: path.Join("/", m.Path), fs: fs, exclude: exclude, held: kept}
		if !m.ReadOnly && !m.Guard.empty() {
			p.mount.guard = m.Guard
		}
	}
	return t, nil
}

// parseExclude reads patterns.
func parseExclude(patterns []string) (policy.Exclude, error) {
	exclude, err := policy.ParseExclude(patterns)
	var bad *policy.PatternError
	switch {
	case !errors.As(err, &bad):
		return exclude, err
	case bad.Flaw == policy.TooLong:
		return exclude, NameTooLong
	case bad.Flaw == policy.NotASCII:
		return exclude, Unsupported
	}
	return exclude, Invalid
}

// place finds or makes the point of a mount's path.
func (t *Tree) place(at string) (*point, error) {
	names, err := mountNames(at)
	if err != nil {
		return nil, err
	}
	p := t.root
	for _, name := range names {
		next := p.below[name]
		if next == nil {
			next = &point{way: Frozen(NewMem(0))}
			if p.below == nil {
				p.below = map[string]*point{}
			}
			p.below[name] = next
		}
		p = next
	}
	return p, nil
}

// mountNames takes a mount's path apart.
func mountNames(path string) ([]string, error) {
	if path == "." || path == "/" {
		return nil, nil
	}
	if !strings.HasPrefix(path, "/") || len(path) > maxPath || !utf8.ValidString(path) {
		return nil, Invalid
	}
	names := strings.Split(strings.TrimRight(path[1:], "/"), "/")
	for _, name := range names {
		if name == "" || name == "." || name == ".." || len(name) > maxName || strings.ContainsRune(name, 0) {
			return nil, Invalid
		}
	}
	return names, nil
}

// Open opens the root of a mount, for a preopen. A path that is none is NoEntry.
// canMutate false makes a handle through which nothing can be changed, nor through
// what is opened from it: NotPermitted.
func (t *Tree) Open(mountPath string, canMutate bool) (*Handle, error) {
	names, err := mountNames(mountPath)
	if err != nil {
		return nil, err
	}
	p := t.root
	for _, name := range names {
		if p = p.below[name]; p == nil {
			return nil, NoEntry
		}
	}
	if p.mount == nil {
		return nil, NoEntry
	}
	dir, err := p.mount.fs.Root()
	if err != nil {
		return nil, err
	}
	return &Handle{at: place{dir: dir, mount: p.mount, at: p.mount.exclude.Mount(), point: p}.asked(), CanMutate: canMutate}, nil
}
