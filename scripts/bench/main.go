// Command bench times Qyvol beside wasmtime's own command and beside the least
// that a Go program can do (scripts/floor): whole processes, in turn, pair by
// pair. It writes its table to docs/BENCHMARKS.md.
//
//	bench -qyvol BIN -floor BIN -wasmtime BIN [-pairs N] [-write FILE]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
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
		to := filepath.Join(dir, name)
		if err := copyFile(to, *path); err != nil {
			return err
		}
		*path = to
	}
	return nil
}

// copyFile copies a program in pieces: this one has to stay smaller than any that it
// measures (peakOf).
func copyFile(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700)
	if err != nil {
		return err
	}
	// Neither side may hand the other's file to the system, which copies in its own way.
	_, err = io.CopyBuffer(struct{ io.Writer }{out}, struct{ io.Reader }{in}, make([]byte, 1<<20))
	return errors.Join(err, out.Close())
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
