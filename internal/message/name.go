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
	said := Line(name[:end])
	if end < len(name) {
		said += "…"
	}
	return said
}

// Line makes a text that somebody else chose fit for one line, however long.
func Line(text string) string {
	return writeOut(text, func(r rune) bool { return Commands(r) || r == '\n' || r == '\t' })
}

// Printable writes out what would command a terminal, or turn its text around.
// Lines and tabs stay.
func Printable(text string) string { return writeOut(text, Commands) }

// Commands tells from what is merely shown: control characters, those that set
// the direction of text (Unicode Annex 9, section 2), those that end a line or a
// paragraph, and those that can't be seen.
func Commands(r rune) bool {
	switch r {
	case '\n', '\t':
		return false
	case '\u00ad', '\u200b', '\u2060', '\ufeff':
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
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
