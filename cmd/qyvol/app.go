package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
)

// command runs the command line and returns its exit code.
func command(args []string) int {
	ui := newUI(args)
	ctx, stop := signalled()
	defer stop()
	app := newApp(ui)
	err := checkCommandName(app, args)
	if err == nil {
		err = app.RunContext(ctx, permute(app, args))
	}
	ui.error(err)
	return exitCode(err)
}

// signalled returns a context that the first signal cancels. A second signal
// ends the process at once.
func signalled() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		first, ok := <-signals
		if !ok {
			return
		}
		err := &signalError{first}
		cancel(err)
		if _, ok := <-signals; ok {
			os.Exit(exitCode(err))
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(signals)
		cancel(nil)
	}
}

func newApp(ui *ui) *cli.App {
	app := &cli.App{
		Name:                   "qyvol",
		Usage:                  ui.say(&message.CmdUsage),
		Version:                versionNumber(),
		HideVersion:            true,
		HideHelpCommand:        true,
		UseShortOptionHandling: false,
		EnableBashCompletion:   true,
		Writer:                 os.Stdout,
		ErrWriter:              os.Stderr,
		Flags:                  ui.commonFlags(),
		Commands: []*cli.Command{
			runCommand(ui), validateCommand(ui), schemaCommand(ui), compileCommand(ui),
			cacheCommand(ui), versionCommand(ui), completionCommand(ui), helpCommand(ui),
		},
		Action:         func(c *cli.Context) error { return cli.ShowAppHelp(c) },
		OnUsageError:   func(c *cli.Context, err error, _ bool) error { return flagError(c, err) },
		ExitErrHandler: func(*cli.Context, error) {}, // command decides
	}
	for _, c := range app.Commands {
		prepare(ui, c)
	}
	ui.localizeHelp()
	return app
}

// prepare gives a command what all commands have.
func prepare(ui *ui, c *cli.Command) {
	c.OnUsageError = func(c *cli.Context, err error, _ bool) error { return flagError(c, err) }
	c.HideHelpCommand = true
	c.Flags = append(c.Flags, ui.commonFlags()...)
	for _, sub := range c.Subcommands {
		prepare(ui, sub)
	}
}

// checkCommandName refuses a command that there isn't, with the nearest one.
func checkCommandName(app *cli.App, args []string) error {
	for _, arg := range args[1:] {
		switch {
		case strings.HasPrefix(arg, "-"):
			return nil
		case app.Command(arg) != nil:
			return nil
		default:
			return unknownCommand(app, arg)
		}
	}
	return nil
}

// flagError makes a usage error of what the flag package says.
func flagError(c *cli.Context, err error) error {
	var known *usageError
	if errors.As(err, &known) {
		return err
	}
	return &usageError{
		text: message.UsageFlag.With(err.Error()),
		hint: message.UsageFlagHint.With(c.Command.Name),
	}
}
