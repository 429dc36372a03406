package command

import (
	"slices"
	"strings"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
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
// there are not, or that looked for files which it can't see. What can't be found out
// adds nothing.
func ungranted(load func() (*loader.Unit, error), opts runner.Options, result *runner.Result, err error) error {
	kind := program.KindOf(err)
	if kind != program.KindExit && kind != program.KindTrap || result.Fallback || !message.HintOf(err).IsZero() {
		return err
	}
	unit, loadErr := load()
	if loadErr != nil {
		return err
	}
	grant, grantErr := runner.Decide(unit, opts)
	if grantErr != nil {
		return err
	}
	hint := message.Text{}
	if len(grant.Unset) > 0 {
		hint = message.CmdUnset.With(message.Name(strings.Join(grant.Unset, ", ")))
	} else if d, describeErr := info.Describe(info.Subject{Unit: unit, Grant: grant}); describeErr == nil && importsFiles(d) {
		s := &search{unit: unit, opts: opts, grant: grant, library: libraryOf(d), trapped: kind == program.KindTrap}
		if result.Implementation == wasi.Hosted {
			s.lookups = &result.Lookups
		}
		hint = s.hint()
	}
	if hint.IsZero() {
		return err
	}
	return &ungrantedError{err, hint}
}

func importsFiles(d *info.Description) bool {
	return slices.ContainsFunc(d.ImportTypes, func(i info.Item) bool {
		return strings.HasPrefix(i.Name, "wasi:filesystem/") || strings.HasSuffix(i.Name, "::path_open") // of preview 1
	})
}

// libraryOf tells guests that Go built from those with wasi-libc.
func libraryOf(d *info.Description) library {
	if d.Kind == "module" && slices.ContainsFunc(d.Producers, func(p info.Producer) bool { return p.Field == "language" && p.Name == "Go" }) {
		return goLibrary
	}
	return libcStrict
}

// quoted makes a path fit to be pasted into a shell.
func quoted(path string) string {
	if strings.ContainsFunc(path, func(r rune) bool { return strings.ContainsRune(" \t\n'\"\\$`&|;<>()*?[]#~!{}", r) }) {
		path = "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return message.Name(path)
}
