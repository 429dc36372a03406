package command

import (
	"os"
	"strconv"
	"strings"

	"github.com/mattn/go-isatty"
)

// Characters of a line of help where standard output is no terminal, those of the
// widest and of the narrowest, and how far text is indented below a heading.
const (
	lineWidth  = 80
	widestLine = 120 // longer ones are hard to read
	narrowest  = 40
	indent     = 3
)

// helpWidth is how wide lines may be: as wide as the terminal, of which COLUMNS knows
// better than the system (POSIX, XBD 8.3).
func helpWidth() int {
	if !isatty.IsTerminal(os.Stdout.Fd()) {
		return lineWidth
	}
	width, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil || width <= 0 {
		width = columnsOf(os.Stdout)
	}
	if width <= 0 {
		return lineWidth
	}
	return min(max(width, narrowest), widestLine)
}

// wrap breaks text between words, so that lines have at most so many
// characters, except for words that are longer.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		size := len([]rune(word))
		switch {
		case i == 0:
		case column+1+size > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += size
	}
	return b.String()
}
