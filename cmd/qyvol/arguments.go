package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
)

// completionFlag ends the command line with which a shell asks what can come
// next.
const completionFlag = "--generate-bash-completion"

// versionFlag is qyvol's own, whatever follows.
const versionFlag = "--version"

// helpFlag is the last command's. The flag package would take an argument
// beside it for a topic.
const helpFlag = "--help"

// commandLine is a command line taken apart.
type commandLine struct {
	path  []string       // the commands so far: qyvol cache
	next  []*cli.Command // the commands that can follow
	known []cli.Flag     // the options of the last command
	help  bool           // --help is among the options, and alone matters
	flags []string
	rest  []string
}

// arrange puts a command line into the order that the flag package reads: the
// commands, their options, the arguments. So options can stand anywhere before
// a --, and `qyvol --quiet run hello.qyv` means the same as
// `qyvol run hello.qyv --quiet`. The errors are *usageError.
func arrange(app *cli.App, args []string) ([]string, error) {
	if len(args) > 1 && args[len(args)-1] == completionFlag {
		return args, nil // the flag package expects it where it is
	}
	l := commandLine{path: []string{app.Name}, next: app.Commands, known: app.Flags}
	for i := 1; i < len(args); i++ {
		switch arg := args[i]; {
		case arg == "--":
			l.rest = append(l.rest, args[i:]...)
			i = len(args)
		case arg == versionFlag && len(l.path) == 1:
			return []string{args[0], arg}, nil
		case isFlag(arg):
			used, err := l.flag(args[i:])
			if err != nil {
				return nil, err
			}
			i += used - 1
		default:
			if err := l.word(arg); err != nil {
				return nil, err
			}
		}
	}
	if l.help {
		return slices.Concat(args[:1], l.path[1:], []string{helpFlag}), nil
	}
	return slices.Concat(args[:1], l.path[1:], l.flags, l.rest), nil
}

func isFlag(arg string) bool { return len(arg) > 1 && arg[0] == '-' }

// word takes a command, or an argument of the last one.
func (l *commandLine) word(arg string) error {
	if len(l.next) == 0 {
		l.rest = append(l.rest, arg)
		return nil
	}
	for _, c := range l.next {
		if c.HasName(arg) {
			l.path, l.next = append(l.path, c.Name), c.Subcommands
			l.known = slices.Concat(c.Flags, []cli.Flag{cli.HelpFlag})
			return nil
		}
	}
	return unknownCommand(l, arg)
}

// flag takes an option with its value, and tells how many words that were.
func (l *commandLine) flag(args []string) (int, error) {
	name, value, valued := strings.Cut(strings.TrimPrefix(args[0][1:], "-"), "=")
	f := findFlag(l.known, name)
	if f == nil {
		return 0, unknownFlag(l, args[0])
	}
	used := 1
	if _, isBool := f.(*cli.BoolFlag); isBool {
		if _, err := strconv.ParseBool(value); valued && err != nil {
			return 0, badSwitch(l, name, value)
		}
	} else if !valued {
		if len(args) == 1 {
			return 0, flagWithoutValue(l, args[0])
		}
		used = 2
	}
	l.help = l.help || f == cli.HelpFlag
	l.flags = append(l.flags, args[:used]...)
	return used, nil
}

func findFlag(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}
