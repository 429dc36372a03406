// Package command is the command line of qyvol: flags, output and exit codes, a file for
// each command. What it does is in the packages below.
package command

import (
	"context"
	"os"
	"slices"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/stack"
	"github.com/qyvol/qyvol/loader"
)

// Build says what the linker was told of the command.
type Build struct{ Version, Commit, Date string }

var built Build

// Main runs the command line and returns its exit code. Without an extension, what it
// would have is left to the command that has it.
func Main(args []string, of Build, more Extension) int {
	stack.Reserve()
	built = of
	if len(args) == 2 && args[1] == compilerArgument {
		return loader.ServeCompiler(os.Stdin, os.Stdout)
	}
	ui := newUI(args)
	if ui.more = more; more == nil {
		if name := elsewhere(args[1:]); name != "" {
			return ui.startNode(name, args)
		}
	}
	ctx, watch := signalled(ui)
	defer watch.end()
	ui.listen = watch.listen
	err := dispatch(ctx, newApp(ui), ui, args)
	ui.final(err)
	return exitCode(err)
}

// dispatch does what the command line asks for.
func dispatch(ctx context.Context, app *cli.Command, ui *ui, args []string) error {
	args = args[1:]
	if completing(args) {
		return complete(app, ui, args[1:])
	}
	l, err := arrange(app, args)
	switch {
	case err != nil:
	case l.version:
		err = printVersion(ui, "text")
	case l.help && (l.last().Name != "help" || len(l.rest) == 0): // help run gives help anyway
		if err = printHelp(l, ui); err == nil {
			guestHelp(l, ui)
		}
	default:
		err = app.Run(ctx, l.words())
	}
	if l.last().Name == "run" {
		return atRun(err)
	}
	return err
}

// guestHelp says how to ask a guest that was named for its own help.
func guestHelp(l *commandLine, ui *ui) {
	if l.last().Name == "run" && len(l.rest) > 0 && l.rest[0] != "--" && !l.given(findFlag(l.known(), "quiet")) {
		ui.status(message.UsageGuestWords.With(l.forGuest([]string{"--help"})))
	}
}

func newApp(ui *ui) *cli.Command {
	app := &cli.Command{
		Name:      "qyvol",
		Usage:     ui.say(&message.CmdUsage),
		HideHelp:  true, // dispatch sees to it
		Writer:    ui.out,
		ErrWriter: os.Stderr,
		Flags:     ui.commonFlags(),
		Commands: slices.Concat([]*cli.Command{runCommand(ui)}, networkCommands(ui), []*cli.Command{
			inspectCommand(ui), validateCommand(ui), schemaCommand(ui), compileCommand(ui),
			cacheCommand(ui), versionCommand(ui), completionCommand(ui), helpCommand(ui),
		}),
		Action:         func(_ context.Context, c *cli.Command) error { return helpOn(c, ui) },
		ExitErrHandler: func(context.Context, *cli.Command, error) {}, // command decides
	}
	prepare(app, ui)
	return app
}

// prepare gives a command, and those below it, what all commands have.
func prepare(c *cli.Command, ui *ui) {
	action := c.Action
	c.Action = func(ctx context.Context, c *cli.Command) error {
		if err := ui.configure(c); err != nil {
			return err
		}
		return action(ctx, c)
	}
	c.OnUsageError = usageOf
	for _, sub := range c.Commands {
		prepare(sub, ui)
	}
}
