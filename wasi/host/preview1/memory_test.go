package preview1_test

import (
	"errors"
	"testing"

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
