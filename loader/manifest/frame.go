package manifest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Columns of a terminal: a frame shows at most frameWidth of the source line,
// around the carets, and tabs go to the next multiple of tabWidth. A text of
// more than textWidth is cut.
const (
	textWidth  = 500
	frameWidth = 110
	frameLead  = 60
	tabWidth   = 4
)

// frame draws the source line and the carets under it:
//
//	3 | entrypoit: x.wasm
//	  | ^^^^^^^^^
func frame(n *Notice) string {
	number := fmt.Sprintf("%4d", n.Line)
	before, marked, after := cut(n.Source, n.Column-1, max(n.Width, 1))
	lead, pad := display(before, 0)
	text, width := display(marked, pad)
	tail, rest := display(after, pad+width)
	end := pad + width + rest
	if end > frameWidth {
		lead, pad = shorten(lead, pad)
	}
	line := clip(lead+text+tail, frameWidth)
	carets := strings.Repeat("^", max(1, min(width, frameWidth-pad)))
	line = strings.TrimRight(number+" | "+line, " ")
	return line + "\n" + margin + strings.Repeat(" ", pad) + carets
}

// margin is what a line of carets begins with.
const margin = "     | "

// CutCarets takes a line of a localised [Notice] apart, if it is one of carets, so
// that these can be coloured.
func CutCarets(line string) (before, carets string, ok bool) {
	rest, ok := strings.CutPrefix(line, margin)
	carets = strings.TrimLeft(rest, " ")
	if !ok || carets == "" || strings.Trim(carets, "^") != "" {
		return "", "", false
	}
	return line[:len(line)-len(carets)], carets, true
}

// cut splits a line at two character counts, and leaves of each part what can
// come into sight: a line may have a million characters.
func cut(line string, start, width int) (before, marked, after string) {
	i := byteOffset(line, start)
	j := i + byteOffset(line[i:], width)
	before, marked, after = line[:i], line[i:j], line[j:]
	if far := i - 4*frameWidth; far > 0 { // four bytes a character at most
		for !utf8.RuneStart(line[far]) {
			far++
		}
		before = line[far:i]
	}
	return before, marked[:byteOffset(marked, frameWidth)], after[:byteOffset(after, frameWidth)]
}

// byteOffset returns where the n-th character starts, at most the text's end.
func byteOffset(text string, n int) int {
	for i := range text {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(text)
}

// display makes text safe to print and counts the columns that it takes when
// it starts at a column.
func display(text string, column int) (shown string, width int) {
	var b strings.Builder
	start := column
	for _, r := range text {
		if r == '\t' {
			n := tabWidth - column%tabWidth
			b.WriteString(strings.Repeat(" ", n))
			column += n
			continue
		}
		r = visible(r)
		b.WriteRune(r)
		column += runeWidth(r)
	}
	return b.String(), column - start
}

// shorten drops the beginning of a text that would push the carets out of
// sight, and returns the columns that remain.
func shorten(lead string, width int) (rest string, columns int) {
	if width <= frameLead {
		return lead, width
	}
	for i, r := range lead {
		if width <= frameLead-1 {
			return "…" + lead[i:], width + 1
		}
		width -= runeWidth(r)
	}
	return "…", width + 1
}

// clip cuts a text after a number of columns.
func clip(text string, columns int) string {
	width := 0
	for i, r := range text {
		width += runeWidth(r)
		if width > columns {
			return text[:i] + "…"
		}
	}
	return text
}

// printable writes out what can't be seen, and what could steer a terminal.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r != utf8.RuneError && (unicode.IsControl(r) || isForbidden(r) || isInvisible(r)) {
			b.WriteString(escape(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func visible(r rune) rune {
	if unicode.IsControl(r) || isForbidden(r) || r == utf8.RuneError {
		return '\uFFFD'
	}
	return r
}

// runeWidth returns the columns that terminals give to a character: none for
// combining marks, two for East Asian wide ones and emoji (Unicode Standard
// Annex 11), one for all others.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case isWide(r):
		return 2
	}
	return 1
}

func isWide(r rune) bool {
	switch {
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0xA4CF && r != 0x303F,
		r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF,
		r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60,
		r >= 0xFFE0 && r <= 0xFFE6, r >= 0x1F300 && r <= 0x1FAFF,
		r >= 0x20000 && r <= 0x3FFFD:
		return true
	}
	return false
}
