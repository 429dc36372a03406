package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// What made guests may take, and how much more Qyvol itself may have.
const (
	guestTime    = time.Second
	guestMemory  = 16 << 20
	guestFuel    = 50_000_000
	compileTime  = 20 * time.Second
	slack        = 10 * time.Second // on a machine whose cores are all busy
	wall         = 2 * time.Minute
	peakOfRun    = 384 << 20 // with what compiling takes
	peakOfLook   = 128 << 20 // without
	compileLimit = "256MiB"
)

// A guest is an input with the seed that made it.
type guest struct {
	kind string
	seed uint64
	name string // of its file
	data []byte
}

// result is what a trial reads of a run's result.
type result struct {
	Success  *bool `json:"success"`
	ExitCode *int  `json:"exit_code"`
	Error    *struct {
		Kind    string `json:"kind"`
		Message string `json:"message"`
	} `json:"error"`
	Attempts []struct {
		Fuel uint64 `json:"fuel"`
	} `json:"attempts"`
	Execution float64 `json:"execution_time_ms"`
	Memory    uint64  `json:"memory_usage"`
}

// tally counts guests of a kind.
type tally struct {
	made, compiled, ran, trials int
	ends                        map[string]int // by how the first run ended
	peak                        uint64
}

// A trial runs guests, one after the other, in a directory of its own.
type trial struct {
	qyvol  string
	fence  *fence
	ledger *ledger
	dir    string
	tally  map[string]*tally
}

// try runs a guest in all ways.
func (t *trial) try(ctx context.Context, g guest) error {
	r := rand.New(rand.NewPCG(g.seed, 2))
	file := filepath.Join(t.dir, g.name)
	if err := os.WriteFile(file, g.data, 0o644); err != nil {
		return err
	}
	defer os.Remove(file) //nolint:errcheck // the next overwrites it
	count := t.tally[g.kind]
	if count == nil {
		count = &tally{ends: map[string]int{}}
		t.tally[g.kind] = count
	}
	count.made++
	for i, wasi := range []string{"hosted", "native"} {
		if i > 0 && r.IntN(2) == 0 {
			continue
		}
		if err := t.runIt(ctx, g, r, wasi, i == 0); err != nil {
			return err
		}
	}
	looks := [][]string{{"inspect", "--format", "json", g.name}, {"inspect", "--format", "wit", g.name}, {"inspect", "--tree", g.name}, {"run", "--explain", "--format", "json", g.name}}
	if err := t.look(ctx, g, pick(r, looks)); err != nil {
		return err
	}
	if r.IntN(4) == 0 {
		return t.manifest(ctx, g, r)
	}
	return nil
}

// runIt runs the guest itself.
func (t *trial) runIt(ctx context.Context, g guest, r *rand.Rand, wasi string, counts bool) error {
	shared := filepath.Join(t.dir, "shared")
	if err := os.MkdirAll(filepath.Join(shared, "a"), 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(shared) //nolint:errcheck // the next guest sees it, at worst
	argv := []string{
		"run", "--no-cache", "--wasi", wasi, "--timeout", guestTime.String(), "--memory", "16MiB", "--compile-memory", compileLimit,
		"--compile-timeout", compileTime.String(), "--result", "result.json",
	}
	if r.IntN(4) > 0 {
		argv = append(argv, "--fuel", fmt.Sprint(guestFuel))
	}
	if r.IntN(2) == 0 {
		argv = append(argv, "--allow-write", "shared::/", "--env", "NAME=value")
	}
	argv = append(argv, g.name, "--", "first", "second")
	file := filepath.Join(t.dir, "result.json")
	os.Remove(file) //nolint:errcheck // there may be none
	e := t.call(ctx, argv)
	if ctx.Err() != nil {
		return nil
	}
	what := e.fault()
	var res result
	if what == "" {
		res, what = judge(file, e)
	}
	count := t.tally[g.kind]
	count.trials++
	count.peak = max(count.peak, e.peak)
	if counts {
		count.add(res)
	}
	if what == "" && e.peak > peakOfRun {
		what = fmt.Sprintf("a run had more than %d MiB", peakOfRun>>20)
	}
	return t.report(g, argv, e, what)
}

func (c *tally) add(res result) {
	kind := "success"
	if res.Error != nil {
		kind = res.Error.Kind
	}
	c.ends[kind]++
	if kind != "load" {
		c.compiled++
		if kind != "link" && kind != "usage" && kind != "" {
			c.ran++
		}
	}
}

// judge reads the result of a run and says what is wrong with it.
func judge(file string, e ending) (result, string) {
	var res result
	data, err := os.ReadFile(file)
	if err != nil {
		return res, fmt.Sprintf("no result, and exit code %d", e.code)
	}
	if err := json.Unmarshal(data, &res); err != nil {
		return res, "the result isn't JSON: " + err.Error()
	}
	switch {
	case res.Success == nil || res.ExitCode == nil || *res.ExitCode != e.code:
		return res, fmt.Sprintf("the result has another exit code than %d", e.code)
	case *res.Success != (e.code == 0) || *res.Success != (res.Error == nil):
		return res, "the result contradicts itself"
	case res.Error != nil && (res.Error.Kind == "" || res.Error.Message == ""):
		return res, "the result has an error without a reason"
	case res.Execution > float64((guestTime + slack).Milliseconds()):
		return res, "the guest ran beyond its time"
	case res.Memory > guestMemory:
		return res, "the guest had more memory than it may have"
	}
	for _, a := range res.Attempts {
		if a.Fuel > guestFuel+guestFuel/10 && strings.Contains(string(data), `"fuel": 50000000`) {
			return res, "the guest used more fuel than it may"
		}
	}
	return res, ""
}

// look runs a command that doesn't run the guest.
func (t *trial) look(ctx context.Context, g guest, argv []string) error {
	e := t.call(ctx, argv)
	if ctx.Err() != nil {
		return nil
	}
	t.tally[g.kind].trials++
	what := e.fault()
	if what == "" && e.peak > peakOfLook {
		what = fmt.Sprintf("%s had more than %d MiB", argv[0], peakOfLook>>20)
	}
	return t.report(g, argv, e, what)
}

// manifest checks and explains a manifest with random values.
func (t *trial) manifest(ctx context.Context, g guest, r *rand.Rand) error {
	g.data = madeManifest(r, g.name)
	file := filepath.Join(t.dir, "trial.qyv")
	if err := os.WriteFile(file, g.data, 0o644); err != nil {
		return err
	}
	g.name = "trial.qyv"
	return t.look(ctx, g, pick(r, [][]string{{"validate", g.name}, {"inspect", "--needs", g.name}, {"run", "--explain", g.name}}))
}

func (t *trial) call(ctx context.Context, argv []string) ending {
	env := append(os.Environ(), "QYVOL_CACHE_SIZE=0", "QYVOL_LANG=en")
	return t.fence.run(ctx, process{argv: append([]string{t.qyvol}, argv...), dir: t.dir, env: env, wall: wall})
}

func (t *trial) report(g guest, argv []string, e ending, what string) error {
	if what == "" {
		return nil
	}
	return t.ledger.add(finding{
		what: what, subject: g.kind, files: map[string][]byte{g.name: g.data},
		seen: fmt.Sprintf("kind %s, seed %d\nqyvol %s\nexit code %d, signal %q, peak %d MiB\n\n%s",
			g.kind, g.seed, strings.Join(argv, " "), e.code, e.signal, e.peak>>20, e.output),
	})
}
