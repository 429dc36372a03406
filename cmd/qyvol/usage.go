package main

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/urfave/cli/v2"

	"github.com/qyvol/qyvol/message"
)

// usageError is a command line that can't be understood.
type usageError struct{ text, hint message.Text }

func (e *usageError) Error() string                     { return e.text.String() }
func (e *usageError) Localize(lang message.Lang) string { return e.text.In(lang) }
func (e *usageError) Hint() message.Text                { return e.hint }

func noFile(c *cli.Context) error {
	return &usageError{
		text: message.UsageNoFile.With(),
		hint: message.UsageNoFileHint.With(c.Command.Name + " " + c.Command.ArgsUsage),
	}
}

// noArguments refuses arguments where a command takes none.
func noArguments(c *cli.Context) error {
	if c.NArg() > 0 {
		return &usageError{
			text: message.UsageTooMany.With(strings.Join(c.Args().Slice(), " ")),
			hint: message.UsageFlagHint.With(c.Command.Name),
		}
	}
	return nil
}

const maxTypos = 2

func unknownCommand(app *cli.App, name string) error {
	hint := message.UsageCommandHint.With()
	best := maxTypos + 1
	for _, c := range app.Commands {
		if d := levenshtein.ComputeDistance(name, c.Name); d < best {
			best = d
			hint = message.UsageDidYouMean.With("qyvol " + c.Name)
		}
	}
	return &usageError{text: message.UsageUnknown.With(name), hint: hint}
}

// choice reads a flag that has a few values.
func choice(c *cli.Context, name string, values ...string) (string, error) {
	value := c.String(name)
	if slices.Contains(values, value) {
		return value, nil
	}
	return "", &usageError{
		text: message.UsageChoice.With(name, value, strings.Join(values, ", ")),
		hint: message.UsageFlagHint.With(c.Command.Name),
	}
}

// permute puts the options of a command before its arguments, so that
// `qyvol run hello.qyv --quiet` means what it says. What follows -- stays.
func permute(app *cli.App, args []string) []string {
	head, flags, rest := args[:1], []string{}, []string{}
	known := app.Flags
	for i := 1; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			rest = append(rest, args[i:]...)
			break
		}
		if !isFlag(arg) {
			if c := subcommand(app, head[1:], arg); c != nil && len(rest) == 0 {
				head = append(append(head[:len(head):len(head)], flags...), arg)
				flags, known = nil, c.Flags
				continue
			}
			rest = append(rest, arg)
			continue
		}
		flags = append(flags, arg)
		if takesValue(known, arg) && i+1 < len(args) {
			i++
			flags = append(flags, args[i])
		}
	}
	return slices.Concat(head, flags, rest)
}

func isFlag(arg string) bool { return len(arg) > 1 && arg[0] == '-' }

// subcommand finds what a word names after the commands before it.
func subcommand(app *cli.App, before []string, name string) *cli.Command {
	commands := app.Commands
	for _, word := range before {
		for _, c := range commands {
			if c.HasName(word) {
				commands = c.Subcommands
				break
			}
		}
	}
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}

func takesValue(flags []cli.Flag, arg string) bool {
	name := strings.TrimLeft(arg, "-")
	if strings.Contains(name, "=") {
		return false
	}
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			_, isBool := f.(*cli.BoolFlag)
			return !isBool
		}
	}
	return false
}
