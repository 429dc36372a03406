package main

import (
	"time"

	"github.com/rs/zerolog"
	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/message"
	"github.com/qyvol/qyvol/runner"
)

func compileCommand(ui *ui) *cli.Command {
	return &cli.Command{
		Name: "compile", Usage: ui.say(&message.CmdCompile), ArgsUsage: ui.say(&message.CmdCompileArgs),
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return noFile(c)
			}
			log, err := ui.configure(c)
			if err != nil {
				return err
			}
			for _, path := range c.Args().Slice() {
				if err := compile(path, ui, log); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// compile puts the code that a run of the file would need into the cache.
func compile(path string, ui *ui, log zerolog.Logger) error {
	var r runner.Runner
	defer r.Close()
	cache := loader.OpenCache(loader.CacheOptions{})
	unit, err := loader.Load(path, loader.Options{Cache: cache})
	if err != nil {
		return err
	}
	info, err := r.Compile(unit, runner.Options{Cache: cache, Log: log})
	if err != nil {
		return err
	}
	if info.CacheHit {
		ui.status(message.CmdCached.With(path))
		return nil
	}
	ui.status(message.CmdCompiled.With(path, info.Compile.Round(time.Millisecond).String()))
	return nil
}
