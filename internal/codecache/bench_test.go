package codecache

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// bench is a file of source, a cache, and what stands in for a loader and its engine:
// "machine code" is the source with a header, and whatever is given is believed.
type bench struct {
	t      testing.TB
	path   string
	cache  *Cache
	config string

	compiled  atomic.Int32
	onCompile func()
	onMap     func() // while code is being mapped
	padding   int    // more bytes of code
	noMap     bool   // as on a file system mounted noexec
}

// loaded is what a load came to.
type loaded struct {
	Hit, Recalled bool
	Warnings      []error
}

const (
	fakeHeader = "fake code: "
	fakeKind   = 7
	fakeFormat = 2
)

func newBench(t testing.TB) *bench {
	dir := t.TempDir()
	b := &bench{t: t, path: filepath.Join(dir, "guest.wasm")}
	b.open(Options{Dir: filepath.Join(dir, "cache")})
	b.write("hello")
	return b
}

func (b *bench) open(opts Options) {
	c := Open(opts)
	b.cache = &c
}

func (b *bench) write(text string) {
	b.t.Helper()
	must(b.t, os.WriteFile(b.path, []byte(text), 0o600))
}

func (b *bench) dir() directory {
	b.t.Helper()
	place, err := b.cache.where()
	must(b.t, err)
	return place.directory
}

func (b *bench) prepare() {
	b.t.Helper()
	_, err := b.dir().prepare()
	must(b.t, err)
}

// source is the file as a loader finds it: recalled or read.
func (b *bench) source() (s *Source, recalled bool) {
	b.t.Helper()
	s = &Source{Path: b.path}
	var err error
	s.Stamp, err = Stat(b.path)
	must(b.t, err)
	if b.cache.Recall(s) {
		return s, true
	}
	s.ReadAt = time.Now()
	content, err := os.ReadFile(b.path)
	must(b.t, err)
	s.Digest, s.Format = DigestOf(content), fakeFormat
	return s, false
}

func (b *bench) entry() *Entry {
	b.t.Helper()
	s, _ := b.source()
	e, err := b.cache.Entry(s, b.config)
	must(b.t, err)
	return e
}

func (b *bench) key() key { return b.entry().key }

// compile makes code of the file.
func (b *bench) compile() []byte {
	b.compiled.Add(1)
	if b.onCompile != nil {
		b.onCompile()
	}
	source, err := os.ReadFile(b.path)
	must(b.t, err)
	return append(append([]byte(fakeHeader), source...), make([]byte, b.padding)...)
}

// give is an engine that takes code.
func (b *bench) give(to *[]byte) func(Code) error {
	return func(c Code) error {
		content := c.Bytes
		if c.Path != "" {
			if b.onMap != nil {
				b.onMap()
			}
			if b.noMap {
				return syscall.EACCES
			}
			var err error
			if content, err = os.ReadFile(c.Path); err != nil {
				return err
			}
		}
		if !bytes.HasPrefix(content, []byte(fakeHeader)) || c.Kind != fakeKind {
			return syscall.EINVAL
		}
		*to = content
		return nil
	}
}

// load loads the file as a new process would, and checks that what came of it
// is the file's code and nothing else.
func (b *bench) load() (is loaded) {
	b.t.Helper()
	s, recalled := b.source()
	is.Recalled = recalled
	e, err := b.cache.Entry(s, b.config)
	is.warn(err)
	var code []byte
	if e != nil {
		code = b.through(e, &is)
	} else {
		code = b.compile()
	}
	source, err := os.ReadFile(b.path)
	must(b.t, err)
	if want := append([]byte(fakeHeader), source...); !bytes.Equal(bytes.TrimRight(code, "\x00"), bytes.TrimRight(want, "\x00")) {
		b.t.Fatalf("ran the wrong code: %q, want %q", code, want)
	}
	return is
}

func (is *loaded) warn(err error) {
	if err != nil {
		is.Warnings = append(is.Warnings, err)
	}
}

// through loads through the cache, as package loader does.
func (b *bench) through(e *Entry, is *loaded) (code []byte) {
	mapped := func(find func(func(Code) error) (bool, error)) bool {
		ok, err := find(b.give(&code))
		if !slices.ContainsFunc(is.Warnings, func(had error) bool { return errors.As(had, new(*EntryError)) }) {
			is.warn(err) // once
		}
		is.Hit = ok
		return ok
	}
	if mapped(e.MapRecorded) {
		return code
	}
	own, err := e.Prepare()
	if err != nil {
		is.warn(err)
		return b.compile()
	}
	if mapped(e.Map) {
		return code
	}
	if !own {
		is.warn(&ReadOnlyError{Dir: e.place.root})
		return b.compile()
	}
	unlock, err := e.Lock()
	if err != nil {
		is.warn(err)
		return b.compile()
	}
	defer unlock()
	if !mapped(e.Map) {
		code = b.compile()
		is.warn(e.Store(Code{Bytes: code, Kind: fakeKind}, 0))
	}
	return code
}

// quiet is load where the cache must have nothing to complain about.
func (b *bench) quiet() loaded {
	b.t.Helper()
	is := b.load()
	if len(is.Warnings) > 0 {
		b.t.Fatalf("warnings: %v", is.Warnings)
	}
	return is
}

// compiles checks how many compilations a function causes.
func (b *bench) compiles(want int32, do func()) {
	b.t.Helper()
	before := b.compiled.Load()
	do()
	if got := b.compiled.Load() - before; got != want {
		b.t.Fatalf("compiled %d times, want %d", got, want)
	}
}

// warm loads until the source's record vouches for both source and code, which
// takes until the file system's clock has moved on from their times.
func (b *bench) warm() {
	b.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		b.load()
		if r := b.recall(); r != nil && r.find(b.key()) != nil {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatal("the cache does not get warm")
		}
		time.Sleep(5 * time.Millisecond) //nolint:forbidigo // between two looks at a clock of the file system
	}
}

// recall returns the source's record, nil if there is none to trust.
func (b *bench) recall() *sourceRecord {
	b.t.Helper()
	state, err := Stat(b.path)
	must(b.t, err)
	return b.cache.recall(state)
}

// only returns the one file in the cache with that suffix.
func (b *bench) only(suffix string) string {
	b.t.Helper()
	paths, err := filepath.Glob(filepath.Join(b.dir().files, "*"+suffix))
	if err != nil || len(paths) != 1 {
		b.t.Fatalf("files with %s: %v, %v", suffix, paths, err)
	}
	return paths[0]
}

// noTemps checks that nothing temporary was left behind.
func (b *bench) noTemps() {
	b.t.Helper()
	if paths, _ := filepath.Glob(filepath.Join(b.dir().files, tempPrefix+"*")); len(paths) > 0 {
		b.t.Fatalf("left behind: %v", paths)
	}
}

// edit changes a file in place and sets its modification time back.
func edit(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	before, err := os.Stat(path)
	must(t, err)
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, change(data), before.Mode()))
	must(t, os.Chtimes(path, before.ModTime(), before.ModTime()))
}

func flipLast(b []byte) []byte {
	b[len(b)-1] ^= 1
	return b
}

func replace(t *testing.T, path string, data []byte) {
	t.Helper()
	replaceBy(t, path, func(p string) error { return os.WriteFile(p, data, 0o600) })
}

func replaceBy(t *testing.T, path string, with func(path string) error) {
	t.Helper()
	must(t, os.Remove(path))
	must(t, with(path))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
