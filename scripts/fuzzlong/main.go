package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

type settings struct {
	qyvol, findings, fixtures, cgroup, only, fuzz string
	length                                        time.Duration
	memory                                        uint64
	seed                                          uint64
	jobs, workers                                 int
	each                                          bool
}

func main() {
	var s settings
	flag.StringVar(&s.qyvol, "qyvol", "bin/qyvol", "the command to run guests with")
	flag.StringVar(&s.findings, "findings", "bin/findings", "directory for findings")
	flag.StringVar(&s.fixtures, "fixtures", "fixtures", "directory of guests that mutants are made from")
	flag.StringVar(&s.cgroup, "cgroup", "", "directory of a cgroup to make others in (default: this process's own)")
	flag.StringVar(&s.only, "only", "", "parsers or guests: do one of both")
	flag.StringVar(&s.fuzz, "fuzz", "^Fuzz", "which fuzz tests")
	flag.DurationVar(&s.length, "time", time.Hour, "how long")
	flag.Uint64Var(&s.memory, "memory", 2048, "MiB that a process and its children may have")
	flag.Uint64Var(&s.seed, "seed", 0, "seed of the first guest (default: by the clock)")
	flag.IntVar(&s.jobs, "jobs", 2*runtime.NumCPU(), "fuzz tests at once")
	flag.BoolVar(&s.each, "each", false, "give each fuzz test the whole time, not its share of it")
	flag.IntVar(&s.workers, "workers", runtime.NumCPU(), "guests at once")
	once := flag.Bool("once", false, "write the guest of the seed to standard output, and stop")
	flag.Parse()
	if *once {
		guests, err := newSource(s.fixtures)
		if err == nil {
			_, err = os.Stdout.Write(guests.guest(s.seed).data)
		}
		fail(err)
		return
	}
	found, err := run(s)
	fail(err)
	if found {
		os.Exit(1)
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz-long:", err)
		os.Exit(2)
	}
}

// run does all that is asked for, and tells whether there are findings.
func run(s settings) (found bool, err error) {
	work, err := os.MkdirTemp("", "fuzz-long-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work) //nolint:errcheck // a temporary directory stays, at worst
	if s.seed == 0 {
		s.seed = uint64(time.Now().UnixNano())
	}
	f, l := newFence(s.cgroup, s.memory<<20), &ledger{dir: s.findings}
	p := &parsers{fence: f, ledger: l, work: work, jobs: s.jobs, each: s.each}
	if s.only != "guests" {
		if err := p.build(s.fuzz); err != nil {
			return false, err
		}
	}
	guests, err := newSource(s.fixtures)
	if err != nil {
		return false, err
	}
	t := trial{fence: f, ledger: l, dir: filepath.Join(work, "guests")}
	if t.qyvol, err = filepath.Abs(s.qyvol); err != nil {
		return false, err
	}
	fmt.Fprintf(os.Stderr, "fuzz-long: %d fuzz tests and guests from seed %d for %v, held to %d MiB each %v\n",
		len(p.targets), s.seed, s.length, s.memory, f)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fuzzed := make(chan error, 1)
	go func() { fuzzed <- p.run(ctx, s.length) }()
	var tallies map[string]*tally
	if s.only != "parsers" {
		limited, cancel := context.WithTimeout(ctx, s.length)
		defer cancel()
		tallies, err = guests.try(limited, t, max(1, s.workers), s.seed)
	}
	err = errors.Join(err, <-fuzzed)
	summary(p, tallies)
	return l.print(), err
}

// summary prints what was done.
func summary(p *parsers, tallies map[string]*tally) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	if len(p.targets) > 0 {
		fmt.Fprintln(w, "fuzz test\tpackage\tpeak\tgiven up\t")
	}
	for _, t := range p.targets {
		fmt.Fprintf(w, "%s\t%s\t%d MiB\t%d\t%s\n", t.name, t.pkg, t.peak>>20, t.slow, t.progress)
	}
	w.Flush() //nolint:errcheck // standard output
	if len(tallies) > 0 {
		fmt.Fprintln(w, "\nguests\tmade\tcompiled\tran\tcommands\tpeak\tended")
	}
	sum := &tally{ends: map[string]int{}}
	for _, kind := range slices.Sorted(maps.Keys(tallies)) {
		tallies[kind].print(w, kind)
		sum.join(tallies[kind])
	}
	if len(tallies) > 0 {
		sum.print(w, "all")
	}
	w.Flush() //nolint:errcheck // standard output
}

func (c *tally) print(w *tabwriter.Writer, kind string) {
	ends := []string{}
	for _, end := range slices.Sorted(maps.Keys(c.ends)) {
		ends = append(ends, fmt.Sprintf("%s %d", end, c.ends[end]))
	}
	fmt.Fprintf(w, "%s\t%d\t%d (%d %%)\t%d\t%d\t%d MiB\t%s\n", kind, c.made, c.compiled, 100*c.compiled/max(1, c.made),
		c.ran, c.trials, c.peak>>20, strings.Join(ends, ", "))
}
