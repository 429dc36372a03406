// Command parity runs guests under the reference runtime (reference/), under
// wasmtime's own command where it can be had, and under Qyvol, and compares what
// they did: output, exit code, kind of error, files, exports.
//
//	parity -reference BIN -qyvol BIN [-wasmtime BIN] [-corpus DIR] [-json FILE]
//	parity -reference BIN -record
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures/parity"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.StringVar(&o.root, "root", ".", "the repository")
	flag.StringVar(&o.reference, "reference", "", "the reference program")
	flag.StringVar(&o.wasmtime, "wasmtime", "", "wasmtime's command")
	flag.StringVar(&o.qyvol, "qyvol", "", "qyvol")
	flag.StringVar(&o.corpus, "corpus", "", "a folder of guests to try, besides the fixtures")
	flag.StringVar(&o.json, "json", "", "where to write the report as JSON")
	flag.BoolVar(&o.record, "record", false, "record what the reference does with the fixtures")
	flag.Parse()
	ok, err := o.do(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "parity:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

type options struct {
	root, reference, wasmtime, qyvol, corpus, json string
	record                                         bool
}

// do tells whether everything is equal, or different for a reason.
func (o options) do(ctx context.Context) (bool, error) {
	// Guests run in directories of their own.
	for _, path := range []*string{&o.root, &o.reference, &o.wasmtime, &o.qyvol, &o.corpus} {
		if *path != "" {
			absolute, err := filepath.Abs(*path)
			if err != nil {
				return false, err
			}
			*path = absolute
		}
	}
	if o.reference == "" {
		return false, fmt.Errorf("-reference is missing")
	}
	guests, err := fixtureGuests(filepath.Join(o.root, "fixtures"))
	if err != nil {
		return false, err
	}
	if o.record {
		return true, record(ctx, reference{o.reference}, guests, filepath.Join(o.root, "fixtures", "parity"))
	}
	if o.corpus != "" {
		more, err := corpusGuests(o.corpus)
		if err != nil {
			return false, err
		}
		guests = append(guests, more...)
	}
	return o.compare(ctx, guests)
}

func (o options) compare(ctx context.Context, guests []guest) (bool, error) {
	exceptions, err := readExceptions(filepath.Join(o.root, "docs", "PARITY.md"))
	if err != nil {
		return false, err
	}
	cache, err := os.MkdirTemp("", "parity-cache-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(cache) //nolint:errcheck // temporary
	if err := os.Setenv("QYVOL_CACHE_DIR", cache); err != nil {
		return false, err
	}
	var subjects []subject
	if o.wasmtime != "" {
		subjects = append(subjects, cli{o.wasmtime})
	}
	if o.qyvol != "" {
		for _, i := range implementations() {
			subjects = append(subjects, command{o.qyvol, i})
		}
	}
	c := &comparison{reference: reference{o.reference}, subjects: subjects, exceptions: exceptions}
	c.report.Versions = versions(ctx, o)
	for _, g := range guests {
		if err := c.try(ctx, g); err != nil {
			return false, fmt.Errorf("%s: %w", g.name, err)
		}
	}
	if o.json != "" {
		if err := c.report.write(o.json); err != nil {
			return false, err
		}
	}
	return c.report.Defects == 0, c.report.print(os.Stdout, names(subjects))
}

func names(subjects []subject) []string {
	var list []string
	for _, s := range subjects {
		list = append(list, s.name())
	}
	return list
}

// versions are what the programs say of themselves.
func versions(ctx context.Context, o options) map[string]string {
	list := map[string]string{"library": "wasmtime " + engine.WasmtimeVersion()}
	for name, path := range map[string]string{"wasmtime": o.wasmtime, "qyvol": o.qyvol} {
		if path == "" {
			continue
		}
		p, err := start(ctx, parity.Setting{}, "", path, "--version")
		if err == nil {
			list[name] = string(p.stdout)
		}
	}
	return list
}

// comparison is one under way.
type comparison struct {
	reference  reference
	subjects   []subject
	exceptions []*exception
	report     report
}

// try compares all subjects on a guest.
func (c *comparison) try(ctx context.Context, g guest) error {
	c.report.Guests++
	if err := c.exports(ctx, g); err != nil {
		return err
	}
	for _, s := range g.settings {
		want, err := runIn(ctx, c.reference, g.path, s)
		if err != nil {
			return err
		}
		again, err := runIn(ctx, c.reference, g.path, s)
		if err != nil {
			return err
		}
		line := row{Guest: g.name, Setting: s.Name, Reference: want, Results: map[string]verdict{}}
		for _, d := range parity.Compare(want, again) {
			line.Varies = append(line.Varies, d.Field)
		}
		for _, subject := range c.subjects {
			if !subject.can(s) {
				line.Results[subject.name()] = verdict{Skipped: true}
				continue
			}
			got, err := runIn(ctx, subject, g.path, s)
			if err != nil {
				return err
			}
			line.Results[subject.name()] = c.judge(line, subject.name(), parity.Compare(want, got))
		}
		c.report.add(line)
	}
	return nil
}

// exports compares the list of exports; Qyvol's is that of its engine.
func (c *comparison) exports(ctx context.Context, g guest) error {
	want, err := c.reference.exports(ctx, g.path)
	if err != nil || want == nil {
		return err // a guest that the reference doesn't load has none to compare
	}
	got, err := exportsOf(g.path)
	if err != nil {
		got = []string{err.Error()}
	}
	line := row{Guest: g.name, Setting: "exports", Results: map[string]verdict{}}
	for _, i := range implementations() { // which exports don't depend on
		line.Results[nameOf(i)] = c.judge(line, nameOf(i), parity.CompareExports(want, got))
	}
	c.report.add(line)
	return nil
}

func (c *comparison) judge(line row, subject string, found []parity.Difference) verdict {
	var v verdict
	for _, d := range found {
		if slices.Contains(line.Varies, d.Field) {
			continue
		}
		reason := ""
		if e := excuse(c.exceptions, line.Guest, line.Setting, subject, d); e != nil {
			reason = e.reason
		}
		v.Differences = append(v.Differences, difference{d, reason})
	}
	return v
}

// runIn runs a guest in a directory of its own.
func runIn(ctx context.Context, by subject, guest string, s parity.Setting) (parity.Outcome, error) {
	if _, err := os.Stat(guest); err != nil {
		return parity.Outcome{}, err // which would be equal under all of them
	}
	dir, err := workspace(s)
	defer os.RemoveAll(dir) //nolint:errcheck // temporary
	if err != nil {
		return parity.Outcome{}, err
	}
	return by.run(ctx, guest, s, dir)
}

// exportsOf are the names that Qyvol's engine finds.
func exportsOf(path string) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	eng, err := engine.New(engine.Config{})
	if err != nil {
		return nil, err
	}
	defer eng.Close()
	component, err := eng.Compile(data)
	if err != nil {
		return nil, err
	}
	defer component.Close() //nolint:errcheck // nothing was done with it
	t, err := component.Type()
	if err != nil {
		return nil, err
	}
	exports := []string{}
	for _, e := range t.Exports {
		exports = append(exports, e.Name)
	}
	return exports, nil
}
