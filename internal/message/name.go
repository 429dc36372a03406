package message

import (
	"strings"
	"unicode/utf8"

	"github.com/qyvol/qyvol/internal/unseen"
)

// maxName is how much of a name is said, in bytes.
const maxName = 240

// Name makes a name that somebody else chose, such as that of a guest's
// function, fit to be said: not too long, and on one line.
func Name(name string) string {
	end := len(name)
	if end > maxName {
		for end = maxName; end > 0 && !utf8.RuneStart(name[end]); {
			end--
		}
	}
	said := Line(name[:end])
	if end < len(name) {
		said += "…"
	}
	return said
}

// Names lists names that somebody else chose, the first few of them if there are more
// than most.
func Names(names []string, most int) string {
	shown := make([]string, 0, most+1)
	for _, name := range names[:min(len(names), most)] {
		shown = append(shown, Name(name))
	}
	if len(names) > most {
		shown = append(shown, "…")
	}
	return strings.Join(shown, ", ")
}

// Line makes a text that somebody else chose fit for one line, however long.
func Line(text string) string { return unseen.Escape(text, func(rune) bool { return false }) }

// Printable writes out what would command a terminal, turn its text around, or not be
// seen. Lines and tabs stay.
func Printable(text string) string {
	return unseen.Escape(text, func(r rune) bool { return r == '\n' || r == '\t' })
}
