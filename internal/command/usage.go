package command

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/qyvol/qyvol/internal/message"
)

// usageError is a command line that can't be understood.
type usageError struct{ text, hint message.Text }

// Error is in English.
func (e *usageError) Error() string { return e.text.String() }

// Words are what the error says.
func (e *usageError) Words() message.Text { return e.text }

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
func noFile(l *Line) error {
	template := &message.UsageNoFileHint
	if l.last().Name == "validate" && !l.Bool(componentFlag) {
		template = &message.UsageManifestHint
	}
	hint := template.With(message.UsageLine.With(l.Name(), l.last().Args.With()))
	if option, file := takenFile(l); file != "" {
		hint = message.UsageTaken.With(message.Name(file), "--"+option)
	}
	return &usageError{text: message.UsageNoFile.With(), hint: hint}
}

// takenFile is what looks like the file that is meant, and the option whose value it is.
func takenFile(l *Line) (option, file string) {
	for _, f := range l.last().Flags {
		for _, value := range l.Values(f) {
			if info, err := os.Stat(value); err == nil && info.Mode().IsRegular() && hasGuestName(value) {
				return f.Name, value
			}
		}
	}
	return "", ""
}

// AtMost refuses more arguments than a command takes.
func AtMost(l *Line, n int) error {
	if len(l.Args()) <= n {
		return nil
	}
	return tooMany(l.Args()[n:], l.Name())
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

func unknownCommand(l *Line, name string) error {
	var names []string
	for _, c := range l.last().Commands {
		names = append(names, c.Name)
	}
	path := l.Name()
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
func unknownFlag(l *Line, args []string) error {
	name, value := ungrouped(args[0])
	if value == "" && len(args) > 1 {
		value = args[1]
	}
	var names []string
	for _, f := range l.known() {
		names = append(names, f.Name)
	}
	bare := strings.TrimLeft(name, "-")
	hint := helpHint(l.Name())
	guest := l.last().Guest && len(l.rest) > 0
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
func (l *Line) forGuest(args []string) string {
	words := append(l.names(), l.written...)
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

func flagWithoutValue(l *Line, arg string) error {
	return &usageError{text: message.UsageFlagNoValue.With(arg), hint: helpHint(l.Name())}
}

func badSwitch(l *Line, name, value string) error {
	return &usageError{text: message.UsageSwitch.With(name, value), hint: helpHint(l.Name())}
}

func badFlag(l *Line, text message.Text) error {
	return &usageError{text: text, hint: helpHint(l.Name())}
}
