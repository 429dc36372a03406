package preview1_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// twins are the same guest under wasmtime's own preview 1 and under this one, each
// with a folder of its own that has the same files.
type twins struct {
	testing.TB
	guests *guests
	dirs   [2]string
	write  bool
	pre    []host.Preopen
	both   [2]*guest
}

func newTwins(t testing.TB, write bool) *twins {
	t.Helper()
	w := &twins{TB: t, guests: newGuests(t, driver()), write: write, dirs: [2]string{t.TempDir(), t.TempDir()}}
	for _, dir := range w.dirs {
		mustBe(t, os.WriteFile(filepath.Join(dir, "a"), []byte("hello"), 0o600))
		mustBe(t, os.Mkdir(filepath.Join(dir, "d"), 0o700))
		mustBe(t, os.WriteFile(filepath.Join(dir, "d", "b"), nil, 0o600))
		mustBe(t, os.Symlink("a", filepath.Join(dir, "link")))
		mustBe(t, os.Symlink("../a", filepath.Join(dir, "d", "up")))
		mustBe(t, os.Symlink("loop", filepath.Join(dir, "loop")))
	}
	disk, err := vfs.OpenDisk(w.dirs[1], vfs.DiskOptions{})
	mustBe(t, err)
	t.Cleanup(func() { mustBe(t, disk.Close()) })
	w.pre = preopens(t, vfs.Mount{Path: "/", FS: disk})
	w.pre[0].Dir.CanMutate = write
	w.begin()
	return w
}

// begin makes both guests anew.
func (w *twins) begin() {
	args := []string{"program", "argument"}
	w.both = [2]*guest{
		w.guests.nativeGuest(w, engine.WASIConfig{
			Args: args, Env: []engine.EnvVar{{Name: "a", Value: "b"}},
			Preopens: []engine.Preopen{{Host: w.dirs[0], Guest: "/", Write: w.write}},
		}),
		w.guests.host(w, host.Config{
			Args: args, Env: []host.Variable{{Name: "a", Value: "b"}}, Preopens: w.pre,
		}),
	}
}

func (w *twins) end() {
	for _, g := range w.both {
		g.store.Close()
	}
}

// put writes into both memories.
func (w *twins) put(at int, p []byte) {
	for _, g := range w.both {
		copy(g.memory()[at:], p)
	}
}

// outcome is what a call comes to: an errno, an exit or a trap.
func outcome(errno preview1.Errno, err error) string {
	var exit *engine.ExitError
	var trap *engine.Trap
	switch {
	case err == nil:
		return errno.Error()
	case errors.As(err, &exit):
		return exit.Error()
	case errors.As(err, &trap):
		return "trap"
	}
	return err.Error()
}

// call calls both, and gives what each comes to.
func (w *twins) call(name string, args ...any) (native, hosted string) {
	w.Helper()
	native = outcome(w.both[0].call(name, args...))
	hosted = outcome(w.both[1].call(name, args...))
	if native == "trap" || hosted == "trap" {
		w.end()
		w.begin()
	}
	return native, hosted
}

// same calls both, and fails unless they do the same, also to their memories.
func (w *twins) same(name string, args ...any) {
	w.Helper()
	native, hosted := w.call(name, args...)
	if native != hosted {
		w.Errorf("%s%v: native %s, hosted %s", name, args, native, hosted)
	}
	if a, b := w.both[0].memory(), w.both[1].memory(); !bytes.Equal(a, b) {
		w.Errorf("%s%v: the memories differ", name, args)
	}
}

