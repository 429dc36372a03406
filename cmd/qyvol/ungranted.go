package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/message"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// ungrantedError is a guest that failed, and perhaps for want of a directory or of a
// variable: its own library says so before Qyvol hears of it, and in many words.
type ungrantedError struct {
	error
	hint message.Text
}

// Unwrap returns how it failed.
func (e *ungrantedError) Unwrap() error { return e.error }

// Hint is the option that grants what it may have looked for.
func (e *ungrantedError) Hint() message.Text { return e.hint }

// ungranted adds a hint to the failure of a guest whose manifest passes variables that
// there are not, or that imports file systems and has no directory, or, made by Go, none where Go looks for relative paths. What can't
// be found out adds nothing.
func ungranted(load func() (*loader.Unit, error), opts runner.Options, err error) error {
	if kind := runner.KindOf(err); kind != runner.KindExit && kind != runner.KindTrap || !message.HintOf(err).IsZero() {
		return err
	}
	unit, loadErr := load()
	if loadErr != nil {
		return err
	}
	grant, grantErr := runner.Decide(unit, opts)
	if grantErr == nil && len(grant.Unset) > 0 {
		return &ungrantedError{err, message.CmdUnset.With(message.Name(strings.Join(grant.Unset, ", ")))}
	}
	if grantErr != nil || slices.ContainsFunc(grant.Mounts, isRoot) {
		return err
	}
	d, describeErr := info.Describe(info.Subject{Unit: unit, Grant: grant})
	switch {
	case describeErr != nil, !importsFiles(d):
		return err
	case madeByGo(d):
		return &ungrantedError{err, message.CmdGoDirectory.With()}
	case len(grant.Mounts) == 0:
		return &ungrantedError{err, message.CmdNoDirectory.With(quoted(directoryFor(opts.Args)))}
	}
	return err
}

func isRoot(m wasi.Mount) bool { return m.Guest == "/" }

func importsFiles(d *info.Description) bool {
	return slices.ContainsFunc(d.ImportTypes, func(i info.Item) bool {
		return strings.HasPrefix(i.Name, "wasi:filesystem/") || strings.HasSuffix(i.Name, "::path_open") // of preview 1
	})
}

// madeByGo tells a guest whose library looks for relative paths in the root.
func madeByGo(d *info.Description) bool {
	return d.Kind == "module" && slices.ContainsFunc(d.Producers, func(p info.Producer) bool { return p.Field == "language" && p.Name == "Go" })
}

// directoryFor is the one that has the first of the arguments that is a path of the
// host, or the working directory.
func directoryFor(args []string) string {
	for _, arg := range args {
		if _, value, ok := strings.Cut(arg, "="); ok && strings.HasPrefix(arg, "-") {
			arg = value
		}
		info, err := os.Stat(arg)
		switch {
		case arg == "" || err != nil:
		case info.IsDir():
			return filepath.Clean(arg)
		default:
			return filepath.Dir(arg)
		}
	}
	return "."
}

// quoted makes a path fit to be pasted into a shell.
func quoted(path string) string {
	if strings.ContainsFunc(path, func(r rune) bool { return strings.ContainsRune(" \t\n'\"\\$`&|;<>()*?[]#~!{}", r) }) {
		path = "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return message.Name(path)
}
