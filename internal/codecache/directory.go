package codecache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// codeDir is the directory, below the cache's root, that holds its files. Both
// are checked before anything in them is believed.
const codeDir = "code"

// Suffixes and prefixes of the files in the cache. An entry is the code and
// its sidecar; the record of a source belongs to a file outside of the cache.
const (
	codeSuffix    = ".code"
	sidecarSuffix = ".meta"
	sourceSuffix  = ".quick"
	lockPrefix    = "lock-"
	tempPrefix    = "tmp-"
)

// directory is a place on disk that holds a cache.
type directory struct {
	root  string
	files string // root/code
	// chosen says that the user named the directory, and what leads to it: it is not
	// just where caches are.
	chosen bool
}

func newDirectory(root string, chosen bool) directory {
	return directory{root: root, files: filepath.Join(root, codeDir), chosen: chosen}
}

func (d directory) code(k key) string    { return d.files + separator + k.String() + codeSuffix }
func (d directory) sidecar(k key) string { return d.files + separator + k.String() + sidecarSuffix }

const separator = string(filepath.Separator)

// check refuses a directory in which somebody else than root could put code for this
// user to run. A directory that isn't there is [fs.ErrNotExist]. One of root's is
// there to be read: own is false.
func (d directory) check() (own bool, err error) {
	if !d.chosen {
		if err := checkAbove(d.root); err != nil {
			return false, err
		}
	}
	for _, path := range []string{d.root, d.files} {
		if own, err = checkDirectory(path); err != nil {
			return own, err
		}
	}
	return own, nil
}

func checkDirectory(path string) (own bool, err error) {
	s, err := lstat(path)
	if err != nil {
		return false, err
	}
	return s.isOwn(), s.trusted(path)
}

// trusted says what is wrong with a directory of the cache.
func (s Stamp) trusted(path string) error {
	mode := s.Mode()
	switch {
	case mode&fs.ModeSymlink != 0:
		return &UnsafeDirError{Dir: path, Why: UnsafeLink}
	case !mode.IsDir():
		return &UnsafeDirError{Dir: path, Why: UnsafeFile}
	case !s.isOwn() && !s.isRoots():
		return &UnsafeDirError{Dir: path, Why: UnsafeOwner}
	case s.isShared():
		return &UnsafeDirError{Dir: path, Why: UnsafeMode}
	}
	return nil
}

// prepare creates what is missing, then checks it.
func (d directory) prepare() (own bool, err error) {
	own, err = d.check()
	if !errors.Is(err, fs.ErrNotExist) {
		return own, err
	}
	const private = 0o700
	if err := os.MkdirAll(filepath.Dir(d.root), private); err != nil {
		return false, err
	}
	for _, path := range []string{d.root, d.files} {
		if err := os.Mkdir(path, private); err != nil && !errors.Is(err, fs.ErrExist) {
			return false, err
		}
		if own, err = checkDirectory(path); err != nil {
			return own, err
		}
	}
	return own, nil
}
