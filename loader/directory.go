package loader

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
// its sidecar; a quick record belongs to a file of source.
const (
	codeSuffix  = ".code"
	metaSuffix  = ".meta"
	quickSuffix = ".quick"
	lockPrefix  = "lock-"
	tempPrefix  = "tmp-"
)

// directory is a place on disk that holds a cache.
type directory struct {
	root  string
	files string // root/code
}

func newDirectory(root string) directory {
	return directory{root: root, files: filepath.Join(root, codeDir)}
}

func (d directory) code(key sum) string { return d.files + separator + key.String() + codeSuffix }
func (d directory) meta(key sum) string { return d.files + separator + key.String() + metaSuffix }

const separator = string(filepath.Separator)

// check refuses a directory in which somebody else could put code for this
// user to run. A directory that isn't there is [fs.ErrNotExist].
func (d directory) check() error {
	if err := checkDirectory(d.root); err != nil {
		return err
	}
	return checkDirectory(d.files)
}

func checkDirectory(path string) error {
	s, err := lstatFile(path)
	if err != nil {
		return err
	}
	mode := s.fileMode()
	switch {
	case mode&fs.ModeSymlink != 0:
		return &UnsafeDirError{Dir: path, Why: UnsafeLink}
	case !mode.IsDir():
		return &UnsafeDirError{Dir: path, Why: UnsafeFile}
	case !s.isOwn():
		return &UnsafeDirError{Dir: path, Why: UnsafeOwner}
	case s.isShared():
		return &UnsafeDirError{Dir: path, Why: UnsafeMode}
	}
	return nil
}

// prepare creates what is missing, then checks it.
func (d directory) prepare() error {
	err := d.check()
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	const private = 0o700
	if err := os.MkdirAll(filepath.Dir(d.root), private); err != nil {
		return err
	}
	for _, path := range []string{d.root, d.files} {
		if err := os.Mkdir(path, private); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := checkDirectory(path); err != nil {
			return err
		}
	}
	return nil
}
