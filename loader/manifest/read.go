package manifest

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/qyvol/qyvol/internal/message"
)

// ReadFile reads the manifest in a file. Besides the errors of [Parse] it
// returns [Errors] of the kinds ErrNotFound, ErrDirectory, ErrUnreadable and
// ErrTooLarge, with the file system's error as their cause.
func ReadFile(path string, opts Options) (*Manifest, error) {
	if opts.Path == "" {
		opts.Path = path
	}
	data, err := read(path)
	if err != nil {
		return nil, Errors{fileError(opts.Path, err)}
	}
	return Parse(data, opts)
}

// read returns at most one byte more than a manifest can have.
func read(path string) ([]byte, error) {
	info, err := os.Stat(path) // first: to open a pipe waits for who writes
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR}
	case !info.Mode().IsRegular() && !isStream(path):
		return nil, errNotFile
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}

var errNotFile = errors.New("not a regular file")

// isStream tells the names of what this process has open already, such as
// /dev/stdin, or /dev/fd/63 of a shell's <(…).
func isStream(path string) bool {
	return strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/")
}

func fileError(path string, err error) *Error {
	failure := func(kind Kind, text, hint message.Text) *Error {
		return &Error{Kind: kind, Cause: err, Notice: Notice{Path: path, Text: text, HintText: hint}}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		hint := MissingHint("", path, ManifestFile)
		if hint.IsZero() {
			hint = message.ManifestNotFoundHint.With()
		}
		return failure(ErrNotFound, message.ManifestNotFound.With(), hint)
	case errors.Is(err, syscall.EISDIR):
		return failure(ErrDirectory, message.ManifestIsDirectory.With(), message.ManifestIsDirectoryHint.With())
	case errors.Is(err, errNotFile):
		return failure(ErrUnreadable, message.ManifestNotFile.With(), message.ManifestNotFileHint.With())
	case errors.Is(err, fs.ErrPermission):
		return failure(ErrUnreadable, message.ManifestNoAccess.With(), message.ManifestNoAccessHint.With())
	}
	reason := err
	if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
		reason = cause.Err // the path is told already
	}
	return failure(ErrUnreadable, message.ManifestUnreadable.With(reason), message.Text{})
}