func TestArgumentsAsUnderWasmtime(t *testing.T) {
	w := newTwins(t, true)
	const out = 1 << 20 // out of the memory
	most := ^uint64(0)
	w.put(text, []byte("a\xff"))
	for _, c := range []struct {
		name string
		args []any
	}{
		{"args_get", []any{2, 100}},
		{"args_get", []any{0, out}},
		{"args_get", []any{out, 0}},
		{"args_get", []any{0, 64}},
		{"args_sizes_get", []any{2, 8}},
		{"args_sizes_get", []any{4, 8}},
		{"environ_get", []any{0, 64}},
		{"environ_sizes_get", []any{4, out}},
		{"environ_sizes_get", []any{4, 8}},
		{"clock_time_get", []any{2, 0, 8}},
		{"clock_time_get", []any{3, 0, 8}},
		{"clock_time_get", []any{4, 0, 8}},
		{"clock_time_get", []any{1, 0, 4}},
		{"clock_res_get", []any{2, 8}},
		{"clock_res_get", []any{0x10000, 8}},
		{"fd_advise", []any{3, 0, 0, 6}},
		{"fd_advise", []any{3, 0, 0, 5}},
		{"fd_advise", []any{99, 0, 0, 0}},
		{"fd_advise", []any{1, 0, 0, 0x100}},
		{"fd_allocate", []any{3, 0, 10}},
		{"fd_close", []any{99}},
		{"fd_datasync", []any{1}},
		{"fd_datasync", []any{3}},
		{"fd_fdstat_get", []any{0, result}},
		{"fd_fdstat_get", []any{1, result}},
		{"fd_fdstat_get", []any{3, result}},
		{"fd_fdstat_get", []any{3, result + 4}},
		{"fd_fdstat_get", []any{99, result}},
		{"fd_fdstat_get", []any{3, out}},
		{"fd_fdstat_set_flags", []any{3, 0}},
		{"fd_fdstat_set_flags", []any{3, 32}},
		{"fd_fdstat_set_flags", []any{3, 0x10000}},
		{"fd_fdstat_set_rights", []any{3, 0, 0}},
		{"fd_fdstat_set_rights", []any{1, 0, 0}},
		{"fd_fdstat_set_rights", []any{3, most, 0}},
		{"fd_fdstat_set_rights", []any{3, 0, 1 << 30}},
		{"fd_filestat_get", []any{0, result}},
		{"fd_filestat_get", []any{2, result}},
		{"fd_filestat_get", []any{99, result}},
		{"fd_filestat_set_size", []any{3, 0}},
		{"fd_filestat_set_times", []any{3, 0, 0, 16}},
		{"fd_filestat_set_times", []any{3, 0, 0, 3}},
		{"fd_filestat_set_times", []any{3, 0, 0, 12}},
		{"fd_filestat_set_times", []any{99, 0, 0, 3}},
		{"fd_filestat_set_times", []any{0, 0, 0, 0}},
		{"fd_pread", []any{0, vector, 0, 0, result}},
		{"fd_pread", []any{1, vector, 0, 0, result}},
		{"fd_pread", []any{3, vector, 0, 0, result}},
		{"fd_pwrite", []any{0, vector, 0, 0, result}},
		{"fd_pwrite", []any{1, vector, 0, 0, result}},
		{"fd_pwrite", []any{3, vector, 0, 0, result}},
		{"fd_prestat_get", []any{2, result}},
		{"fd_prestat_get", []any{3, result}},
		{"fd_prestat_get", []any{3, result + 2}},
		{"fd_prestat_get", []any{99, result}},
		{"fd_prestat_dir_name", []any{2, buffer, 9}},
		{"fd_prestat_dir_name", []any{3, buffer, 0}},
		{"fd_prestat_dir_name", []any{3, buffer, 9}},
		{"fd_prestat_dir_name", []any{3, out, 9}},
		{"fd_prestat_dir_name", []any{99, buffer, 9}},
		{"fd_read", []any{1, vector, 0, result}},
		{"fd_read", []any{3, vector, 0, result}},
		{"fd_write", []any{0, vector, 0, result}},
		{"fd_write", []any{1, vector, 0, result}},
		{"fd_write", []any{1, vector, 0, result + 1}},
		{"fd_write", []any{1, vector, 1 << 25, result}}, // the list is too long
		{"fd_write", []any{99, vector + 2, 1, result}},  // and not aligned
		{"fd_write", []any{99, 4*65536 - 4, 1, result}}, // or leads out
		{"fd_readdir", []any{1, buffer, 100, 0, result}},
		{"fd_readdir", []any{3, buffer, 0, 0, result}},
		{"fd_readdir", []any{3, buffer, 100, most, result}},
		{"fd_readdir", []any{3, 4*65536 - 8, 100, 0, result}},
		{"fd_renumber", []any{3, 99}},
		{"fd_renumber", []any{99, 3}},
		{"fd_renumber", []any{3, 3}},
		{"fd_seek", []any{1, 0, 0, result}},
		{"fd_seek", []any{3, 0, 0, result}},
		{"fd_seek", []any{3, 0, 3, result}},
		{"fd_sync", []any{3}},
		{"fd_sync", []any{1}},
		{"fd_tell", []any{1, result}},
		{"fd_tell", []any{3, result}},
		{"path_open", []any{3, 2, text, 1, 0, 0, 0, 0, result}},
		{"path_open", []any{3, 0, text, 1, 16, 0, 0, 0, result}},
		{"path_open", []any{3, 0, text, 1, 0, most, 0, 0, result}},
		{"path_open", []any{3, 0, text, 1, 0, 0, most, 0, result}},
		{"path_open", []any{3, 0, text, 1, 0, 0, 0, 32, result}},
		{"path_open", []any{3, 0, text, 1, 0, 0, 0, 0x10000, result}},
		{"path_open", []any{3, 0, text, 2, 0, 0, 0, 0, result}},
		{"path_open", []any{99, 0, text, 1, 0, 0, 0, 0, result}},
		{"path_open", []any{99, 0, out, 1, 0, 0, 0, 0, result}},
		{"path_open", []any{1, 0, text, 1, 0, 0, 0, 0, result}},
		{"path_open", []any{3, 0, text, 1, 0, 0, 0, 2, result}},
		{"path_open", []any{3, 0, text, 1, 3, 0, 0, 0, result}},
		{"path_open", []any{3, 0, text, 1, 2, 0, 0, 0, result}},
		{"path_unlink_file", []any{99, out, 1}},
		{"path_unlink_file", []any{3, out, 1}},
		{"path_create_directory", []any{3, 0, 0x8800000}},
		{"path_create_directory", []any{3, text, 2}},
		{"path_filestat_get", []any{3, 2, text, 1, result}},
		{"path_filestat_set_times", []any{99, 0, out, 1, 0, 0, 3}},
		{"path_link", []any{3, 0, out, 1, 99, text, 1}},
		{"path_rename", []any{99, text, 1, 3, out, 1}},
		{"path_rename", []any{3, out, 1, 99, text, 1}},
		{"path_symlink", []any{out, 1, 99, text, 1}},
		{"path_readlink", []any{3, text, 1, buffer, 10, result}},
		{"proc_exit", []any{0}},
		{"proc_exit", []any{125}},
		{"proc_exit", []any{126}},
		{"proc_exit", []any{most}},
		{"proc_raise", []any{3}},
		{"proc_raise", []any{30}},
		{"proc_raise", []any{31}},
		{"random_get", []any{out, 0}},
		{"random_get", []any{out, 1}},
		{"random_get", []any{4*65536 - 8, 16}},
		{"sched_yield", nil},
		{"sock_accept", []any{99, 0, result}},
		{"sock_accept", []any{3, 0, result}},
		{"sock_accept", []any{3, 64, result}},
		{"sock_recv", []any{3, 0, 0, 3, result, result}},
		{"sock_recv", []any{3, 0, 0, 4, result, result}},
		{"sock_recv", []any{99, 0, 0, 0, result, result}},
		{"sock_send", []any{1, 0, 0, 1, result}},
		{"sock_send", []any{1, 0, 0, 0x10000, result}},
		{"sock_shutdown", []any{1, 3}},
		{"sock_shutdown", []any{99, 3}},
		{"sock_shutdown", []any{1, 4}},
		{"sock_shutdown", []any{1, 0x103}},
		{"poll_oneoff", []any{0, 0, 0, 0}},
		{"poll_oneoff", []any{4, 0, 1, 0}},
		{"poll_oneoff", []any{0, 0, 1 << 25, 0}},
		{"poll_oneoff", []any{out, 0, 1, 0}},
	} {
		w.put(text, []byte("a\xff"))
		w.same(c.name, c.args...)
	}
}

