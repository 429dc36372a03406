// Command man writes the pages of the manual below a folder, as man(1) looks for them:
// man1 in English, es/man1 in Spanish.
//
//	man -version 1.2.0 -date 2026-01-31 FOLDER
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/qyvol/qyvol/internal/command"
	"github.com/qyvol/qyvol/internal/command/node"
	"github.com/qyvol/qyvol/internal/message"
)

func main() {
	version := flag.String("version", "dev", "the version that the pages are about")
	date := flag.String("date", "", "its day, such as 2026-01-31")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: man [-version V] [-date YYYY-MM-DD] FOLDER")
		os.Exit(2)
	}
	if err := write(flag.Arg(0), *version, *date); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(1)
	}
}

func write(folder, version, date string) error {
	for _, in := range []struct {
		lang message.Lang
		dir  string
	}{{message.English, "man1"}, {message.Spanish, filepath.Join("es", "man1")}} {
		dir := filepath.Join(folder, in.dir)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		for _, page := range command.ManPages(in.lang, version, date, node.Commands) {
			if err := os.WriteFile(filepath.Join(dir, page.Name), []byte(page.Text), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
