package preview1_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// zeroes are arguments for a function.
func zeroes(params string) []any {
	args := make([]any, len(params))
	for i := range args {
		args[i] = 0
	}
	return args
}

func TestGuestsWithoutMemory(t *testing.T) {
	for name, memory := range map[string]string{
		"none":         "",
		"not exported": "(memory 1)",
		"other name":   `(memory (export "mem") 1)`,
		"no memory":    `(global (export "memory") i32 (i32.const 0))`,
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuests(t, driverWith(memory))
			for _, s := range preview1.Signatures() {
				err := g.host(t, host.Config{}).traps(s.Name, zeroes(s.Params)...)
				if !errors.Is(err, preview1.ErrNoMemory) {
					t.Errorf("%s: %v", s.Name, err)
				}
			}
		})
	}
}

// A memory may be imported by one module and exported again, or be empty.
func TestEmptyMemory(t *testing.T) {
	g := newGuests(t, driverWith(`(memory (export "memory") 0)`))
	for _, s := range preview1.Signatures() {
		guest := g.host(t, host.Config{Args: []string{"a"}, Env: []host.Variable{{Name: "a"}}})
		got, err := guest.call(s.Name, zeroes(s.Params)...)
		var pointer *preview1.PointerError
		if err != nil && !errors.As(err, &pointer) && s.Name != "proc_exit" {
			t.Errorf("%s: %v, %v", s.Name, got, err)
		}
	}
	guest := g.host(t, host.Config{})
	guest.ok("sched_yield")
	guest.ok("random_get", 1<<20, 0)
	guest.traps("clock_time_get", 1, 0, 0)
}

// The last byte of a memory of 4 GiB isn't followed by the first one.
func TestPointersDontWrap(t *testing.T) {
	g := newGuests(t, driverWith(`(memory (export "memory") 65536)`))
	c := host.Config{Args: []string{"a", "b"}, Env: []host.Variable{{Name: "a"}, {Name: "b"}}}
	const last = 0xfffffffc
	for _, tt := range []struct {
		name string
		args []any
	}{
		{"fd_readdir", []any{3, 0xffffffe8, 0xffffffff, 0, result}}, // room for an entry, but not for its name
		{"fd_readdir", []any{3, 0xffffffe4, 0xffffffff, 0, result}},
		{"args_get", []any{last, text}},
		{"args_get", []any{vector, 0xfffffffe}},
		{"environ_get", []any{last, text}},
		{"environ_get", []any{vector, last}},
		{"random_get", []any{last, 8}},
		{"fd_write", []any{1, 0xfffffff8, 2, result}},
		{"poll_oneoff", []any{0xffffffd0, 0, 2, result}},
		{"poll_oneoff", []any{vector, 0xfffffff0, 1, result}},
		{"path_create_directory", []any{3, last, 8}},
		{"fd_prestat_dir_name", []any{3, 0xffffffff, 1 << 10}},
	} {
		c.Preopens = preopens(t, vfs.Mount{Path: "/a-long-name", FS: vfs.NewMem(1 << 20)})
		guest := g.host(t, c)
		first := bytes.Clone(guest.memory()[:64])
		err := guest.traps(tt.name, tt.args...)
		var pointer *preview1.PointerError
		if !errors.As(err, &pointer) {
			t.Errorf("%s%v: %v", tt.name, tt.args, err)
		}
		if !bytes.Equal(guest.memory()[:64], first) {
			t.Errorf("%s%v writes to where the memory begins", tt.name, tt.args)
		}
	}
	// What ends with the memory is written.
	c.Preopens = preopens(t, vfs.Mount{Path: "/", FS: vfs.NewMem(1 << 20)})
	guest := g.host(t, c)
	guest.ok("fd_readdir", 3, 0xffffffe7, 25, 0, result)
	if end := guest.memory()[1<<32-1]; end != '.' {
		t.Errorf("the last byte is %q", end)
	}
	guest.ok("random_get", 0xffffff00, 0x100)
	guest.ok("args_get", vector, 0xfffffffc)
}

// Millions of empty buffers take time, in which the run can end.
func TestEmptyBuffersEnd(t *testing.T) {
	h := host.New(host.Config{})
	memory := make([]byte, 1<<20)
	if b, err := preview1.Vector(h, memory, 1<<17); b != nil || err != nil {
		t.Errorf("empty buffers give %v, %v", b, err)
	}
	h.Cancel(errors.New("over"))
	var cancelled *host.CancelledError
	if _, err := preview1.Vector(h, memory, 1<<17); !errors.As(err, &cancelled) {
		t.Errorf("after the run's end they give %v", err)
	}
}

func TestPointers(t *testing.T) {
	g := newGuests(t, driver())
	for _, c := range []struct {
		name  string
		args  []any
		align uint32
	}{
		{"clock_time_get", []any{0, 0, 4}, 8},
		{"clock_time_get", []any{0, 0, 4 * 65536}, 0},
		{"clock_time_get", []any{0, 0, 4*65536 - 4}, 0},
		{"fd_write", []any{1, 2, 1, result}, 4},
		{"fd_write", []any{1, 0xfffffffc, 1, result}, 0},
		{"poll_oneoff", []any{0xfffffff8, 0, 1, result}, 0},
		{"poll_oneoff", []any{4, 0, 1, result}, 8},
	} {
		err := g.host(t, host.Config{}).traps(c.name, c.args...)
		var pointer *preview1.PointerError
		if !errors.As(err, &pointer) || pointer.Align != c.align || pointer.Error() == "" {
			t.Errorf("%s%v: %v", c.name, c.args, err)
		}
	}
	var argument *preview1.ArgumentError
	if err := g.host(t, host.Config{}).traps("clock_time_get", 7, 0, 0); !errors.As(err, &argument) || argument.Value != 7 {
		t.Errorf("a clock that there isn't: %v", err)
	}
}
