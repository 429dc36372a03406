package command

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"
)

// commandLine is a command line taken apart.
type commandLine struct {
	path    []*cli.Command // the commands so far: qyvol cache
	help    bool           // --help is among the options, and alone matters
	version bool           // likewise, of qyvol itself
	flags   []string
	rest    []string
}

// arrange puts a command line into the order commands, their options,
// arguments. So options can stand anywhere before a --, and
// `qyvol --quiet run hello.qyv` means the same as
// `qyvol run hello.qyv --quiet`. The errors are *usageError, with what came before
// the fault.
func arrange(app *cli.Command, args []string) (*commandLine, error) {
	l := &commandLine{path: []*cli.Command{app}}
	for i := 0; i < len(args) && !l.version; i++ {
		switch arg := args[i]; {
		case arg == "--":
			l.rest = append(l.rest, args[i:]...)
			return l, nil
		case isFlag(arg):
			used, err := l.flag(args[i:])
			if err != nil {
				return l, err
			}
			i += used - 1
		default:
			if err := l.word(arg); err != nil {
				return l, err
			}
		}
	}
	return l, nil
}

func isFlag(arg string) bool { return len(arg) > 1 && arg[0] == '-' }

// words is the command line in order. A -- keeps the library from looking for
// options among the arguments. Where run's have one of their own, it sees both.
func (l *commandLine) words() []string {
	words := append(l.names(), l.flags...)
	if len(l.rest) > 0 && (l.rest[0] != "--" || l.last().Name == "run") {
		words = append(words, "--")
	}
	return append(words, l.rest...)
}

// last is the command that is asked for.
func (l *commandLine) last() *cli.Command { return l.path[len(l.path)-1] }

// names are those of the command and of the ones above it.
func (l *commandLine) names() []string {
	names := make([]string, len(l.path))
	for i, c := range l.path {
		names[i] = c.Name
	}
	return names
}

func (l *commandLine) name() string { return strings.Join(l.names(), " ") }

// known are the options that the last command takes, in the order in which its
// help shows them.
func (l *commandLine) known() []cli.Flag {
	own := l.last().Flags
	if len(l.path) > 1 {
		own = slices.Concat(own, l.path[0].Flags)
	}
	own = append(slices.Clip(own), helpFlag)
	if len(l.path) == 1 {
		own = append(own, versionFlag)
	}
	return own
}

// word takes a command, or an argument of the last one.
func (l *commandLine) word(arg string) error {
	next := l.last().Commands
	if len(next) == 0 {
		l.rest = append(l.rest, arg)
		return nil
	}
	for _, c := range next {
		if c.HasName(arg) {
			l.path = append(l.path, c)
			return nil
		}
	}
	return unknownCommand(l, arg)
}

// flag takes an option with its value, and tells how many words that were.
func (l *commandLine) flag(args []string) (int, error) {
	written, value, valued := strings.Cut(args[0], "=")
	name := strings.TrimPrefix(written[1:], "-")
	f := findFlag(l.known(), name)
	if f == nil {
		return l.switches(args)
	}
	used := 1
	_, isBool := f.(*cli.BoolFlag)
	if isBool {
		on, err := strconv.ParseBool(value)
		if valued && err != nil {
			return 0, badSwitch(l, name, value)
		}
		on = on || !valued
		switch f {
		case helpFlag:
			l.help = on
			return 1, nil
		case versionFlag:
			l.version = on
			return 1, nil
		}
	} else if !valued {
		if len(args) == 1 {
			return 0, flagWithoutValue(l, args[0])
		}
		used, value = 2, args[1]
	}
	if !isBool && value == "" { // which would otherwise be as if it were not there
		return 0, flagWithoutValue(l, written)
	}
	l.flags = append(l.flags, args[:used]...)
	return used, nil
}

// switches takes several of one letter in one word: -qh.
func (l *commandLine) switches(args []string) (int, error) {
	letters := args[0][1:]
	for _, letter := range letters {
		f := findFlag(l.known(), string(letter))
		if _, isBool := f.(*cli.BoolFlag); f == nil || !isBool || len(letters) < 2 {
			return 0, unknownFlag(l, args)
		}
	}
	for _, letter := range letters {
		if _, err := l.flag([]string{"-" + string(letter)}); err != nil {
			return 0, err
		}
	}
	return 1, nil
}

func findFlag(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}
