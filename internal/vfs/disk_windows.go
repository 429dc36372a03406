package vfs

import (
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"unicode/utf8"
)

// diskFS is a directory of the host, by os.Root: each open directory is a root of
// its own, and an operation names one entry of it. What os.Root would follow stays
// below that directory; the tree above follows links itself.
type diskFS struct {
	dir    *diskDir
	growth growth
}

func openDisk(path string, quota uint64) (FS, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, errno(err)
	}
	fs := &diskFS{growth: growth{limit: quota}}
	fs.dir = &diskDir{fs: fs, root: root}
	return fs, nil
}

// Root opens the root directory again.
func (fs *diskFS) Root() (Dir, error) { return fs.dir.Dup(0) }

// Close closes the root directory.
func (fs *diskFS) Close() error { return fs.dir.Close() }

// checkHostName refuses what Windows would take for another name than it is:
// streams, separators, and the dots and spaces that it drops at the end.
func checkHostName(name string) error {
	if strings.ContainsAny(name, `\:*?"<>|`) || strings.TrimRight(name, ". ") != name {
		return Invalid
	}
	return nil
}

// diskDir is an open directory.
type diskDir struct {
	fs   *diskFS
	root *os.Root
}

// Stat describes the directory.
func (d *diskDir) Stat() (Info, error) { return statRoot(d.root) }

func statRoot(root *os.Root) (Info, error) {
	file, err := root.Open(".")
	if err != nil {
		return Info{}, errno(err)
	}
	defer func() { _ = file.Close() }()
	return statOpen(file)
}

// SetTimes sets the directory's times.
func (d *diskDir) SetTimes(accessed, modified SetTime) error {
	return chtimes(d.root, ".", accessed, modified)
}

// Sync has nothing to call: Windows doesn't flush directories.
func (d *diskDir) Sync(bool) error { return nil }

// Search has nothing to ask: Windows lets everybody pass through directories, unless
// an administrator took that privilege away.
func (d *diskDir) Search() error { return nil }

// Dup opens the directory again.
func (d *diskDir) Dup(OpenFlags) (Dir, error) {
	root, err := d.root.OpenRoot(".")
	if err != nil {
		return nil, errno(err)
	}
	return &diskDir{fs: d.fs, root: root}, nil
}

// Close lets go of the directory.
func (d *diskDir) Close() error { return errno(d.root.Close()) }

// Lstat describes an entry.
func (d *diskDir) Lstat(name string) (Info, error) {
	if err := checkName(name); err != nil {
		return Info{}, err
	}
	return infoOf(d.root.Lstat(name))
}

// LsetTimes sets an entry's times: not a link's own, which os.Root can't.
func (d *diskDir) LsetTimes(name string, accessed, modified SetTime) error {
	info, err := d.Lstat(name)
	switch {
	case err != nil:
		return err
	case info.Type == SymbolicLink:
		return Unsupported
	}
	return chtimes(d.root, name, accessed, modified)
}

// Readlink gives a link's target, in WASI's slashes.
func (d *diskDir) Readlink(name string) (string, error) {
	info, err := d.Lstat(name)
	switch {
	case err != nil:
		return "", err
	case info.Type != SymbolicLink:
		return "", Invalid
	}
	target, err := d.root.Readlink(name)
	return strings.ReplaceAll(target, `\`, "/"), errno(err)
}

// OpenDir opens an entry that is a directory, and looks whether it is the one that
// stood there: os.Root follows links.
func (d *diskDir) OpenDir(name string, _ OpenFlags) (Dir, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	is, err := d.root.Lstat(name)
	switch {
	case err != nil:
		return nil, errno(err)
	case typeOf(is) == SymbolicLink:
		return nil, Loop
	case !is.IsDir():
		return nil, NotDirectory
	}
	root, err := d.root.OpenRoot(name)
	if err != nil {
		return nil, errno(err)
	}
	if opened, err := root.Stat("."); err != nil || !os.SameFile(is, opened) {
		_ = root.Close()
		return nil, Loop
	}
	return &diskDir{fs: d.fs, root: root}, nil
}

// ReadDir opens the directory for a listing.
func (d *diskDir) ReadDir() (Listing, error) {
	file, err := d.root.Open(".")
	if err != nil {
		return nil, errno(err)
	}
	return &diskListing{file: file}, nil
}

// diskListing reads a directory.
type diskListing struct {
	mu   sync.Mutex
	file *os.File
	rest []os.DirEntry
}

// Next gives the next entry whose name can be said.
func (l *diskListing) Next() (Entry, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if len(l.rest) == 0 {
			entries, err := l.file.ReadDir(256)
			if errors.Is(err, io.EOF) {
				return Entry{}, false, nil
			} else if err != nil {
				return Entry{}, false, errno(err)
			}
			l.rest = entries
		}
		e := l.rest[0]
		l.rest = l.rest[1:]
		if utf8.ValidString(e.Name()) {
			return Entry{Name: e.Name(), Type: typeOfMode(e.Type())}, true, nil
		}
	}
}

// Close closes the listing.
func (l *diskListing) Close() error { return errno(l.file.Close()) }
