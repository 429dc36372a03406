package command

import (
	"slices"
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Line is a command line taken apart.
type Line struct {
	path    []*Command // the commands so far: qyvol cache
	help    bool       // --help is among the options, and alone matters
	version bool       // likewise, of qyvol itself
	values  map[*Flag][]string
	written []string // the options, as they were
	rest    []string
}

// parse reads a command line, in which options can stand anywhere before a --, so
// that `qyvol --quiet run hello.qyv` means the same as
// `qyvol run hello.qyv --quiet`. The errors are *usageError, with what came before
// the fault.
func parse(app *Command, args []string) (*Line, error) {
	l := &Line{path: []*Command{app}, values: map[*Flag][]string{}}
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

// Args are the arguments. Those of run have the first -- among them.
func (l *Line) Args() []string {
	if len(l.rest) > 0 && l.rest[0] == "--" && !l.last().Guest {
		return l.rest[1:]
	}
	return l.rest
}

// Arg is an argument by its place, empty if there is none.
func (l *Line) Arg(i int) string {
	if args := l.Args(); i < len(args) {
		return args[i]
	}
	return ""
}

// IsSet tells whether an option was given.
func (l *Line) IsSet(f *Flag) bool { return len(l.values[f]) > 0 }

// Bool tells whether a switch is on.
func (l *Line) Bool(f *Flag) bool { return l.Value(f) == "true" }

// Value is the last value of an option, its default where it isn't given.
func (l *Line) Value(f *Flag) string {
	if values := l.values[f]; len(values) > 0 {
		return values[len(values)-1]
	}
	return f.Default
}

// Values are all values of an option that were given.
func (l *Line) Values(f *Flag) []string { return l.values[f] }

// Choice is the value of an option that has a few.
func (l *Line) Choice(f *Flag) (string, error) {
	value := l.Value(f)
	if slices.Contains(f.Choices, value) {
		return value, nil
	}
	return value, badFlag(l, message.UsageChoice.With(f.Name, value, strings.Join(f.Choices, ", ")))
}

// last is the command that is asked for.
func (l *Line) last() *Command { return l.path[len(l.path)-1] }

// names are those of the command and of the ones above it.
func (l *Line) names() []string {
	names := make([]string, len(l.path))
	for i, c := range l.path {
		names[i] = c.Name
	}
	return names
}

// Name is what the command is called by, with those above it.
func (l *Line) Name() string { return strings.Join(l.names(), " ") }

// known are the options that the last command takes, in the order in which its
// help shows them.
func (l *Line) known() []*Flag {
	known := slices.Concat(l.last().Flags, commonFlags, []*Flag{helpFlag})
	if len(l.path) == 1 {
		known = append(known, versionFlag)
	}
	return known
}

// word takes a command, or an argument of the last one.
func (l *Line) word(arg string) error {
	next := l.last().Commands
	if len(next) == 0 {
		l.rest = append(l.rest, arg)
		return nil
	}
	for _, c := range next {
		if c.Name == arg {
			l.path = append(l.path, c)
			return nil
		}
	}
	return unknownCommand(l, arg)
}

// flag takes an option with its value, and tells how many words that were.
func (l *Line) flag(args []string) (used int, err error) {
	written, value, valued := strings.Cut(args[0], "=")
	f := findFlag(l.known(), flagName(written))
	switch {
	case f == nil:
		return l.switches(args)
	case f.Takes == Switch:
		return 1, l.turn(f, args[0])
	case !valued && len(args) == 1:
		return 0, flagWithoutValue(l, written)
	case valued:
		used = 1
	default:
		used, value = 2, args[1]
	}
	if value == "" { // which would otherwise be as if it were not there
		return 0, flagWithoutValue(l, written)
	}
	l.add(f, value, args[:used])
	return used, nil
}

func (l *Line) add(f *Flag, value string, written []string) {
	l.values[f] = append(l.values[f], value)
	l.written = append(l.written, written...)
}

// turn takes a switch.
func (l *Line) turn(f *Flag, written string) error {
	name, value, valued := strings.Cut(written, "=")
	on, err := strconv.ParseBool(value)
	if valued && err != nil {
		return badSwitch(l, flagName(name), value)
	}
	switch on = on || !valued; f {
	case helpFlag:
		l.help = on
	case versionFlag:
		l.version = on
	default:
		l.add(f, strconv.FormatBool(on), []string{written})
	}
	return nil
}

// switches takes several of one letter in one word: -qh.
func (l *Line) switches(args []string) (int, error) {
	letters := args[0][1:]
	for _, letter := range letters {
		if f := findFlag(l.known(), string(letter)); f == nil || f.Takes != Switch || len(letters) < 2 {
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
