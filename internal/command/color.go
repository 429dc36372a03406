package command

import (
	"os"
	"strings"

	"github.com/mattn/go-isatty"

	"github.com/qyvol/qyvol/loader/manifest"
)

// The values of --color.
const (
	colorAuto   = "auto"
	colorAlways = "always"
	colorNever  = "never"
)

// coloured tells whether what is printed to a file is coloured: as --color has it,
// then NO_COLOR (no-color.org), CLICOLOR_FORCE and CLICOLOR (bixense.com/clicolors),
// then where the file is a terminal that has colours.
func (u *ui) coloured(f *os.File) bool {
	switch u.colors {
	case colorAlways:
		return true
	case colorNever:
		return false
	}
	if os.Getenv("NO_COLOR") != "" {
		return false
	}
	if force := os.Getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	return os.Getenv("CLICOLOR") != "0" && os.Getenv("TERM") != "dumb" && isatty.IsTerminal(f.Fd())
}

const (
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	cyan   = "\x1b[36m"
	gray   = "\x1b[90m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

func (u *ui) paint(color, text string) string {
	if !u.color {
		return text
	}
	return color + text + reset
}

// paintCarets paints those under a manifest's lines, in a text that is otherwise fit
// for a terminal.
func (u *ui) paintCarets(color, text string) string {
	if !u.color {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if margin, carets, ok := manifest.CutCarets(line); ok {
			lines[i] = margin + color + carets + reset
		}
	}
	return strings.Join(lines, "\n")
}
