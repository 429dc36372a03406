package loader

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/qyvol/qyvol/loader/manifest"
)

// InputPath is the path that stands for [Options].Stdin.
const InputPath = "-"

// IsInput tells a path that stands for a stream: [InputPath], or the name of what this
// process has open, such as /dev/stdin, or /dev/fd/63 of a shell's <(…).
func IsInput(path string) bool {
	return path == InputPath || path == "/dev/stdin" || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/self/fd/")
}

// IsStdin tells the paths that stand for standard input.
func IsStdin(path string) bool {
	switch path {
	case InputPath, "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0":
		return true
	}
	return false
}

// input opens the stream that a path stands for; nil is none.
func (o *Options) input(path string) (io.ReadCloser, error) {
	switch {
	case o.Stdin != nil && IsStdin(path): // without opening it anew, which takes a writer for a pipe
		return io.NopCloser(o.Stdin), nil
	case path == InputPath || !IsInput(path):
		return nil, nil //nolint:nilnil // a file like others
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, sourceError(path, err)
	}
	return file, nil
}

// BaseDir is what relative paths in the manifest of that path are relative to: its
// directory, or the working directory for a stream.
func BaseDir(path string) string {
	if IsInput(path) {
		return "."
	}
	return filepath.Dir(path)
}

// ReadManifest reads a manifest from a file or a stream, as Load does. The errors are
// those of manifest.ReadFile, [*AddressError] and [*UnreadableError].
func ReadManifest(path string, opts Options) (*manifest.Manifest, error) {
	in, err := opts.input(path)
	if err != nil {
		return nil, err
	}
	if in != nil {
		defer in.Close() //nolint:errcheck // only read
		return parseInput(path, in, opts)
	}
	m, err := manifest.ReadFile(path, opts.Manifest)
	if err != nil {
		return nil, ManifestError(path, err)
	}
	return m, nil
}

func parseInput(path string, in io.Reader, opts Options) (*manifest.Manifest, error) {
	text, err := io.ReadAll(io.LimitReader(in, manifest.MaxSize+1))
	if err != nil {
		return nil, &UnreadableError{Path: path, Err: err}
	}
	if opts.Manifest.Path == "" {
		opts.Manifest.Path = path
	}
	return manifest.Parse(text, opts.Manifest)
}

// loadInput recognises what a stream has. Where its head already tells that it is no
// guest, the rest is not read.
func loadInput(path string, stream io.Reader, opts Options) (*Unit, error) {
	in := bufio.NewReaderSize(stream, HeadSize)
	head, err := in.Peek(HeadSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &UnreadableError{Path: path, Err: err}
	}
	size := int64(len(head))
	if size == HeadSize {
		size = opts.maxStream() // there may be so much
	}
	var notWasm *NotWasmError
	if _, err := Recognise(head, size); errors.As(err, &notWasm) && !wantsWhole(err) {
		if notWasm.Looks != LookManifest {
			return nil, named(err, path)
		}
		if !opts.AnyName {
			return nil, &ManifestNameError{Path: path}
		}
		m, err := parseInput(path, in, opts)
		if err != nil {
			return nil, err
		}
		return manifestUnit(m, BaseDir(path), opts)
	}
	content, err := gather(in, opts.maxStream(), func(data []byte, known int) error { return checkBeginning(path, data, known) })
	var wrong *ModuleLoadError
	switch {
	case errors.As(err, &wrong):
		return nil, err
	case err != nil:
		return nil, &UnreadableError{Path: path, Err: err}
	case int64(len(content)) > opts.maxStream():
		return nil, &TooLargeError{Path: path, Size: int64(len(content)), Limit: opts.maxStream(), Stream: true}
	}
	u, err := LoadBytes(path, content)
	if err != nil {
		return nil, err
	}
	if u.name = filepath.Base(path); IsStdin(path) {
		u.name = "stdin"
	}
	return u, nil
}
