package engine_test

import (
	"slices"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// What ends with a store is called once, the last first.
func TestOnClose(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	var ended []int
	mustBe(t, l.CoreFunc("env", "f", func(c *engine.Caller) {
		for i := range 3 {
			c.Store.OnClose(func() { ended = append(ended, i) })
		}
	}))
	inst := instantiate(t, l, compile(t, eng, `(module (import "env" "f" (func $f)) (func (export "run") (call $f)))`))
	run, err := inst.Func("run")
	mustBe(t, err)
	if _, err := run.Call(); err != nil {
		t.Fatal(err)
	}
	if len(ended) != 0 {
		t.Error("it is called before the end")
	}
	inst.Store().Close()
	inst.Store().Close()
	if want := []int{2, 1, 0}; !slices.Equal(ended, want) {
		t.Errorf("it is called as %v", ended)
	}
}
