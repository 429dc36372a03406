package command

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// resultMode lets others read what was written.
const resultMode = 0o644

// stdoutName is written where a file would be, for standard output.
const stdoutName = "-"

// sink is where a document goes that is written last, and is known to take one
// before what it is about begins.
type sink struct {
	path    string
	to      *os.File    // nil: a new file takes the place of path
	rewrite bool        // to has a beginning, from which it is written anew
	mode    fs.FileMode // of the file whose place it takes; 0 if there is none
	// dir is the directory of path as it was in the beginning: a guest may put
	// another one into its place.
	dir *os.Root
}

// openSink opens a file, or what is like one, and changes nothing in it yet. One
// that appends makes the file. A FIFO waits for its reader, as it does for a shell.
// The errors are *fs.PathError.
func openSink(path string, appends bool) (*sink, error) {
	s := &sink{path: path}
	if s.to = inherited(path); s.to != nil {
		_, err := s.to.Stat()
		return s, err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !appends && !isLink(path):
		return s, s.probe()
	case err == nil && info.IsDir():
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	flags := os.O_WRONLY | os.O_CREATE
	if appends {
		flags |= os.O_APPEND
	}
	if s.to, err = os.OpenFile(path, flags, resultMode); err != nil {
		return nil, err
	}
	if info, err = s.to.Stat(); err != nil || appends || !info.Mode().IsRegular() {
		return s, err
	}
	return s, s.replace(info)
}

// replace prefers a new file to the one that is open, if nobody can tell them apart
// but by never seeing half a document.
func (s *sink) replace(info fs.FileInfo) error {
	s.rewrite = true
	real, err := filepath.EvalSymlinks(s.path)
	if err != nil || !isOwn(info) {
		return nil //nolint:nilerr // it is written in place
	}
	opened, path := s.to, s.path
	s.to, s.path, s.mode = nil, real, info.Mode().Perm()
	if s.probe() != nil { // as a file that alone is mounted, or may be written
		s.to, s.path, s.dir = opened, path, nil
		return nil
	}
	return opened.Close()
}

// probe opens the directory, and finds out whether a file can be made in it.
func (s *sink) probe() error {
	dir, err := os.OpenRoot(filepath.Dir(s.path))
	if err != nil {
		return s.named(err)
	}
	s.dir = dir
	file, name, err := s.beside()
	if err == nil {
		err = errors.Join(file.Close(), s.dir.Remove(name))
	}
	if err != nil {
		_ = dir.Close() // the first error is the one to report
	}
	return err
}

// beside makes a file next to the path, with a name that nobody has.
func (s *sink) beside() (file *os.File, name string, err error) {
	name = ".qyvol-" + rand.Text()
	file, err = s.dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, resultMode)
	return file, name, s.named(err)
}

// named makes an error one of the path that the user gave.
func (s *sink) named(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		p.Path = s.path
	}
	return err
}

// inherited is a stream that the process has from its parent: by its name, or by
// being the file at a path. A new file must not take the place of what the guest
// writes to.
func inherited(path string) *os.File {
	if path == stdoutName {
		return os.Stdout
	}
	if file := byNumber(path); file != nil {
		return file
	}
	info, err := os.Stat(path)
	for _, stream := range []*os.File{os.Stdout, os.Stderr} {
		own, ownErr := stream.Stat()
		if path == stream.Name() || err == nil && ownErr == nil && os.SameFile(own, info) {
			return stream // by its name also where there is no /dev
		}
	}
	return nil
}

// byNumber is the stream that a path names by its number, whatever file that is.
func byNumber(path string) *os.File {
	for _, dir := range []string{"/dev/fd/", "/proc/self/fd/"} {
		number, ok := strings.CutPrefix(path, dir)
		n, err := strconv.ParseUint(number, 10, 16)
		switch {
		case !ok || err != nil:
		case n == 1:
			return os.Stdout
		case n == 2:
			return os.Stderr
		default:
			return os.NewFile(uintptr(n), path)
		}
	}
	return nil
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// write writes the document, once.
func (s *sink) write(document []byte) error {
	if s.to == nil {
		return s.exchange(document)
	}
	_, err := s.to.Write(document)
	if err == nil && s.rewrite {
		err = s.to.Truncate(int64(len(document)))
	}
	if s.to == os.Stdout || s.to == os.Stderr {
		return err
	}
	if closeErr := s.to.Close(); err == nil {
		err = closeErr
	}
	return err
}

// exchange puts a new file into the place of the path, when it is whole.
func (s *sink) exchange(document []byte) error {
	file, name, err := s.beside()
	if err != nil {
		return err
	}
	defer s.dir.Close() //nolint:errcheck // nothing was written to it
	if _, err = file.Write(document); err == nil && s.mode != 0 {
		err = file.Chmod(s.mode)
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = s.dir.Rename(name, filepath.Base(s.path))
	}
	if err != nil {
		_ = s.dir.Remove(name) // the first error is the one to report
	}
	return err
}
