package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// FuzzCompile feeds mutated guests to the compiler and runs what it accepts:
// whatever the bytes are, there is an answer in time and the process lives.
func FuzzCompile(f *testing.F) {
	for _, pattern := range []string{"../fixtures/*/*.wat", "../fixtures/*/*.wasm"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if len(data) > 64<<10 {
				continue // large seeds make few runs
			}
			f.Add(data)
			if binary, err := engine.TextToBinary(data); err == nil {
				f.Add(binary)
			}
		}
	}
	eng := newEngineWith(f, engine.Config{EpochInterruption: true, MemoryAccounting: true, OptLevel: engine.OptNone})
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := eng.Compile(data)
		if err != nil {
			return
		}
		defer c.Close()
		if _, err := c.Type(); err != nil && !errors.Is(err, engine.ErrTypeSize) {
			t.Errorf("a component that compiles has no type: %v", err)
		}
		runFuzzed(eng, c)
	})
}

var errFuzzDeadline = errors.New("long enough")

// runFuzzed gives the guest nothing to call: native WASI could let it sleep.
func runFuzzed(eng *engine.Engine, c *engine.Component) {
	linker := engine.NewLinker(eng)
	defer linker.Close()
	if err := linker.DefineUnknownImportsAsTraps(c); err != nil {
		return
	}
	s := engine.NewStore(eng, nil)
	defer s.Close()
	s.SetLimits(engine.Limits{TotalMemory: 64 << 20, Instances: 100})
	deadline := time.AfterFunc(100*time.Millisecond, func() { s.Interrupt(errFuzzDeadline) })
	defer deadline.Stop()
	inst, err := linker.Instantiate(s, c)
	if err != nil {
		return
	}
	for _, path := range [][]string{{"wasi:cli/run@0.2.0", "run"}, {"_start"}, {"run"}} {
		if fn, err := inst.Func(path...); err == nil {
			_, _ = fn.Call()
			return
		}
	}
}
