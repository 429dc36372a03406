// Command witparity compares the WIT that Qyvol prints for components with that
// of wasm-tools: both are read again by wasm-tools, and compared item by item
// and by name, since the order of items means nothing.
//
//	witparity -wasm-tools BIN [-root DIR] [-corpus DIR] [-v]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"text/tabwriter"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.StringVar(&o.tool, "wasm-tools", "wasm-tools", "the reference tool")
	flag.StringVar(&o.root, "root", ".", "the repository")
	flag.StringVar(&o.corpus, "corpus", "", "a folder of components to try, besides those of the repository")
	flag.BoolVar(&o.verbose, "v", false, "list all differences of a file, not the first few")
	flag.Parse()
	ok, err := o.do(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "witparity:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

type options struct {
	tool, root, corpus string
	verbose            bool
}

// do tells whether there is no difference.
func (o options) do(ctx context.Context) (bool, error) {
	subjects, err := o.subjects()
	if err != nil {
		return false, err
	}
	dir, err := os.MkdirTemp("", "witparity")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	t := tool{ctx: ctx, path: o.tool, dir: dir}
	var rows []row
	for _, s := range subjects {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		rows = append(rows, t.compare(s))
	}
	return o.report(rows), nil
}

// report prints the table, then what differs, and tells whether nothing does.
func (o options) report(rows []row) bool {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	counts := map[verdict]int{}
	for _, r := range rows {
		counts[r.verdict]++
		fmt.Fprintf(w, "%s\t%s\t%d items\t%s\n", r.verdict, r.name, r.items, r.note)
	}
	if err := w.Flush(); err != nil {
		return false
	}
	for _, r := range rows {
		for i, d := range r.differences {
			if i == 5 && !o.verbose {
				fmt.Printf("%s: and %d more\n", r.name, len(r.differences)-i)
				break
			}
			fmt.Printf("%s: %s\n", r.name, d)
		}
	}
	fmt.Println()
	for _, v := range verdicts {
		fmt.Printf("%5d %s\n", counts[v], v.explain())
	}
	return counts[differs] == 0 && counts[refused] == 0
}
