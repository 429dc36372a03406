package message

import (
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

// Line makes a text that somebody else chose fit for one line, however long.
func Line(text string) string { return unseen.Escape(text, func(rune) bool { return false }) }

// Printable writes out what would command a terminal, turn its text around, or not be
// seen. Lines and tabs stay.
func Printable(text string) string {
	return unseen.Escape(text, func(r rune) bool { return r == '\n' || r == '\t' })
}
