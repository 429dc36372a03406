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
}

// A parsers runs fuzz tests, each for the whole time.
type parsers struct {
	fence   *fence
	ledger  *ledger
	work    string // directory for test binaries
	cache   string // where inputs are kept from one time to the next
	jobs    int    // at once, 0 for all
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

// run runs all targets until the deadline.
func (p *parsers) run(ctx context.Context, length time.Duration) error {
	jobs := p.jobs
	if jobs <= 0 {
		jobs = len(p.targets)
	}
	slots := make(chan struct{}, max(1, jobs))
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
)

// How long a fuzz test may go on after its time.
const grace = 3 * time.Minute

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
		if err := p.keep(t, e); err != nil {
			return err
		}
	}
	return nil
}

var why = regexp.MustCompile(`(?m)^\s+(\w+_test\.go:\d+: .*|fuzzing process .*|panic: .*|testing: .*|fatal error: .*)$`)

// keep keeps what made a target fail.
func (p *parsers) keep(t *target, e ending) error {
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
	return p.ledger.add(f)
}
