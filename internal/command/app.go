// Package command is the command line of qyvol: flags, output and exit codes, a file for
// each command. What it does is in the packages below.
package command

import (
	"context"
	"os"
	"slices"
	"strings"

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
	ui.watch = watch
	err := dispatch(ctx, newApp(ui), ui, args)
	ui.final(err)
	return exitCode(err)
}

// dispatch does what the command line asks for.
func dispatch(ctx context.Context, app *Command, ui *ui, args []string) error {
	args = args[1:]
	if completing(args) {
		return complete(app, ui, args[1:])
	}
	l, err := parse(app, args)
	switch {
	case err != nil:
	case l.version:
		err = printVersion(ui, "text")
	case l.help && (l.last().Name != "help" || len(l.rest) == 0): // help run gives help anyway
		if err = printHelp(l, ui); err == nil {
			guestHelp(l, ui)
		}
	default:
		err = l.run(ctx, ui)
	}
	if l.last().Guest {
		return atRun(err)
	}
	return err
}

// guestHelp says how to ask a guest that was named for its own help.
func guestHelp(l *Line, ui *ui) {
	if l.last().Guest && len(l.rest) > 0 && l.rest[0] != "--" && !l.IsSet(quietFlag) {
		ui.status(message.UsageGuestWords.With(l.forGuest([]string{"--help"})))
	}
}

// Command is a command: what help and completion say of it, and what it does.
type Command struct {
	Name string
	// Usage says in a line what it does, About in several what else there is to know.
	Usage, About *message.Template
	// Args names its arguments; Words, in place of it, are all that there are of one
	// argument. Files and More are the kinds of files that completion proposes for
	// the first argument and for the others.
	Args        *message.Template
	Words       []string
	Optional    bool // the word
	Files, More string
	Guest       bool // the arguments are a guest's
	ExitCodes   bool // help has them
	Flags       []*Flag
	Commands    []*Command // if there are any, Run is nil
	Run         func(ctx context.Context, l *Line) error
}

func newApp(ui *ui) *Command {
	return &Command{
		Name: "qyvol", Usage: &message.CmdUsage, ExitCodes: true,
		Commands: slices.Concat([]*Command{runCommand(ui)}, networkCommands(ui), []*Command{
			inspectCommand(ui), validateCommand(ui), schemaCommand(ui), compileCommand(ui),
			cacheCommand(ui), versionCommand(ui), completionCommand(ui), helpCommand(ui),
		}),
	}
}

// run does what the command does.
func (l *Line) run(ctx context.Context, ui *ui) error {
	if err := ui.configure(l); err != nil {
		return err
	}
	ui.watch.start()
	if len(l.last().Commands) > 0 {
		return printHelp(l, ui)
	}
	return l.last().Run(ctx, l)
}

// args are the arguments, as help and hints have them.
func (c *Command) args(lang message.Lang) string {
	switch {
	case c.Args != nil:
		return c.Args.With().In(lang)
	case c.Optional:
		return "[" + strings.Join(c.Words, "|") + "]"
	default:
		return strings.Join(c.Words, "|")
	}
}
