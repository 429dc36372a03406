package command

import (
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Flag is an option: all that parsing, help, completion and hints know of it.
type Flag struct {
	Name    string
	Letters []string // short names
	Takes   Takes
	// Usage says what it is for. The name of a value stands in backquotes.
	Usage *message.Template
	// Default is the value that it has where it isn't given; help shows it.
	Default string
	// Choices are the values that there are, nil where there is no list of them.
	Choices []string
	// Propose completes other values, as far as they are typed; nil where nobody
	// could.
	Propose func(typed string) proposal
	// Elsewhere is what other commands call it.
	Elsewhere []Elsewhere
}

// Takes is what an option takes.
type Takes int

// What options take. A Switch has no value, or true or false; a List can be given
// several times.
const (
	Switch Takes = iota
	Value
	List
)

// Elsewhere are names that other commands have for an option, and what is written
// after its name here.
type Elsewhere struct {
	Names []string
	Value string
}

// has tells whether a name, without hyphens, is the option's.
func (f *Flag) has(name string) bool { return f.Name == name || slices.Contains(f.Letters, name) }

func findFlag(flags []*Flag, name string) *Flag {
	for _, f := range flags {
		if f.has(name) {
			return f
		}
	}
	return nil
}

// flagName is an option's name as it is written, without hyphens and value.
func flagName(written string) string {
	name, _, _ := strings.Cut(written, "=")
	return strings.TrimPrefix(strings.TrimPrefix(name, "-"), "-")
}

// placeholder takes the name of an option's value, which stands in backquotes,
// out of its description.
func placeholder(usage string) (value, rest string) {
	before, after, ok := strings.Cut(usage, "`")
	value, after, closed := strings.Cut(after, "`")
	if !ok || !closed {
		return "", usage
	}
	return value, before + value + after
}
