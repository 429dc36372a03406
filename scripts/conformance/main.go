// Command conformance runs test suites that others publish and tells what
// passes, and why the rest does not: the programs of WASI's test suite under
// qyvol, and scripts (.wast) of the Component Model on package engine.
//
//	conformance [-qyvol BIN -wasi SUITE] [-wast SUITE,SUITE] [-json FILE] [-update docs/PARITY.md]
//
// A suite is name@revision=dir, of which dir alone is needed. The reasons are a
// table in docs/PARITY.md. It fails if something does not pass without a reason,
// and if a reason explains nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/qyvol/qyvol/engine"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == playFlag {
		exit(true, play(os.Args[2], os.Stdout))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.StringVar(&o.reasons, "reasons", filepath.Join("docs", "PARITY.md"), "the file with the table of reasons")
	flag.StringVar(&o.qyvol, "qyvol", "", "qyvol, to run programs")
	flag.StringVar(&o.wasi, "wasi", "", "WASI's test suite: name@revision=dir")
	flag.StringVar(&o.wast, "wast", "", "suites of scripts: name@revision=dir,...")
	flag.StringVar(&o.json, "json", "", "where to write the report as JSON")
	flag.StringVar(&o.update, "update", "", "the file of documentation in which to rewrite the table")
	flag.BoolVar(&o.verbose, "v", false, "print also what is explained, or passes with another message")
	flag.Parse()
	exit(o.do(ctx))
}

func exit(ok bool, err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
	os.Exit(0)
}

type options struct {
	reasons, qyvol, wasi, wast, json, update string
	verbose                                  bool
}

// do tells whether everything passes, or does not for a reason.
func (o *options) do(ctx context.Context) (bool, error) {
	reasons, err := readReasons(o.reasons)
	if err != nil {
		return false, err
	}
	r := &report{Library: "wasmtime " + engine.WasmtimeVersion()}
	if err := o.run(ctx, r, reasons); err != nil {
		return false, err
	}
	r.Unused = unused(reasons, r.Suites)
	if o.json != "" {
		if err := r.write(o.json); err != nil {
			return false, err
		}
	}
	if o.update != "" {
		if err := r.update(o.update); err != nil {
			return false, err
		}
	}
	return r.good(), r.print(os.Stdout, o.verbose)
}

func (o *options) run(ctx context.Context, r *report, reasons []*reason) error {
	programs, err := parseSuites(o.wasi)
	if err != nil {
		return err
	}
	scripts, err := parseSuites(o.wast)
	switch {
	case err != nil:
		return err
	case len(programs)+len(scripts) == 0:
		return errors.New("there is nothing to run: give -wasi or -wast")
	case len(programs) > 0 && o.qyvol == "":
		return errNoQyvol
	}
	return o.runSuites(ctx, r, reasons, programs, scripts)
}

func (o *options) runSuites(ctx context.Context, r *report, reasons []*reason, programs, scripts []suite) error {
	cache, err := os.MkdirTemp("", "conformance-cache-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(cache) //nolint:errcheck // temporary
	if err := os.Setenv("QYVOL_CACHE_DIR", cache); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, s := range programs {
		if err := o.runPrograms(ctx, s, r, reasons); err != nil {
			return err
		}
	}
	for _, s := range scripts {
		to := &suiteReport{Name: s.name, Revision: s.revision, reasons: reasons}
		r.Suites = append(r.Suites, to)
		if err := runScripts(ctx, self, s, to); err != nil {
			return err
		}
	}
	return nil
}
