package message

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
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
	said := writeOut(name[:end], func(r rune) bool { return Commands(r) || r == '\n' || r == '\t' })
	if end < len(name) {
		said += "…"
	}
	return said
}

// Printable writes out what would command a terminal, or turn its text around.
// Lines and tabs stay.
func Printable(text string) string { return writeOut(text, Commands) }

// Commands tells control characters, and those that set the direction of text
// (Unicode Annex 9, section 2), from what is merely shown.
func Commands(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}

// writeOut replaces characters by their escapes.
func writeOut(text string, which func(rune) bool) string {
	if !strings.ContainsFunc(text, which) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if which(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
