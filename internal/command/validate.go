package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

func validateCommand(ui *ui) *Command {
	return &Command{
		Name: "validate", Usage: &message.CmdValidate, Args: &message.CmdValidateArgs,
		Files: kindManifests, More: kindManifests, ExitCodes: true, Flags: []*Flag{componentFlag, formatFlag},
		Run: func(ctx context.Context, l *Line) error {
			format, err := l.Choice(formatFlag)
			if err != nil {
				return err
			}
			if len(l.Args()) == 0 {
				return noFile(l)
			}
			check := validate
			if l.Bool(componentFlag) {
				check = validateComponent(ctx)
			}
			if format != "text" {
				return diagnose(l.Args(), check, ui, format)
			}
			return validateAll(l.Args(), check, ui)
		},
	}
}

// check looks at a file. It returns what keeps the file from being used.
type check func(path string, warn func(*manifest.Warning)) error

// validateAll checks every file, and says all that is wrong with each.
func validateAll(paths []string, check check, ui *ui) error {
	return each(paths, ui, func(path string) error {
		err := check(path, ui.warnOf)
		if err == nil {
			ui.status(message.CmdValid.With(path))
		}
		return err
	})
}

// warnOf says a warning of a manifest's.
func (u *ui) warnOf(w *manifest.Warning) { u.warn(message.Saying(w)) }

// each does something with every file, also after one with which it failed.
func each(paths []string, ui *ui, do func(path string) error) error {
	if len(paths) == 1 {
		return do(paths[0])
	}
	var failed error
	for _, path := range paths {
		if err := do(path); err != nil {
			ui.error(err)
			failed = errors.Join(failed, err)
		}
	}
	if failed != nil {
		return reportedError{failed}
	}
	return nil
}

func validate(path string, warn func(*manifest.Warning)) error {
	m, err := loader.ReadManifest(path, loader.Options{Stdin: os.Stdin})
	if err != nil {
		return err
	}
	for _, w := range m.Warnings {
		warn(w)
	}
	base := loader.BaseDir(path)
	warnOfEntry(m, base, warn)
	warnOfMounts(m, base, warn)
	return loader.CheckFallback(m, base)
}

// warnOfEntry tells an entry point that isn't there. It may come to be before a run.
func warnOfEntry(m *manifest.Manifest, base string, warn func(*manifest.Warning)) {
	entry := m.Entrypoint
	if !filepath.IsAbs(entry) {
		entry = filepath.Join(base, filepath.FromSlash(entry))
	}
	if _, err := os.Stat(entry); errors.Is(err, os.ErrNotExist) {
		w := m.Warning("entrypoint", message.CmdNoEntry.With(entry), manifest.MissingHint(base, m.Entrypoint, manifest.ComponentFile))
		w.Kind = manifest.ErrFile
		warn(w)
	}
}

// warnOfMounts tells directories that can't be mounted. They may come to be before a
// run.
func warnOfMounts(m *manifest.Manifest, base string, warn func(*manifest.Warning)) {
	for _, failed := range wasi.CheckMounts(m, base) {
		w := &manifest.Warning{Notice: *failed.Where()}
		if w.HintText = failed.Hint(); errors.Is(failed, os.ErrNotExist) {
			w.Kind = manifest.ErrFile
		}
		warn(w)
	}
}

// validateComponent checks a manifest and the component that it names: it has to
// be a command, and every import has to be there. What is there and not granted
// passes, since a guest may do without: most toolchains import more than a
// program uses. inspect lists it.
func validateComponent(ctx context.Context) check {
	return func(path string, warn func(*manifest.Warning)) error { return validateWhole(ctx, path, warn) }
}

func validateWhole(ctx context.Context, path string, warn func(*manifest.Warning)) error {
	cache := loader.OpenCache(loader.CacheOptions{})
	unit, err := loader.Load(path, loader.Options{Cache: cache, Stdin: os.Stdin, AnyName: true})
	if err != nil {
		return err
	}
	d, err := describeUnit(unit, cache, warn)
	if err != nil {
		return err
	}
	if m := unit.Manifest(); m != nil {
		warnOfMounts(m, unit.BaseDir(), warn)
		if err := loader.CheckFallback(m, unit.BaseDir()); err != nil {
			return err
		}
	}
	var missing []info.Need
	for _, n := range d.Needs {
		if !n.Status.Starts() {
			missing = append(missing, n)
		}
	}
	var r runner.Runner
	defer r.Close()
	err = r.Check(ctx, unit, runner.Options{Cache: cache, Compiler: compilerProcess()})
	if err != nil && len(missing) > 0 && !invalid(err) {
		return &needsError{path, missing}
	}
	return err
}

// invalid tells what can't be compiled.
func invalid(err error) bool {
	var invalid *loader.ModuleLoadError
	return errors.As(err, &invalid)
}

// needsError is a component that would not start, with all that it lacks: a run
// ends at the first.
type needsError struct {
	path  string
	needs []info.Need
}

// Error is in English.
func (e *needsError) Error() string { return e.Words().String() }

// Words are what the error says.
func (e *needsError) Words() message.Text { return message.Saying(message.Func(e.in)) }

func (e *needsError) in(lang message.Lang) string {
	var b strings.Builder
	b.WriteString(message.CmdNeeds.With(e.path).In(lang))
	for _, n := range e.needs {
		b.WriteString("\n  " + message.Name(n.Import) + ": " + n.Localize(lang))
	}
	return b.String()
}
