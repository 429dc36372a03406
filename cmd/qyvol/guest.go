package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/message"
)

// guestPath is the file to run: the argument, or the only manifest in a directory,
// which is this one where there is no argument.
func guestPath(c *cli.Command) (string, error) {
	path := "."
	if c.NArg() > 0 {
		path = c.Args().First()
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return path, nil // loading it says what is wrong with it
	}
	names, err := manifestsIn(path)
	switch {
	case err == nil && len(names) == 1:
		return filepath.Join(path, names[0]), nil
	case err == nil && len(names) > 1:
		return "", severalManifests(path, names)
	case c.NArg() == 0:
		return "", noFile(c)
	}
	return path, nil
}

// manifestsIn are the names of a directory's manifests, in order.
func manifestsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if !e.IsDir() && strings.EqualFold(filepath.Ext(e.Name()), ".qyv") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

func severalManifests(dir string, names []string) error {
	const most = 5
	said := make([]string, 0, most)
	for _, name := range names[:min(len(names), most)] {
		said = append(said, message.Name(filepath.Join(dir, name)))
	}
	list := strings.Join(said, ", ")
	if len(names) > most {
		list += ", …"
	}
	return &usageError{
		text: message.UsageManyManifests.With(message.Name(dir), len(names)),
		hint: message.UsageManyManifestsHint.With(list),
	}
}
