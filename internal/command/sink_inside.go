package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// maxLinks is how many links the system follows.
const maxLinks = 40

// writableBy are the directories that a run's guest may write to, as far as they can be told
// before it is loaded: nil for none. A manifest that can't be read has none.
func writableBy(l *Line, path string) *vfs.Writable {
	r := wasi.Request{BaseDir: loader.BaseDir(path), Allow: allowOf(l)}
	if !loader.IsInput(path) && isManifest(l, path) {
		r.Manifest, _ = loader.ReadManifest(path, loader.Options{})
	}
	return writableOf(r)
}

// writableOf are those of a request.
func writableOf(r wasi.Request) *vfs.Writable {
	paths := wasi.Writable(r)
	if len(paths) == 0 {
		return nil
	}
	return vfs.NewWritable(paths)
}

// isManifest tells a file that is read as a manifest.
func isManifest(l *Line, path string) bool {
	if !l.Bool(ManifestFlag) && !strings.EqualFold(filepath.Ext(path), ".qyv") {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// enter opens the directory of the path, if the guest may write to it, without following
// links in such directories. A link outside of them, which is the user's, may lead into one.
func (s *sink) enter(within *vfs.Writable) (inside bool, err error) {
	path := s.path
	for range maxLinks {
		dir, name := filepath.Split(path)
		if dir == "" {
			dir = "."
		}
		if name == "" || name == "." || name == ".." {
			return false, nil // a directory
		}
		found, err := within.Find(dir)
		if err != nil {
			return false, s.unfound(dir, err)
		}
		if found.Inside != "" {
			err = s.inDirectory(found, dir, path)
			found.Close()
			return true, err
		}
		found.Close()
		target, err := os.Readlink(path)
		if err != nil {
			return false, nil //nolint:nilerr // it is no link
		}
		if !filepath.IsAbs(target) {
			target = dir + string(filepath.Separator) + target
		}
		path = target
	}
	return false, nil // the system says what is wrong with it
}

// unfound is why there is no directory, as the system says it.
func (s *sink) unfound(dir string, err error) error {
	var link *vfs.LinkError
	if errors.As(err, &link) {
		return &wasi.LinkError{Path: link.Path, Inside: link.Inside}
	}
	if _, failed := os.Stat(dir); failed != nil {
		return s.named(failed)
	}
	return s.named(err)
}

// inDirectory opens a directory that was found, and refuses a link in it.
func (s *sink) inDirectory(found *vfs.Found, dir, path string) (err error) {
	if s.dir, err = found.OpenRoot(dir); err != nil {
		return s.named(err)
	}
	s.inside, s.path = true, path
	info, err := s.stat()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return &wasi.LinkError{Path: path, Inside: found.Inside}
	}
	return nil
}

// stat describes the file, or in a guest's directory the name.
func (s *sink) stat() (fs.FileInfo, error) {
	if !s.inside {
		return os.Stat(s.path)
	}
	info, err := s.dir.Lstat(filepath.Base(s.path))
	return info, s.named(err)
}

// openFile opens the file. In a guest's directory it is the one of that name, and not what
// a link leads to.
func (s *sink) openFile(flags int) (*os.File, error) {
	if !s.inside {
		return os.OpenFile(s.path, flags, resultMode)
	}
	file, err := s.dir.OpenFile(filepath.Base(s.path), flags, resultMode)
	if err != nil {
		return nil, s.named(err)
	}
	opened, err := file.Stat()
	named, nameErr := s.stat()
	if err == nil {
		err = nameErr
	}
	if err == nil && !os.SameFile(opened, named) {
		err = &fs.PathError{Op: "open", Path: s.path, Err: syscall.ELOOP}
	}
	if err != nil {
		_ = file.Close() // the first error is the one to report
		return nil, err
	}
	return file, nil
}

// astray tells whether the path leads through a link in one of the directories, which were
// not known when the sink was opened. Then nothing is to be written to it.
func (s *sink) astray(within *vfs.Writable) error {
	if within == nil || s.given == "" {
		return nil
	}
	again := &sink{path: s.given}
	_, err := again.enter(within)
	if again.dir != nil {
		_ = again.dir.Close() // nothing was written to it
	}
	var link *wasi.LinkError
	if errors.As(err, &link) {
		return link
	}
	return nil
}
