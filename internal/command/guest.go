package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
)

// guestPath is the file to run: the argument, or the only manifest in a directory,
// which is this one where there is no argument.
func guestPath(l *Line, words []string) (string, error) {
	path := "."
	if len(words) > 0 {
		path = words[0]
	}
	if loader.IsInput(path) {
		return path, nil
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
	case len(words) == 0:
		return "", noGuest(l)
	case err == nil:
		return "", noManifest(path)
	}
	return path, nil
}

// runWords are the file, if there is one, and the guest's arguments. What follows a --
// is the guest's; only where no file comes before it may a file follow it.
func runWords(l *Line) (file, args []string) {
	words := l.Args()
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
		if len(words) > 0 && !loader.IsInput(words[0]) && !hasGuestName(words[0]) && holdsManifest(".") {
			return nil, words
		}
	}
	if len(words) == 0 {
		return nil, nil
	}
	file, args = words[:1], words[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	return file, args
}

func holdsManifest(dir string) bool {
	names, err := manifestsIn(dir)
	return err == nil && len(names) > 0
}

// manifestsIn are the names of a directory's manifests, in order.
func manifestsIn(dir string) ([]string, error) { return namesIn(dir, ".qyv") }

// namesIn are those of the files with an extension, in order.
func namesIn(dir string, extensions ...string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if !e.IsDir() && slices.Contains(extensions, strings.ToLower(filepath.Ext(e.Name()))) {
			names = append(names, e.Name())
		}
	}
	return names, err
}

func severalManifests(dir string, names []string) error {
	return &usageError{
		text: message.UsageManyManifests.With(message.Name(dir), len(names)),
		hint: nameOne(dir, names),
	}
}

// noGuest is noFile, with what there is to be run.
func noGuest(l *Line) error {
	hint := nameOne(".", componentsIn("."))
	if _, taken := takenFile(l); taken != "" || hint.IsZero() {
		return noFile(l)
	}
	return &usageError{text: message.UsageNoFile.With(), hint: hint}
}

// noManifest is a directory in which there is none.
func noManifest(dir string) error {
	hint := nameOne(dir, componentsIn(dir))
	if hint.IsZero() {
		hint = message.UsageNoManifestHint.With()
	}
	return &usageError{text: message.UsageNoManifest.With(message.Name(dir)), hint: hint}
}

// componentsIn are the names of what else in a directory can be run.
func componentsIn(dir string) []string {
	names, _ := namesIn(dir, ".wasm", ".wat") // what can't be listed has none to name
	return names
}

// nameOne names some files of a directory. It is zero if there are none.
func nameOne(dir string, names []string) message.Text {
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = filepath.Join(dir, name)
	}
	switch len(paths) {
	case 0:
		return message.Text{}
	case 1:
		return message.UsageUnit.With(message.Name(paths[0]))
	}
	return message.UsageManyManifestsHint.With(message.Names(paths, 5))
}

// runGuest runs a file, or what comes from a stream, which can be read once only.
func (r *reporter) runGuest(ctx context.Context, path string, anyName bool, opts runner.Options) (runner.Result, error) {
	var guests runner.Runner
	load := func() (*loader.Unit, error) {
		return loader.Load(path, loader.Options{Cache: opts.Cache, Stdin: os.Stdin, AnyName: anyName})
	}
	if !anyName && !loader.IsInput(path) {
		result, err := guests.RunFile(ctx, path, opts)
		return result, ungranted(load, opts, &result, err)
	}
	start := time.Now()
	unit, err := load()
	took := time.Since(start)
	var entry *loader.EntryError
	switch {
	case errors.As(err, &entry): // an attempt that failed, as any other
		unit = entry.Unit
	case err != nil:
		return runner.Result{Path: path}, err
	}
	if err := r.checkSink(unit); err != nil {
		return runner.Result{Path: path}, err
	}
	result, err := guests.Run(ctx, unit, opts)
	result.Phases.ParseManifest = took
	return result, ungranted(func() (*loader.Unit, error) { return unit, unit.Err() }, opts, &result, err)
}
