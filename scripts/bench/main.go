// Command bench times Qyvol beside wasmtime's own command and beside the least
// that a Go program can do (scripts/floor): whole processes, in turn, pair by
// pair. It writes its table to docs/BENCHMARKS.md.
//
//	bench -qyvol BIN -floor BIN -wasmtime BIN [-pairs N] [-write FILE]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.StringVar(&o.root, "root", ".", "the repository")
	flag.StringVar(&o.qyvol, "qyvol", "", "qyvol")
	flag.StringVar(&o.floor, "floor", "", "the program of scripts/floor")
	flag.StringVar(&o.wasmtime, "wasmtime", "", "wasmtime's command")
	flag.IntVar(&o.pairs, "pairs", 0, "how often to run each pair (0: enough for each)")
	flag.StringVar(&o.write, "write", "", "a Markdown file to write the table into")
	flag.Parse()
	if err := o.do(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	root, qyvol, floor, wasmtime, write string
	pairs                               int
}

// copyPrograms replaces the programs by copies that are made now, all in the same way. How a
// file came into the kernel's cache decides how much of it is mapped around each page that
// a program touches: of one program copied twice, one may fault a quarter more often, and
// peak at a quarter more memory.
func (o *options) copyPrograms(dir string) error {
	for name, path := range map[string]*string{"qyvol": &o.qyvol, "floor": &o.floor, "wasmtime": &o.wasmtime} {
		program, err := os.ReadFile(*path)
		if err != nil {
			return err
		}
		*path = filepath.Join(dir, name)
		if err := os.WriteFile(*path, program, 0o700); err != nil {
			return err
		}
	}
	return nil
}

func (o options) do(ctx context.Context) error {
	for _, path := range []*string{&o.root, &o.qyvol, &o.floor, &o.wasmtime} {
		if *path == "" {
			return fmt.Errorf("-qyvol, -floor and -wasmtime are needed")
		}
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return err
		}
		*path = absolute
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // temporary
	if err := o.copyPrograms(dir); err != nil {
		return err
	}
	rows, err := o.rows(ctx, dir)
	if err != nil {
		return err
	}
	for i := range rows {
		fmt.Fprintln(os.Stderr, rows[i].what, "…")
		if err := rows[i].measure(ctx, o.pairs); err != nil {
			return fmt.Errorf("%s: %w", rows[i].what, err)
		}
	}
	table := o.table(ctx, rows)
	fmt.Print(table)
	if o.write == "" {
		return nil
	}
	return replaceSection(o.write, table)
}
