package runner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// A table is no way around a limit of memory.
func TestMemoryBoundsTables(t *testing.T) {
	r := newRunner(t)
	for memory, want := range map[uint64]int{
		0: engine.DefaultTableElements, 64 << 10: 8192, 1 << 20: 16384, 1 << 30: engine.DefaultTableElements,
	} {
		for n, code := range map[int]int{want: 0, want + 1: 7} {
			u := text(t, fmt.Sprintf(`(module
				(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
				(table 0 funcref) (memory (export "memory") 0)
				(func (export "_start") (if (i32.eq (table.grow (ref.null func) (i32.const %d)) (i32.const -1))
					(then (call $exit (i32.const 7))))))`, n))
			_, err := r.Run(context.Background(), u, runner.Options{Limits: wasi.Limits{Memory: memory}})
			if code == 0 && err != nil || code != 0 && !exit(code)(err) {
				t.Errorf("a table of %d elements under %d bytes of memory: %v", n, memory, err)
			}
		}
	}
}

func TestTooManyTables(t *testing.T) {
	u := text(t, "(component (core module $m "+strings.Repeat("(table 0 funcref)", engine.DefaultTables/4+1)+")"+
		strings.Repeat("(core instance (instantiate $m))", 4)+http[strings.Index(http, "  (core module"):])
	_, err := newRunner(t).Run(context.Background(), u, runner.Options{})
	if program.KindOf(err) != program.KindLoad || !strings.Contains(message.HintOf(err).String(), "256 tables") {
		t.Errorf("one table too many gives %v", err)
	}
}

func TestTooManyInstances(t *testing.T) {
	_, err := newRunner(t).Run(context.Background(), fixture(t, "hello/hello.wasm"),
		runner.Options{Limits: wasi.Limits{Instances: 1}})
	var limit *program.InstanceLimitError
	if !errors.As(err, &limit) || limit.Limit != 1 || program.KindOf(err) != program.KindInstances ||
		!strings.Contains(message.HintOf(err).String(), "resources.instances") {
		t.Errorf("one instance too many gives %v", err)
	}
}
