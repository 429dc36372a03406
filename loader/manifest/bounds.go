package manifest

import (
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// What the YAML reader's scanner takes time for that grows with the square of
// the text: it looks at the rest of the line for each tab in a double-quoted
// text, and copies a block of text for each blank line at its end. Within these
// bounds a second is enough for the largest manifest; without them an hour may
// not be.
const (
	maxTabs       = 1000  // tabs in a manifest
	maxTabLine    = 10000 // bytes in a line that has a tab
	maxBlankLines = 100   // blank lines in a row
)

// bounded refuses a text that the scanner would take too long for.
func (r *report) bounded() {
	tabs, blanks := 0, 0
	for n := 1; n <= len(r.src.starts); n++ {
		line := r.src.line(n)
		if strings.Trim(line, " \t") == "" {
			blanks++
		} else {
			blanks = 0
		}
		i := strings.IndexByte(line, '\t')
		if i >= 0 {
			tabs += strings.Count(line, "\t")
		}
		switch {
		case i >= 0 && (tabs > maxTabs || len(line) > maxTabLine):
			at := span{r.src.position(r.src.starts[n-1] + i), 1}
			r.fail(ErrTooLarge, at, message.ManifestTooManyTabs.With(maxTabs, maxTabLine), message.ManifestTabHint.With())
			return
		case blanks > maxBlankLines:
			at := span{Position{n, 1}, 1}
			r.fail(ErrTooLarge, at, message.ManifestTooManyBlanks.With(maxBlankLines), message.Text{})
			return
		}
	}
}
