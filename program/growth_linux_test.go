package program_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/wasi"
)

// handleGuest has a function that makes as many handles, in no memory of its own, and too
// soon for a look meanwhile.
const handleGuest = `(component
 (type $r (resource (rep i32)))
 (core func $new (canon resource.new $r))
 (core module $m
  (import "a" "new" (func $new (param i32) (result i32)))
  (func (export "make") (param $n i32)
   (loop $again
    (drop (call $new (i32.const 1)))
    (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
 (core instance $i (instantiate $m (with "a" (instance (export "new" (func $new))))))
 (func (export "make") (param "n" u32) (canon lift (core func $i "make"))))`

// What a guest makes the host hold counts from the session's beginning, over all of its
// calls.
func TestWatchMemoryOfCalls(t *testing.T) {
	unit, err := loader.LoadBytes("handles.wat", []byte(handleGuest))
	if err != nil {
		t.Fatal(err)
	}
	p, err := program.Prepare(t.Context(), unit, program.Options{Limits: wasi.Limits{Memory: 1 << 20}, WatchMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	s, err := p.Open(wasi.Stdio{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 400 { // half a gigabyte
		if _, err = s.Call(t.Context(), []string{"make"}, uint32(50_000)); err != nil {
			break
		}
	}
	var limit *program.MemoryLimitError
	var trap *program.TrapError
	if engine.WasmtimeMajor() != "44" && errors.As(err, &trap) && strings.Contains(trap.Error(), "handle limit") {
		return // 48 lets a guest have 100,000, which take less
	}
	if !errors.As(err, &limit) || limit.Host == 0 {
		t.Errorf("ended with %v", err)
	}
	if _, err = s.Call(t.Context(), []string{"make"}, uint32(1)); !errors.As(err, &limit) {
		t.Errorf("then with %v", err)
	}
}
