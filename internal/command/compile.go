package command

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/runner"
)

func compileCommand(ui *ui) *Command {
	return &Command{
		Name: "compile", Usage: &message.CmdCompile, Args: &message.CmdCompileArgs,
		Files: kindGuests, More: kindGuests, ExitCodes: true, Flags: append([]*Flag{ManifestFlag}, grantFlags...),
		Run: func(ctx context.Context, l *Line) error {
			if len(l.Args()) == 0 {
				return orOfOptions(l, nil, noFile(l))
			}
			cache := loader.OpenCache(loader.CacheOptions{Settle: true})
			if info, err := cache.Info(); err != nil {
				return err
			} else if !info.Enabled {
				return &cacheOffError{}
			}
			opts, err := grantOptions(l)
			if err != nil {
				return err
			}
			opts.Cache, opts.Log = cache, ui.log
			return each(l.Args(), ui, func(path string) error { return compile(ctx, path, l.Bool(ManifestFlag), opts, ui) })
		},
	}
}

// compile puts the code that a run of the file would need into the cache. Not
// to be able to is an error here, where a run could do without.
func compile(ctx context.Context, path string, anyName bool, opts runner.Options, ui *ui) error {
	var r runner.Runner
	defer r.Close()
	unit, err := loader.Load(path, loader.Options{Cache: opts.Cache, Stdin: os.Stdin, AnyName: anyName})
	if err != nil {
		return err
	}
	info, err := r.Compile(ctx, unit, opts)
	if err != nil {
		return err
	}
	for _, warning := range info.Warnings {
		var damaged *loader.CacheEntryError
		if !errors.As(warning, &damaged) {
			return warning
		}
		ui.warn(message.SayingError(warning))
	}
	if info.CacheHit {
		ui.status(message.CmdCached.With(path))
		return nil
	}
	ui.status(message.CmdCompiled.With(path, info.Compile.Round(time.Millisecond).String()))
	return nil
}

// cacheOffError is a command that has nothing to do without the cache.
type cacheOffError struct{}

// Error is in English.
func (e *cacheOffError) Error() string { return e.Words().String() }

// Words are what the error says.
func (*cacheOffError) Words() message.Text { return message.CacheOff.With() }

// Hint tells what switches it off.
func (*cacheOffError) Hint() message.Text { return message.CacheOffHint.With() }
