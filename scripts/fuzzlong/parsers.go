package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// A target is a fuzz test.
type target struct {
	name, pkg, dir, binary string

	peak     uint64
	progress string // the last that it said of itself
	runs     int
	slow     int // runs that Go's fuzzer gave up, though the input passes
}

// A parsers runs fuzz tests, a few at once. Go's fuzzer gives up on an input that
// takes ten seconds, so that they can't all share the cores: each has its share of
// the time instead, which is as much work.
type parsers struct {
	fence   *fence
	ledger  *ledger
	work    string // directory for test binaries
	cache   string // where inputs are kept from one time to the next
	jobs    int    // at once
	each    bool   // each has the whole time, not its share
	targets []*target
}

// Those compare with a reference that has to be built: `make fuzz-parity`.
const others = "FuzzParity"

func output(argv ...string) (string, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return string(out), err
}

// build finds the fuzz tests that match and builds them, instrumented.
func (p *parsers) build(match string) error {
	cache, err := output("go", "env", "GOCACHE")
	if err != nil {
		return err
	}
	p.cache = filepath.Join(strings.TrimSpace(cache), "fuzz")
	list, err := output("go", "test", "-list", match, "./...")
	if err != nil {
		return err
	}
	var names []string
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 1 && strings.HasPrefix(fields[0], "Fuzz") && !strings.HasPrefix(fields[0], others):
			names = append(names, fields[0])
		case len(fields) > 1 && fields[0] == "ok":
			if err := p.buildPackage(fields[1], names); err != nil {
				return err
			}
			names = nil
		}
	}
	return nil
}

func (p *parsers) buildPackage(pkg string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	dir, err := output("go", "list", "-f", "{{.Dir}}", pkg)
	if err != nil {
		return err
	}
	binary := filepath.Join(p.work, strings.ReplaceAll(pkg, "/", "-")+".test")
	if _, err := output("go", "test", "-c", "-fuzz", "^Fuzz", "-o", binary, pkg); err != nil {
		return fmt.Errorf("%s: %w", pkg, err)
	}
	for _, name := range names {
		p.targets = append(p.targets, &target{name: name, pkg: pkg, dir: strings.TrimSpace(dir), binary: binary})
	}
	return nil
}

// run runs all targets.
func (p *parsers) run(ctx context.Context, length time.Duration) error {
	slots := make(chan struct{}, max(1, p.jobs))
	if n := len(p.targets); !p.each && n > cap(slots) {
		length = length * time.Duration(cap(slots)) / time.Duration(n)
	}
	failures := make([]error, len(p.targets))
	var all sync.WaitGroup
	for i, t := range p.targets {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			failures[i] = p.fuzz(ctx, t, time.Now().Add(length))
		})
	}
	all.Wait()
	return errors.Join(failures...)
}

var (
	progress = regexp.MustCompile(`execs: \d+ .*`)
	written  = regexp.MustCompile(`Failing input written to (\S+)`)
	cached   = regexp.MustCompile(`failure while testing seed corpus entry: \S+/(\w+)`)
)

// What Go's fuzzer says after ten seconds, and after a crash, too.
const gaveUp = "hung or terminated unexpectedly: exit status 2"

// How long a fuzz test may go on after its time, and how long its seeds may take.
const (
	grace    = 3 * time.Minute
	patience = 10 * time.Minute
)

// fuzz runs a target until its time is over. What it finds is moved to the
// findings, and it starts again: one that stops at the first finding needs a
// second hour for the second.
func (p *parsers) fuzz(ctx context.Context, t *target, until time.Time) error {
	for left := time.Until(until); ctx.Err() == nil && t.runs < 50 && (t.runs == 0 || left > 2*time.Second); left = time.Until(until) {
		t.runs++
		argv := []string{
			t.binary, "-test.run=^$", "-test.fuzz=^" + t.name + "$", "-test.fuzztime=" + left.Round(time.Second).String(),
			"-test.fuzzcachedir=" + filepath.Join(p.cache, t.pkg), "-test.parallel=1", "-test.fuzzminimizetime=10s",
		}
		e := p.fence.run(ctx, process{argv: argv, dir: t.dir, wall: left + grace, nice: true})
		t.peak = max(t.peak, e.peak)
		if all := progress.FindAllString(e.output, -1); len(all) > 0 {
			t.progress = all[len(all)-1]
		}
		if ctx.Err() != nil || e.err == nil && e.code == 0 {
			return nil
		}
		if err := p.keep(ctx, t, e); err != nil {
			return err
		}
	}
	return nil
}

// passes runs the seeds of a target again, and the input that it gave up on, with
// as much time as they need.
func (p *parsers) passes(ctx context.Context, t *target, files map[string][]byte) (bool, error) {
	for name, data := range files {
		dir := filepath.Join(t.dir, "testdata", "fuzz", t.name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return false, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return false, err
		}
		defer os.Remove(filepath.Join(dir, name)) //nolint:errcheck // git status tells
	}
	e := p.fence.run(ctx, process{argv: []string{t.binary, "-test.run=^" + t.name + "$"}, dir: t.dir, wall: patience, nice: true})
	return e.err == nil && e.code == 0, nil
}

var why = regexp.MustCompile(`(?m)^\s+(\w+_test\.go:\d+: .*|fuzzing process .*|panic: .*|testing: .*|fatal error: .*)$`)

// keep keeps what made a target fail.
func (p *parsers) keep(ctx context.Context, t *target, e ending) error {
	f := finding{subject: t.name, what: e.fault(), files: map[string][]byte{}, seen: t.pkg + "\n\n" + e.output}
	if line := why.FindString(e.output); line != "" {
		f.what = strings.TrimSpace(line)
	}
	if f.what == "" {
		f.what = fmt.Sprintf("exit code %d", e.code)
	}
	for _, match := range written.FindAllStringSubmatch(e.output, -1) {
		file := filepath.Join(t.dir, match[1])
		data, err := os.ReadFile(file)
		if err != nil {
			continue // an earlier run's, moved already
		}
		f.files[filepath.Base(file)] = data
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	// An input that is in the cache isn't written again.
	if match := cached.FindStringSubmatch(e.output); match != nil {
		if data, err := os.ReadFile(filepath.Join(p.cache, t.pkg, t.name, match[1])); err == nil {
			f.files[match[1]] = data
		}
	}
	if strings.Contains(e.output, gaveUp) {
		if ok, err := p.passes(ctx, t, f.files); ok || err != nil {
			t.slow++
			return err
		}
	}
	return p.ledger.add(f)
}
