package loader

import (
	"crypto/sha256"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// manifestExt is the extension of manifests.
const manifestExt = ".qyv"

func isManifestPath(path string) bool { return strings.EqualFold(filepath.Ext(path), manifestExt) }

// Options configures [Load]. The zero value is useful.
type Options struct {
	// MaxSize is the largest file or stream to load, in bytes; 0 or less means
	// [DefaultMaxSize] of a file and [DefaultMaxStream] of a stream.
	MaxSize int64
	// Cache remembers the digests of files, so that an unchanged one is not
	// read; nil remembers nothing.
	Cache *Cache
	// Manifest is how a manifest is read.
	Manifest manifest.Options
	// AnyName takes what reads as a manifest for one whatever the name of its file is,
	// and from a stream too. Otherwise only a file named .qyv is a manifest, and what
	// else reads as one is a [*ManifestNameError]: a manifest grants, so that it must
	// not come in place of a guest that somebody else has brought.
	AnyName bool
	// Stream keeps nothing of a file that has to be read, for callers that only send
	// it on (see [Unit.Open]): it takes no memory, however large the file is.
	Stream bool
	// Stdin is what [InputPath] and the other names of standard input stand for; nil
	// makes [InputPath] the name of a file.
	Stdin io.Reader
}

func (o Options) maxSize() int64 {
	if o.MaxSize > 0 {
		return o.MaxSize
	}
	return DefaultMaxSize
}

func (o Options) maxStream() int64 {
	if o.MaxSize > 0 {
		return o.MaxSize
	}
	return DefaultMaxStream
}

// Unit is a guest as found: what its manifest says, which file it is, and what
// is in that file. It does not change; goroutines may share it.
type Unit struct {
	name     string
	manifest *manifest.Manifest
	baseDir  string
	source   *source
	err      error  // why the file can't be used
	key      string // of the manifest, that names the file
	entry    string // as the manifest writes it
	pin      string // the digest that it pins, or ""
	fallback string // as it writes it
	opts     Options
}

// Load finds and recognises a guest. path names a manifest (.qyv, or see
// [Options].AnyName), or a file with a component, a core module or the text of either,
// whatever its name.
//
// A stream, such as /dev/stdin, is read whole, and kept: see [IsInput].
//
// Paths in the manifest are relative to it, or to the working directory for one that
// comes from a stream. A pinned digest is checked. The
// errors are [*WasmNotFoundError], [*UnreadableError], [*NotRegularError],
// [*TooLargeError], [*NotWasmError], [*TruncatedError], [*ChangedError],
// [*DigestMismatchError], [*ManifestNameError], and those of manifest.ReadFile. Where the manifest is
// good and its component is not, there is an [*EntryError] around them.
func Load(path string, opts Options) (*Unit, error) {
	in, err := opts.input(path)
	if err != nil {
		return nil, err
	}
	if in != nil {
		defer in.Close() //nolint:errcheck // only read
		return loadInput(path, in, opts)
	}
	if isManifestPath(path) {
		return loadManifest(path, opts)
	}
	src, err := openSource(path, opts)
	var notWasm *NotWasmError
	if errors.As(err, &notWasm) && notWasm.Looks == LookManifest {
		if !opts.AnyName {
			return nil, &ManifestNameError{Path: path}
		}
		return loadManifest(path, opts)
	}
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	return &Unit{name: name, baseDir: filepath.Dir(path), source: src, opts: opts}, nil
}

// LoadBytes recognises a guest that is not in a file of its own; name stands for
// its path in messages. The errors are [*NotWasmError] and [*TruncatedError].
func LoadBytes(name string, data []byte) (*Unit, error) {
	format, err := Recognise(data, int64(len(data)))
	if err != nil {
		return nil, named(err, name)
	}
	src := newSource(name, int64(len(data)))
	src.Stamp.Size, src.Digest, src.Format, src.fileless = src.maxSize, sha256.Sum256(data), uint8(format), true
	src.contents.bytes = data
	return &Unit{name: name, baseDir: ".", source: src}, nil
}

// from is where the unit was loaded from. A zero Unit was loaded from nowhere, which
// is not found.
func (u *Unit) from() *source {
	if u.source == nil {
		return &source{}
	}
	return u.source
}

// Content is the file as it is: binary, or text. It must not be modified. A file
// that has changed since it was loaded is a [*ChangedError].
func (u *Unit) Content() ([]byte, error) {
	if u.err != nil {
		return nil, u.err
	}
	return u.from().content()
}

func loadManifest(path string, opts Options) (*Unit, error) {
	m, err := ReadManifest(path, opts)
	if err != nil {
		return nil, err
	}
	return manifestUnit(m, BaseDir(path), opts)
}

func manifestUnit(m *manifest.Manifest, baseDir string, opts Options) (*Unit, error) {
	u := &Unit{
		name: m.Name, manifest: m, baseDir: baseDir, opts: opts,
		key: "entrypoint", entry: m.Entrypoint, pin: m.Digest, fallback: m.Recovery.Fallback,
	}
	if u.enter(); u.err != nil {
		return nil, &EntryError{Unit: u, Err: u.err}
	}
	return u, nil
}

// enter finds the component that the manifest names.
func (u *Unit) enter() {
	path := u.resolve(u.entry)
	if u.source, u.err = openSource(path, u.opts); u.err != nil {
		u.source = newSource(path, 0)
		u.err = u.placed(u.err)
		return
	}
	u.err = checkPin(u.source, u.pin)
}

// placed shows where the manifest names a file that isn't there.
func (u *Unit) placed(err error) error {
	var missing *WasmNotFoundError
	if u.manifest == nil || !errors.Is(err, ErrWasmNotFound) {
		return err
	}
	place := func(text message.Text) *manifest.Notice {
		return &u.manifest.Error(manifest.ErrFile, u.key, text, message.Text{}).Notice
	}
	if e := addressError(u.entry); e != nil {
		e.place = place(e.what)
		return e
	}
	if errors.As(err, &missing) {
		e := missingFrom(u.baseDir, u.entry, missing.Path, manifest.ComponentFile)
		e.Place = place(message.LoaderWasmNotFound.With(e.Path))
		return e
	}
	return err
}

// EntryError says why the component that a manifest names can't be used. The
// unit can be run anyway: its manifest may say to try again, or to run
// another component instead.
type EntryError struct {
	Unit *Unit
	Err  error
}

// Error is the reason, in English.
func (e *EntryError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *EntryError) Unwrap() error { return e.Err }

// Err is why the component of an [EntryError]'s unit can't be used, nil for a unit
// that Load returned.
func (u *Unit) Err() error { return u.err }

// Again looks for the component of a manifest again, which may be there or be
// another by now; whether it is, Err tells. A unit without a manifest is
// returned as it is.
func (u *Unit) Again() *Unit {
	if u.manifest == nil {
		return u
	}
	again := *u
	again.enter()
	return &again
}

// checkPin compares a file with the digest that a manifest pins, if it does.
func checkPin(s *source, pin string) error {
	if got := s.written(); pin != "" && pin != got {
		return &DigestMismatchError{Path: s.Path, Want: pin, Got: got}
	}
	return nil
}

func (u *Unit) resolve(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(u.baseDir, filepath.FromSlash(path))
}

// Name is the manifest's name, or the file's without its extension.
func (u *Unit) Name() string { return u.name }

// Path is the file with the component, relative to the working directory if
// what was loaded was.
func (u *Unit) Path() string { return u.from().Path }

// Digest is that of the file's content: "sha256:" and 64 hexadecimal digits; it
// is empty where nothing could be read.
func (u *Unit) Digest() string { return u.from().written() }

// Format is how the component is written down.
func (u *Unit) Format() Format { return u.from().format() }

// Size is the file's size in bytes.
func (u *Unit) Size() int64 { return u.from().Stamp.Size }

// Manifest is the manifest that described the guest, nil if it was named
// directly. It must not be modified.
func (u *Unit) Manifest() *manifest.Manifest { return u.manifest }

// BaseDir is what the manifest's relative paths are relative to; without a
// manifest, the directory of the file.
func (u *Unit) BaseDir() string { return u.baseDir }

// Files are the host's files that a run of the unit obeys: the manifest, the component and
// the fallback, whether they are there or not. What came from a stream or from bytes is none.
func (u *Unit) Files() []string {
	var paths []string
	add := func(path string) {
		if path != "" && !IsInput(path) && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	if m := u.manifest; m != nil {
		add(m.Path)
		for _, named := range []string{m.Entrypoint, m.Recovery.Fallback} {
			if named != "" {
				add(u.resolve(named))
			}
		}
	}
	if src := u.from(); !src.fileless {
		add(src.Path)
	}
	return paths
}

// Alone is the component without its manifest.
func (u *Unit) Alone() *Unit {
	alone := *u
	alone.manifest, alone.entry, alone.pin, alone.fallback = nil, "", "", ""
	return &alone
}

// HasFallback reports whether the manifest names a fallback.
func (u *Unit) HasFallback() bool { return u.fallback != "" }

// Fallback loads the component that the manifest names as the fallback. It
// runs under the same manifest, but has no fallback of its own, and the pinned
// digest is not about it. The errors are those of [Load], and
// [*NoFallbackError].
func (u *Unit) Fallback() (*Unit, error) {
	if u.fallback == "" {
		return nil, &NoFallbackError{Name: u.name}
	}
	f := *u
	f.key, f.entry, f.pin, f.fallback = "recovery.fallback", u.fallback, "", ""
	if f.enter(); f.err != nil {
		return nil, f.err
	}
	return &f, nil
}

// NoFallbackError says that a unit has no fallback.
type NoFallbackError struct{ Name string }

// Words are what the error says.
func (e *NoFallbackError) Words() message.Text { return message.LoaderNoFallback.With(e.Name) }

// Error is in English.
func (e *NoFallbackError) Error() string { return e.Words().String() }