var pathsToTry = []string{
	"a", "d", "d/b", "d/up", "link", "loop", "x", "y", "d/x", "a/", "d/", "x/", "link/", "d/../a", "../a", "/a",
	"", ".", "..", "d/.", "d/..", "a/b", "\xff", "d/up/", "x\x00", "loop/x",
}

// arguments are what the functions of files take: f is a descriptor, p a path, l a
// lookup flag, o a list of one buffer; others as below.
var arguments = map[string]string{
	"fd_advise": "fnnv", "fd_allocate": "fnn", "fd_close": "f", "fd_datasync": "f", "fd_fdstat_get": "fr",
	"fd_fdstat_set_flags": "fF", "fd_filestat_get": "fr", "fd_filestat_set_size": "fn",
	"fd_filestat_set_times": "fNNt", "fd_pread": "fionr", "fd_pwrite": "fionr", "fd_read": "fior",
	"fd_write": "fior", "fd_renumber": "ff", "fd_seek": "fnwr", "fd_sync": "f", "fd_tell": "fr",
	"path_create_directory": "fp", "path_filestat_get": "flpr", "path_filestat_set_times": "flpNNt",
	"path_link": "flpfq", "path_open": "flpORRFr", "path_readlink": "fpbsr", "path_remove_directory": "fp",
	"path_rename": "fpfq", "path_symlink": "pfq", "path_unlink_file": "fp", "fd_prestat_get": "fr",
	"fd_readdir": "fbsnr",
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// argument chooses one, and puts what it points to into both memories.
func (w *twins) argument(r *rand.Rand, kind rune) []any {
	path := func(at int) []any {
		p := pick(r, pathsToTry...)
		w.put(at, []byte(p))
		return []any{at, len(p)}
	}
	switch kind {
	case 'f':
		return []any{pick(r, 0, 1, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8, 99)}
	case 'p':
		return path(text)
	case 'q':
		return path(text + 256)
	case 'n':
		return []any{pick(r, 0, 1, 5, 100, ^uint64(0), 1<<63, 1<<63-1, 1<<40)}
	case 'N':
		return []any{pick(r, 0, 1_000_000_000, 1_500_000_000_000_000_001)}
	case 'i':
		w.put(vector, []byte{0, byte(buffer >> 8), 0, 0, pick[byte](r, 0, 3, 200), 0, 0, 0})
		return []any{vector}
	case 'o':
		return []any{pick(r, 0, 1, 1, 1)}
	case 'r':
		return []any{result}
	case 'b':
		return []any{buffer}
	case 's':
		return []any{pick(r, 0, 1, 24, 100, 4096)}
	case 'l':
		return []any{r.IntN(2)}
	case 'O':
		return []any{pick(r, 0, 0, 0, 1, 1, 2, 3, 4, 5, 8, 9, 15)}
	case 'R':
		return []any{pick(r, 0, rightRead, rightWrite, rightReadWrite, 1<<30-1)}
	case 'F':
		return []any{pick(r, 0, 0, 0, flagAppend, flagNonblock, flagSync)}
	case 'v':
		return []any{r.IntN(6)}
	case 't':
		return []any{r.IntN(16)}
	case 'w':
		return []any{r.IntN(3)}
	}
	panic(fmt.Sprintf("no argument %c", kind))
}

// allowed are the differences, and whether the folders are the same afterwards.
var allowed = map[string]bool{
	// Package vfs answers as Linux does, where wasmtime looks at paths itself.
	"path_remove_directory inval notempty":   true,  // d/..
	"path_symlink notdir exist":              true,  // over link/
	"path_symlink noent inval":               true,  // x with a NUL
	"path_link notdir exist":                 true,  // over link/
	"path_link notdir noent":                 true,  // of nothing, at link/
	"path_filestat_get success notdir":       false, // a/
	"path_filestat_set_times success notdir": false, // likewise
	// Flags that make no sense together, where nothing may be changed.
	"path_open perm inval": true,
	// wasmtime holds its preopens in a way that has no times to set.
	"fd_filestat_set_times badf success": false,
	// What was opened to be cut, but not to be written, can be written there.
	"fd_write success badf":              false,
	"fd_pwrite success badf":             false,
	"fd_filestat_set_size success inval": false,
}

// Scripts of calls do the same under both, but for what is allowed.
func TestScriptsAsUnderWasmtime(t *testing.T) {
	switch {
	case testing.Short():
		t.Skip("thousands of calls")
	case runtime.GOOS != "linux":
		t.Skip("wasmtime's files are those of the system, and differ")
	}
	names := []string{"path_open", "path_open", "path_open"}
	for _, s := range preview1.Signatures() {
		if _, ok := arguments[s.Name]; ok {
			names = append(names, s.Name)
		}
	}
	for seed := range uint64(scripts) {
		newTwins(t, seed%3 != 0).script(rand.New(rand.NewPCG(seed, 1)), names)
	}
}

// scripts is how many there are, a third of which may change nothing.
const scripts = 6

func (w *twins) script(r *rand.Rand, names []string) {
	w.Helper()
	defer w.end()
	for range 400 {
		name := pick(r, names...)
		var args []any
		for _, kind := range arguments[name] {
			args = append(args, w.argument(r, kind)...)
		}
		memory := w.both[0].memory()
		paths := fmt.Sprintf("%.16q %.16q", memory[text:], memory[text+256:])
		native, hosted := w.call(name, args...)
		same, isAllowed := allowed[name+" "+native+" "+hosted]
		switch {
		case isAllowed && same:
		case isAllowed:
			return
		case native != hosted:
			w.Errorf("%s%v of %s: native %s, hosted %s", name, args, paths, native, hosted)
			return // the folders are not the same any more
		case w.both[0].u32(result) != w.both[1].u32(result) && !strings.HasSuffix(name, "filestat_get"):
			w.Errorf("%s%v of %s: native gives %d, hosted %d", name, args, paths, w.both[0].u32(result), w.both[1].u32(result))
			return
		}
	}
}
