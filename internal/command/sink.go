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

	"github.com/qyvol/qyvol/internal/vfs"
)

// resultMode lets others read what was written.
const resultMode = 0o644

// stdoutName is written where a file would be, for standard output.
const stdoutName = "-"

// sink is where a document goes that is written last, and is known to take one
// before what it is about begins.
type sink struct {
	path    string
	given   string      // the path that the user gave; empty for a stream of the process's
	to      *os.File    // nil: a new file takes the place of path
	rewrite bool        // to has a beginning, from which it is written anew
	mode    fs.FileMode // of the file whose place it takes; 0 if there is none
	// dir is the directory of path as it was in the beginning: a guest may put
	// another one into its place.
	dir *os.Root
	// inside says that a guest may write to the directory: nothing is done but by dir.
	inside bool
}

// openSink opens a file, or what is like one, and changes nothing in it yet. One
// that appends makes the file. A FIFO waits for its reader, as it does for a shell.
// within are the directories that the guest may write to, nil if there are none: no link
// in them is followed. The errors are *fs.PathError and *wasi.LinkError.
func openSink(path string, appends bool, within *vfs.Writable) (*sink, error) {
	s := &sink{path: path}
	if s.to = byName(path); s.to != nil {
		_, err := s.to.Stat()
		return s, err
	}
	s.given = path
	if within != nil {
		if inside, err := s.enter(within); inside || err != nil {
			if err == nil {
				err = s.open(appends)
			}
			return s, err
		}
	}
	if s.to = byFile(os.Stat(path)); s.to != nil {
		return s, nil
	}
	return s, s.open(appends)
}

// open opens the file, or probes whether a new one can be made.
func (s *sink) open(appends bool) error {
	info, err := s.stat()
	switch {
	case errors.Is(err, fs.ErrNotExist) && !appends && (s.dir != nil || !isLink(s.path)):
		return s.probe()
	case err == nil && info.IsDir():
		return &fs.PathError{Op: "open", Path: s.path, Err: syscall.EISDIR}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	flags := os.O_WRONLY | os.O_CREATE
	if appends {
		flags |= os.O_APPEND
	}
	if s.to, err = s.openFile(flags); err != nil {
		return err
	}
	if info, err = s.to.Stat(); err != nil || appends || !info.Mode().IsRegular() {
		return err
	}
	return s.replace(info)
}

// replace prefers a new file to the one that is open, if nobody can tell them apart
// but by never seeing half a document.
func (s *sink) replace(info fs.FileInfo) error {
	s.rewrite = true
	was := *s
	if s.dir == nil {
		real, err := filepath.EvalSymlinks(s.path)
		if err != nil {
			return nil //nolint:nilerr // it is written in place
		}
		s.path = real
	}
	if !isOwn(info) {
		*s = was
		return nil
	}
	s.to, s.mode = nil, info.Mode().Perm()
	if s.probe() != nil { // as a file that alone is mounted, or may be written
		*s = was
		return nil
	}
	return was.to.Close()
}

// probe opens the directory, and finds out whether a file can be made in it.
func (s *sink) probe() error {
	if s.dir == nil {
		dir, err := os.OpenRoot(filepath.Dir(s.path))
		if err != nil {
			return s.named(err)
		}
		s.dir = dir
	}
	file, name, err := s.beside()
	if err == nil {
		err = errors.Join(file.Close(), s.dir.Remove(name))
	}
	if err != nil && !s.inside {
		_ = s.dir.Close() // the first error is the one to report
		s.dir = nil
	}
	return err
}

// beside makes a file next to the path, with a name that nobody has.
func (s *sink) beside() (file *os.File, name string, err error) {
	name = ".qyvol-" + rand.Text()
	file, err = s.dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, resultMode)
	return file, name, s.named(err)
}

// named makes an error one of the path that the user gave, and of the system's.
func (s *sink) named(err error) error {
	var p *fs.PathError
	var e vfs.Errno
	switch {
	case errors.As(err, &p):
		p.Path = s.path
	case errors.As(err, &e):
		return &fs.PathError{Op: "open", Path: s.path, Err: vfs.HostError(e)}
	}
	return err
}

// byName is a stream that the process has from its parent, by its name: also where there
// is no /dev.
func byName(path string) *os.File {
	switch path {
	case stdoutName, os.Stdout.Name():
		return os.Stdout
	case os.Stderr.Name():
		return os.Stderr
	}
	return byNumber(path)
}

// byFile is such a stream, by being the file at a path. A new file must not take the place
// of what the guest writes to.
func byFile(info fs.FileInfo, err error) *os.File {
	if err != nil {
		return nil
	}
	for _, stream := range []*os.File{os.Stdout, os.Stderr} {
		if own, err := stream.Stat(); err == nil && os.SameFile(own, info) {
			return stream
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
