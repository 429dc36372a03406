package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// What could end the process is tried in another one. A child is this test
// binary, which is told by the environment what to do.
const childVariable = "QYVOL_ENGINE_TEST_CHILD"

func TestMain(m *testing.M) {
	if name := os.Getenv(childVariable); name != "" {
		if err := children()[name](); err != nil {
			fmt.Fprintln(os.Stderr, "error:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func children() map[string]func() error {
	all := map[string]func() error{
		"inherit": inheritingChild,
		"address": poolChild,
		"compile": compileChild,
		"texts":   textsChild,
		"listing": listingChild,
	}
	for name, cfg := range extremes() {
		all["config "+name] = func() error { return configChild(cfg) }
	}
	return all
}

// child runs one and returns what it prints.
func child(t *testing.T, name string, stdin string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+name, "GORACE=atexit_sleep_ms=0")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// extremes are configurations at the edge of what New accepts, or beyond.
func extremes() map[string]engine.Config {
	const most = math.MaxUint64
	pool := func(p engine.PoolingConfig) engine.Config { return engine.Config{Pooling: p} }
	return map[string]engine.Config{
		"all on":                {EpochInterruption: true, ConsumeFuel: true, DebugInfo: true, Memory64: true, ComponentMaps: true, MemoryAccounting: true, OptLevel: engine.OptSpeedAndSize, SerialCompilation: true},
		"no optimisation":       {OptLevel: engine.OptNone},
		"least stack":           {MaxWasmStack: 1},
		"two megabytes":         {MaxWasmStack: 2 << 20},
		"largest stack":         {MaxWasmStack: 4 << 20},
		"larger stack":          {MaxWasmStack: 4<<20 + 1},
		"endless stack":         {MaxWasmStack: most},
		"one pooled instance":   pool(engine.PoolingConfig{Instances: 1}),
		"most pooled instances": pool(engine.PoolingConfig{Instances: 10_000}),
		"too many":              pool(engine.PoolingConfig{Instances: 10_001}),
		"small pool":            pool(engine.PoolingConfig{Instances: 1, MaxMemory: 1, TableElements: 1, KeepResident: 1, MaxUnusedWarmSlots: 1}),
		"large memories":        pool(engine.PoolingConfig{Instances: 2, MaxMemory: 4 << 30}),
		"larger memories":       pool(engine.PoolingConfig{Instances: 2, MaxMemory: 4<<30 + 1}),
		"endless memories":      pool(engine.PoolingConfig{Instances: 2, MaxMemory: most}),
		"large tables":          pool(engine.PoolingConfig{Instances: 2, TableElements: 1 << 32}),
		"larger tables":         pool(engine.PoolingConfig{Instances: 2, TableElements: 1 << 56}),
		"endless tables":        pool(engine.PoolingConfig{Instances: 10_000, TableElements: most}),
		"resident":              pool(engine.PoolingConfig{Instances: 2, KeepResident: 4 << 30}),
		"all resident":          pool(engine.PoolingConfig{Instances: 2, KeepResident: most}),
		"warm":                  pool(engine.PoolingConfig{Instances: 2, MaxUnusedWarmSlots: math.MaxUint32}),
		"pooled 64-bit memory":  {Memory64: true, Pooling: engine.PoolingConfig{Instances: 2}},
	}
}

// configChild makes an engine and runs something on it, or gets an ErrConfig.
func configChild(cfg engine.Config) error {
	eng, err := engine.New(cfg)
	if errors.Is(err, engine.ErrConfig) {
		fmt.Println("refused")
		return nil
	}
	if err != nil {
		return err
	}
	defer eng.Close()
	c, err := eng.Compile([]byte(addComponent))
	if err != nil {
		return err
	}
	s := engine.NewStore(eng, nil)
	defer s.Close()
	if cfg.ConsumeFuel {
		if err := s.SetFuel(1 << 30); err != nil {
			return err
		}
	}
	inst, err := engine.NewLinker(eng).Instantiate(s, c)
	if err != nil {
		return err
	}
	f, err := inst.Func("add")
	if err != nil {
		return err
	}
	_, err = f.Call(uint32(1), uint32(2))
	var trap *engine.Trap
	if errors.As(err, &trap) && trap.Code == engine.TrapStackOverflow && cfg.MaxWasmStack == 1 {
		err = nil
	}
	fmt.Println("works")
	return err
}

func TestExtremeConfigurations(t *testing.T) {
	for name := range extremes() {
		if out, errs, err := child(t, "config "+name, ""); err != nil || out != "works\n" && out != "refused\n" {
			t.Errorf("%s: prints %q, %v\n%.2000s", name, out, err, errs)
		}
	}
}

// poolChild has less address space than the pool that it asks for.
func poolChild() error {
	if err := limitAddressSpace(16 << 30); err != nil {
		return err
	}
	if _, err := engine.New(engine.Config{Pooling: engine.PoolingConfig{Instances: 1000}}); !errors.Is(err, engine.ErrConfig) {
		return fmt.Errorf("a pool without room gives %w", err)
	}
	eng, err := engine.New(engine.Config{})
	if err != nil {
		return err
	}
	// On demand, it is an instance that there is no room for.
	c, err := eng.Compile([]byte(`(module (memory 1) (memory 1) (memory 1) (memory 1))`))
	if err != nil {
		return err
	}
	var e *engine.Error
	if _, err := engine.NewLinker(eng).Instantiate(engine.NewStore(eng, nil), c); !errors.As(err, &e) {
		return fmt.Errorf("memories without room give %w", err)
	}
	return nil
}

func TestAddressSpaceIsScarce(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the limit is set as Linux does")
	}
	if raceEnabled {
		t.Skip("the race detector needs more address space than the limit leaves")
	}
	if _, errs, err := child(t, "address", ""); err != nil {
		t.Errorf("%v\n%.2000s", err, errs)
	}
}

func inheritingChild() error {
	return helloTo(engine.WASIConfig{
		Args:   []string{"cat"},
		Stdin:  engine.Input{Inherit: true},
		Stdout: engine.Output{Inherit: true}, Stderr: engine.Output{Inherit: true},
	})
}

// helloTo copies standard input.
func helloTo(cfg engine.WASIConfig) error {
	eng, err := engine.New(engine.Config{})
	if err != nil {
		return err
	}
	c, err := eng.LoadFile("../fixtures/cat/cat.wasm")
	if err != nil {
		return err
	}
	l := engine.NewLinker(eng)
	if err := l.AddWASI(); err != nil {
		return err
	}
	p := program{"cat", c, l}
	_, err = p.run(&cfg)
	return err
}

func TestInheritedStreams(t *testing.T) {
	if out, errs, err := child(t, "inherit", "through\n"); out != "through\n" || err != nil {
		t.Errorf("prints %q, %v\n%s", out, err, errs)
	}
}
