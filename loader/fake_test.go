package loader

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// fakeCompiler stands in for the engine: its "machine code" is the source with
// a header, and like the real one it believes whatever it is told to map.
type fakeCompiler struct {
	fingerprint string
	compiled    atomic.Int32
	onCompile   func()
	onMap       func() // while code is being mapped
	padding     int    // more bytes of code
	err         error
	noMap       bool // as on a file system mounted noexec
	denied      bool // as under systemd's MemoryDenyWriteExecute
	mapped      []*fakeCode
}

type fakeCode struct {
	content []byte
	closed  atomic.Int32
}

const fakeHeader = "fake code: "

func (f *fakeCompiler) Fingerprint() string { return "fake " + f.fingerprint }

func (f *fakeCompiler) Compile(data []byte) (*fakeCode, error) {
	f.compiled.Add(1)
	if f.onCompile != nil {
		f.onCompile()
	}
	if f.err != nil {
		return nil, f.err
	}
	content := append([]byte(fakeHeader), data...)
	return &fakeCode{content: append(content, make([]byte, f.padding)...)}, nil
}

func (f *fakeCompiler) CompileRewritten(data []byte, _ *engine.Origins) (*fakeCode, error) {
	return f.Compile(data)
}

func (f *fakeCompiler) DeserializeFile(path string, kind engine.Kind) (*fakeCode, error) {
	if f.onMap != nil {
		f.onMap()
	}
	if f.noMap {
		return nil, syscall.EACCES
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c, err := f.Deserialize(content, kind)
	if err == nil && f.onMap != nil {
		f.mapped = append(f.mapped, c)
	}
	return c, err
}

func (f *fakeCompiler) Deserialize(content []byte, kind engine.Kind) (*fakeCode, error) {
	if f.denied {
		return nil, errors.New("unable to make memory executable")
	}
	if !bytes.HasPrefix(content, []byte(fakeHeader)) || kind != engine.KindModule {
		return nil, errors.New("not fake code")
	}
	return &fakeCode{content: content}, nil
}

func (c *fakeCode) Kind() engine.Kind          { return engine.KindModule }
func (c *fakeCode) Serialize() ([]byte, error) { return c.content, nil }
func (c *fakeCode) Close() error               { c.closed.Add(1); return nil }

// source of a module: its only section is a custom one that holds the text.
func moduleOf(text string) []byte {
	return append([]byte("\x00asm\x01\x00\x00\x00\x00"), append([]byte{byte(len(text) + 1), 0}, text...)...)
}

// bench is a file of source, a cache and a compiler.
type bench struct {
	t        testing.TB
	path     string
	cache    *Cache
	compiler *fakeCompiler
}

func newBench(t testing.TB) *bench {
	dir := t.TempDir()
	b := &bench{
		t: t, path: filepath.Join(dir, "guest.wasm"), compiler: &fakeCompiler{},
		cache: OpenCache(CacheOptions{Dir: filepath.Join(dir, "cache")}),
	}
	b.write("hello")
	return b
}

func (b *bench) write(text string) {
	b.t.Helper()
	if err := os.WriteFile(b.path, moduleOf(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// root is the cache's directory, files where its files are.
func (b *bench) root() string  { return filepath.Join(filepath.Dir(b.path), "cache") }
func (b *bench) files() string { return filepath.Join(b.root(), "code") }

// load loads the file as a new process would, and checks that what came of it
// is the file's code and nothing else.
func (b *bench) load() LoadInfo {
	b.t.Helper()
	unit, err := Load(b.path, Options{Cache: b.cache})
	if err != nil {
		b.t.Fatal(err)
	}
	code, info, err := load(context.Background(), b.compiler, unit, LoadOptions{Cache: b.cache})
	if err != nil {
		b.t.Fatal(err)
	}
	source, err := os.ReadFile(b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	want := append([]byte(fakeHeader), source...)
	if !bytes.Equal(bytes.TrimRight(code.content, "\x00"), bytes.TrimRight(want, "\x00")) {
		b.t.Fatalf("ran the wrong code: %q, want %q", code.content, want)
	}
	return info
}

// quiet is load where the cache must have nothing to complain about.
func (b *bench) quiet() LoadInfo {
	b.t.Helper()
	info := b.load()
	if len(info.Warnings) > 0 {
		b.t.Fatalf("warnings: %v", info.Warnings)
	}
	return info
}

// compiles checks how many compilations a function causes.
func (b *bench) compiles(want int32, do func()) {
	b.t.Helper()
	before := b.compiler.compiled.Load()
	do()
	if got := b.compiler.compiled.Load() - before; got != want {
		b.t.Fatalf("compiled %d times, want %d", got, want)
	}
}

// warm loads until a record of the cache leads to the code, which takes until the file
// system's clock has moved on from the times of source and code.
func (b *bench) warm() {
	b.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		b.load()
		if b.recorded(b.unit()) {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatal("the cache does not get warm")
		}
		time.Sleep(5 * time.Millisecond) //nolint:forbidigo // between two looks at a clock of the file system
	}
}

// unit is the file as a new process would find it.
func (b *bench) unit() *Unit {
	b.t.Helper()
	u, err := Load(b.path, Options{Cache: b.cache})
	must(b.t, err)
	return u
}

// recorded reports whether what the cache knows about a unit's file leads to its code.
func (b *bench) recorded(u *Unit) bool {
	l := &loading[*fakeCode]{compiler: b.compiler, unit: u, cache: b.cache}
	l.find()
	_, ok := l.recorded()
	return ok
}

// only returns the one file in the cache with that suffix.
func (b *bench) only(suffix string) string {
	b.t.Helper()
	paths, err := filepath.Glob(filepath.Join(b.files(), "*"+suffix))
	if err != nil || len(paths) != 1 {
		b.t.Fatalf("files with %s: %v, %v", suffix, paths, err)
	}
	return paths[0]
}

// noTemps checks that nothing temporary was left behind.
func (b *bench) noTemps() {
	b.t.Helper()
	if paths, _ := filepath.Glob(filepath.Join(b.files(), "tmp-*")); len(paths) > 0 {
		b.t.Fatalf("left behind: %v", paths)
	}
}

// edit changes a file in place and sets its modification time back.
func edit(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(data), before.Mode()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
}

func flipLast(b []byte) []byte {
	b[len(b)-1] ^= 1
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
