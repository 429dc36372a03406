package command

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/internal/data"
	"github.com/qyvol/qyvol/internal/message"
)

// usageError is a command line that can't be understood.
type usageError struct{ text, hint message.Text }

// Error is in English.
func (e *usageError) Error() string { return e.text.String() }

// Localize says the error in a language.
func (e *usageError) Localize(lang message.Lang) string { return e.text.In(lang) }

// Hint tells what the user can do.
func (e *usageError) Hint() message.Text { return e.hint }

// helpHint tells where the options of a command are explained. Only run has a
// guest, whose arguments could have been mistaken for options.
func helpHint(path string) message.Text {
	if path == "qyvol run" {
		return message.UsageRunFlagHint.With(path)
	}
	return message.UsageFlagHint.With(path)
}

// noFile refuses to do without a file. One that an option took is named.
func noFile(c *cli.Command) error {
	template := &message.UsageNoFileHint
	if c.Name == "validate" && !c.Bool("component") {
		template = &message.UsageManifestHint
	}
	hint := template.With(c.FullName() + " " + c.ArgsUsage)
	if option, file := takenFile(c); file != "" {
		hint = message.UsageTaken.With(message.Name(file), "--"+option)
	}
	return &usageError{text: message.UsageNoFile.With(), hint: hint}
}

// takenFile is what looks like the file that is meant, and the option whose value it is.
func takenFile(c *cli.Command) (option, file string) {
	for _, f := range c.Flags {
		name := f.Names()[0]
		values := []string{c.String(name)}
		if _, several := f.(*cli.StringSliceFlag); several {
			values = c.StringSlice(name)
		}
		for _, value := range values {
			if info, err := os.Stat(value); err == nil && info.Mode().IsRegular() && hasGuestName(value) {
				return name, value
			}
		}
	}
	return "", ""
}

// noArguments refuses arguments where a command takes none.
func noArguments(c *cli.Command) error { return atMost(c, 0) }

// atMost refuses more arguments than a command takes.
func atMost(c *cli.Command, n int) error {
	if c.NArg() <= n {
		return nil
	}
	return tooMany(c.Args().Slice()[n:], c.FullName())
}

func tooMany(args []string, command string) error {
	return &usageError{text: message.UsageTooMany.With(strings.Join(args, " ")), hint: helpHint(command)}
}

const maxTypos = 2

// nearest finds the name that was probably meant, or nothing: a short word is near
// to every other.
func nearest(name string, among []string) string {
	const short = 3
	if len(name) <= short {
		return ""
	}
	found, best := "", maxTypos+1
	for _, candidate := range among {
		if d := levenshtein.ComputeDistance(name, candidate); d < best && d < len(candidate) {
			found, best = candidate, d
		}
	}
	return found
}

func unknownCommand(l *commandLine, name string) error {
	var names []string
	for _, c := range l.last().Commands {
		names = append(names, c.Name)
	}
	path := l.name()
	hint := message.UsageCommandHint.With(path)
	if len(l.path) == 1 {
		hint = message.UsageFirstHint.With()
	}
	top := len(l.path) == 1
	switch meant, foreign := nearest(name, names), foreignCommand(name); {
	case top && !foreign.IsZero():
		hint = foreign
	case top && isGuest(name):
		hint = message.UsageDidYouMean.With(path + " run " + message.Name(name))
	case meant != "":
		hint = message.UsageDidYouMean.With(path + " " + meant)
	}
	return &usageError{text: message.UsageUnknown.With(name), hint: hint}
}

// unknownFlag refuses the first of some words.
func unknownFlag(l *commandLine, args []string) error {
	name, value := ungrouped(args[0])
	if value == "" && len(args) > 1 {
		value = args[1]
	}
	var names []string
	for _, f := range l.known() {
		for _, n := range f.Names() {
			if len(n) > 1 { // a letter is near to every other letter
				names = append(names, n)
			}
		}
	}
	bare := strings.TrimLeft(name, "-")
	hint := helpHint(l.name())
	guest := l.last().Name == "run" && len(l.rest) > 0
	switch meant, foreign := nearest(bare, names), l.foreign(bare, value); {
	case guest && !foreign.IsZero():
		hint = message.UsageForeignOrGuest.With(foreign)
	case !foreign.IsZero():
		hint = foreign
	case meant != "":
		hint = message.UsageDidYouMean.With("--" + meant)
	case guest && !slices.Contains(args, "--"):
		hint = message.UsageGuestWords.With(l.forGuest(args))
	}
	return &usageError{text: message.UsageUnknownFlag.With(name), hint: hint}
}

// forGuest is the command line with some words for the guest, after those that it has.
// What variables are set to may be a secret, and is left out.
func (l *commandLine) forGuest(args []string) string {
	words := append(l.names(), l.flags...)
	for i := range words {
		if option, rest, ok := strings.Cut(words[i], "="); i > 0 && ok && strings.TrimLeft(words[i-1], "-") == "env" {
			words[i] = option + "=…"
		} else if name, _, set := strings.Cut(rest, "="); set && strings.TrimLeft(option, "-") == "env" {
			words[i] = option + "=" + name + "=…"
		}
	}
	words = append(append(words, l.rest[0], "--"), l.rest[1:]...)
	words = append(words, args...)
	for i, word := range words {
		words[i] = quoted(word)
	}
	return strings.Join(words, " ")
}

// isGuest tells the name of a file that could be run.
func isGuest(name string) bool {
	if hasGuestName(name) {
		return true
	}
	_, err := fs.Stat(os.DirFS(filepath.Dir(name)), filepath.Base(name))
	return err == nil
}

// hasGuestName tells it by its extension.
func hasGuestName(name string) bool {
	switch filepath.Ext(name) {
	case ".qyv", ".wasm", ".wat":
		return true
	}
	return false
}

func flagWithoutValue(l *commandLine, arg string) error {
	return &usageError{text: message.UsageFlagNoValue.With(arg), hint: helpHint(l.name())}
}

func badSwitch(l *commandLine, name, value string) error {
	return &usageError{text: message.UsageSwitch.With(name, value), hint: helpHint(l.name())}
}

// formatOf reads --format: one of a command's own, the first of which is what it
// is without, or one of data.
func formatOf(c *cli.Command, own ...string) (string, error) {
	value := c.String("format")
	return value, choose(c, "format", value, slices.Concat(own, data.Formats())...)
}

// choose checks the value of a flag that has a few.
func choose(c *cli.Command, name, value string, values ...string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return badChoice(c, name, value, values...)
}

func badChoice(c *cli.Command, name, value string, values ...string) error {
	return badFlag(c, message.UsageChoice.With(name, value, strings.Join(values, ", ")))
}

func badFlag(c *cli.Command, text message.Text) error {
	return &usageError{text: text, hint: helpHint(c.FullName())}
}

// usageOf makes a usage error of what the library says. Everything that is
// known to be wrong with an option was found before it (arrange).
func usageOf(_ context.Context, c *cli.Command, err error, _ bool) error {
	return badFlag(c, message.UsageFlag.With(err.Error()))
}
