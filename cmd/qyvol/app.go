package main

import (
	"os"

	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
)

// command runs the command line and returns its exit code.
func command(args []string) int {
	ui := newUI(args)
	ctx, stop := signalled(ui)
	defer stop()
	app := newApp(ui)
	arranged, err := arrange(app, args)
	if err == nil {
		err = app.RunContext(ctx, arranged)
	}
	ui.error(err)
	return exitCode(err)
}

func newApp(ui *ui) *cli.App {
	ui.localizeHelp()
	app := &cli.App{
		Name:                      "qyvol",
		Usage:                     ui.say(&message.CmdUsage),
		Version:                   versionNumber(),
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true, // --env LIST=a,b is one variable
		EnableBashCompletion:      true,
		Writer:                    os.Stdout,
		ErrWriter:                 os.Stderr,
		Flags:                     append(ui.commonFlags(), cli.HelpFlag, cli.VersionFlag),
		Commands: []*cli.Command{
			runCommand(ui), validateCommand(ui), schemaCommand(ui), compileCommand(ui),
			cacheCommand(ui), versionCommand(ui), completionCommand(ui), helpCommand(ui),
		},
		Action:         func(c *cli.Context) error { return cli.ShowAppHelp(c) },
		Before:         ui.configure,
		OnUsageError:   func(c *cli.Context, err error, _ bool) error { return flagError(c, err) },
		ExitErrHandler: func(*cli.Context, error) {}, // command decides
	}
	for _, c := range app.Commands {
		prepare(ui, c)
	}
	return app
}

// prepare gives a command what all commands have.
func prepare(ui *ui, c *cli.Command) {
	c.OnUsageError = func(c *cli.Context, err error, _ bool) error { return flagError(c, err) }
	c.Before = ui.configure
	c.HideHelpCommand = true
	c.Flags = append(c.Flags, ui.commonFlags()...)
	for _, sub := range c.Subcommands {
		prepare(ui, sub)
	}
}
