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
			return each(l.Args(), ui, func(path string) error {
				unit, err := loader.Load(path, loader.Options{Cache: cache, Stdin: os.Stdin, AnyName: l.Bool(ManifestFlag)})
				if err != nil {
					return err
				}
				info, err := compile(ctx, unit, opts, ui)
				switch {
				case err != nil:
					return err
				case info.CacheHit:
					ui.status(message.CmdCached.With(path))
				default:
					ui.status(message.CmdCompiled.With(path, info.Compile.Round(time.Millisecond).String()))
				}
				return nil
			})
		},
	}
}

// compile puts the code that a run of the file would need into the cache. Not
// to be able to is an error here, where a run could do without.
func compile(ctx context.Context, unit *loader.Unit, opts runner.Options, ui *ui) (loader.LoadInfo, error) {
	var r runner.Runner
	defer r.Close()
	info, err := r.Compile(ctx, unit, opts)
	if err != nil {
		return info, err
	}
	for _, warning := range info.Warnings {
		var damaged *loader.CacheEntryError
		if !errors.As(warning, &damaged) {
			return info, warning
		}
		ui.warn(message.SayingError(warning))
	}
	return info, nil
}

// cacheOffError is a command that has nothing to do without the cache.
type cacheOffError struct{}

// Error is in English.
func (e *cacheOffError) Error() string { return e.Words().String() }

// Words are what the error says.
func (*cacheOffError) Words() message.Text { return message.CacheOff.With() }

// Hint tells what switches it off.
func (*cacheOffError) Hint() message.Text { return message.CacheOffHint.With() }
