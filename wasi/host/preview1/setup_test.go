package preview1_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

func mustBe(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// state is what the stores of these tests have.
type state struct{ host *host.Host }

func (s *state) Host() *host.Host { return s.host }

// driver is a module that exports each function, as a call of its import, so that
// tests call them through the whole way that a guest's calls take.
var driver = sync.OnceValue(func() string { return driverWith(`(memory (export "memory") 4)`) })

func driverWith(memory string) string {
	var imports, exports strings.Builder
	for _, f := range preview1.Signatures() {
		var params, gets string
		for i, p := range f.Params {
			params += map[rune]string{'i': " i32", 'I': " i64"}[p]
			gets += fmt.Sprintf("(local.get %d)", i)
		}
		if params != "" {
			params = "(param" + params + ")"
		}
		result := "(result i32)"
		if f.Name == "proc_exit" {
			result = ""
		}
		fmt.Fprintf(&imports, "(import %q %q (func $%s %s %s))\n", preview1.Module, f.Name, f.Name, params, result)
		fmt.Fprintf(&exports, "(func (export %q) %s %s (call $%s %s))\n", f.Name, params, result, f.Name, gets)
	}
	return "(module\n" + imports.String() + memory + exports.String() + ")"
}

// guests can make any number of guests.
type guests struct {
	eng            *engine.Engine
	hosted, native *engine.Linker
	driver         *engine.Component
}

func newGuests(t testing.TB, text string) *guests {
	t.Helper()
	eng, err := engine.New(engine.Config{EpochInterruption: true})
	mustBe(t, err)
	t.Cleanup(eng.Close)
	g := &guests{eng: eng, hosted: engine.NewLinker(eng), native: engine.NewLinker(eng)}
	t.Cleanup(g.hosted.Close)
	t.Cleanup(g.native.Close)
	mustBe(t, preview1.AddToLinker(g.hosted))
	mustBe(t, g.native.AddWASI())
	g.driver, err = eng.Compile([]byte(text))
	mustBe(t, err)
	t.Cleanup(func() { g.driver.Close() })
	return g
}

// guest is the driver, instantiated.
type guest struct {
	testing.TB
	*host.Host
	store *engine.Store
	inst  *engine.Instance
}

func (g *guests) host(t testing.TB, c host.Config) *guest {
	t.Helper()
	h := host.New(c)
	s := engine.NewStore(g.eng, &state{h})
	t.Cleanup(s.Close)
	inst, err := g.hosted.Instantiate(s, g.driver)
	mustBe(t, err)
	return &guest{t, h, s, inst}
}

func (g *guests) nativeGuest(t testing.TB, c engine.WASIConfig) *guest {
	t.Helper()
	s := engine.NewStore(g.eng, nil)
	t.Cleanup(s.Close)
	mustBe(t, s.SetWASI(&c))
	inst, err := g.native.Instantiate(s, g.driver)
	mustBe(t, err)
	return &guest{t, nil, s, inst}
}

// newGuest makes one with its own engine.
func newGuest(t testing.TB, c host.Config) *guest {
	t.Helper()
	return newGuests(t, driver()).host(t, c)
}

// withFiles makes a guest that has file systems at these paths, from 3 on.
func withFiles(t testing.TB, c host.Config, mounts ...vfs.Mount) *guest {
	t.Helper()
	c.Preopens = preopens(t, mounts...)
	return newGuest(t, c)
}

// preopens opens mounts.
func preopens(t testing.TB, mounts ...vfs.Mount) []host.Preopen {
	t.Helper()
	tree, err := vfs.NewTree(mounts)
	mustBe(t, err)
	var list []host.Preopen
	for _, m := range mounts {
		dir, err := tree.Open(m.Path, true)
		mustBe(t, err)
		t.Cleanup(func() { mustBe(t, dir.Close()) })
		list = append(list, host.Preopen{Path: m.Path, Dir: dir})
	}
	return list
}

// call calls a function; its arguments are numbers, of any kind.
func (g *guest) call(name string, args ...any) (preview1.Errno, error) {
	g.Helper()
	f, err := g.inst.Func(name)
	mustBe(g, err)
	params := ""
	for _, s := range preview1.Signatures() {
		if s.Name == name {
			params = s.Params
		}
	}
	if len(args) != len(params) {
		g.Fatalf("%s takes %d arguments, not %d", name, len(params), len(args))
	}
	list := make([]any, len(args))
	for i, arg := range args {
		var n uint64
		switch v := arg.(type) {
		case int:
			n = uint64(v)
		case uint32:
			n = uint64(v)
		case uint64:
			n = v
		default:
			g.Fatalf("%s: %T", name, arg)
		}
		if list[i] = uint32(n); params[i] == 'I' {
			list[i] = n
		}
	}
	got, err := f.Call(list...)
	if err != nil {
		return 0, err
	}
	return preview1.Errno(got.(int32)), nil
}

// want calls a function and fails unless it gives this error.
func (g *guest) want(errno preview1.Errno, name string, args ...any) {
	g.Helper()
	got, err := g.call(name, args...)
	if err != nil || got != errno {
		g.Fatalf("%s%v gives %v, %v, not %v", name, args, got, err, errno)
	}
}

// ok calls a function that must succeed.
func (g *guest) ok(name string, args ...any) { g.Helper(); g.want(0, name, args...) }

// traps calls a function that must trap, and gives the reason.
func (g *guest) traps(name string, args ...any) error {
	g.Helper()
	got, err := g.call(name, args...)
	var trap *engine.Trap
	if !errors.As(err, &trap) {
		g.Fatalf("%s%v gives %v, %v, and doesn't trap", name, args, got, err)
	}
	return err
}

func (g *guest) memory() []byte {
	g.Helper()
	m, ok := g.inst.Memory("memory")
	if !ok {
		g.Fatal("no memory")
	}
	return m
}

// Places in memory that tests use.
const (
	result = 0x100  // where results go
	vector = 0x200  // lists of buffers
	text   = 0x1000 // paths
	buffer = 0x8000 // contents
)

func (g *guest) u32(at int) uint32 { g.Helper(); return binary.LittleEndian.Uint32(g.memory()[at:]) }

func (g *guest) u64(at int) uint64 { g.Helper(); return binary.LittleEndian.Uint64(g.memory()[at:]) }

// put writes text, and gives where and how long it is.
func (g *guest) put(at int, s string) (place, n int) {
	g.Helper()
	copy(g.memory()[at:], s)
	return at, len(s)
}

// list writes a list of buffers.
func (g *guest) list(buffers ...int) (place, n int) {
	g.Helper()
	for i, v := range buffers {
		binary.LittleEndian.PutUint32(g.memory()[vector+4*i:], uint32(v))
	}
	return vector, len(buffers) / 2
}

// Rights and flags that tests ask for.
const (
	rightRead, rightWrite                    = 1 << 1, 1 << 6
	create, dirOnly, exclusive, truncate     = 1, 2, 4, 8
	flagAppend, flagDsync, flagNonblock      = 1, 2, 4
	flagRsync, flagSync                      = 8, 16
	rightReadWrite, follow, nofollow, noFlag = rightRead | rightWrite, 1, 0, 0
)

// try opens a path, without following links.
func (g *guest) try(fd int, path string, oflags, rights, fdflags int) (uint32, preview1.Errno) {
	g.Helper()
	at, n := g.put(text, path)
	errno, err := g.call("path_open", fd, nofollow, at, n, oflags, rights, 0, fdflags, result)
	mustBe(g, err)
	return g.u32(result), errno
}

// open is try for what can be opened.
func (g *guest) open(fd int, path string, oflags, rights, fdflags int) uint32 {
	g.Helper()
	opened, errno := g.try(fd, path, oflags, rights, fdflags)
	if errno != 0 {
		g.Fatalf("to open %q gives %v", path, errno)
	}
	return opened
}

// path calls a function that takes a directory and a path.
func (g *guest) path(errno preview1.Errno, name string, fd any, path string) {
	g.Helper()
	at, n := g.put(text, path)
	g.want(errno, name, fd, at, n)
}

func (g *guest) write(fd any, s string) {
	g.Helper()
	at, n := g.put(buffer, s)
	list, count := g.list(at, n)
	g.ok("fd_write", fd, list, count, result)
	if got := g.u32(result); int(got) != n {
		g.Fatalf("%d bytes of %d are written", got, n)
	}
}

func (g *guest) read(fd any, n int) string {
	g.Helper()
	list, count := g.list(buffer, n)
	g.ok("fd_read", fd, list, count, result)
	return string(g.memory()[buffer : buffer+g.u32(result)])
}
