package command

import (
	"strings"
	"testing"
)

// Help is as wide as the terminal, or as COLUMNS says, between bounds.
func TestHelpOnATerminal(t *testing.T) {
	for name, c := range map[string]struct {
		columns uint16
		env     string
		width   int // that no line exceeds, and that some come near to
	}{
		"narrow": {60, "", 60}, "usual": {80, "", 80}, "wide": {110, "", 110}, "very wide": {400, "", widestLine},
		"unknown": {0, "", lineWidth}, "COLUMNS": {80, "COLUMNS=100", 100}, "COLUMNS that is no number": {70, "COLUMNS=wide", 70},
		"COLUMNS of nothing": {70, "COLUMNS=0", 70}, "tiny": {5, "", narrowest},
	} {
		t.Run(name, func(t *testing.T) {
			for _, lang := range []string{"en", "es"} {
				for _, line := range helps() {
					cmd := qyvol(t, t.TempDir(), strings.Fields(line)...)
					cmd.Env = append(cmd.Env, "QYVOL_LANG="+lang, c.env)
					checkWidth(t, line, strings.ReplaceAll(onTerminalOf(t, c.columns, cmd), "\r\n", "\n"), c.width)
				}
			}
		})
	}
}

func checkWidth(t *testing.T, line, out string, width int) {
	t.Helper()
	near := 0
	for _, text := range strings.Split(out, "\n") {
		n := len([]rune(text))
		if n > width && len(strings.Fields(text)) > 1 { // a word alone may be longer
			t.Errorf("qyvol %s: a line of %d characters for %d columns: %s", line, n, width, text)
		}
		if n > width-20 {
			near++
		}
	}
	if near == 0 {
		t.Errorf("qyvol %s has no line of nearly %d characters:\n%s", line, width, out)
	}
}

// Elsewhere than on a terminal help is the same everywhere.
func TestHelpInAFile(t *testing.T) {
	cmd := qyvol(t, t.TempDir(), "run", "--help")
	cmd.Env = append(cmd.Env, "COLUMNS=40")
	out, err := cmd.Output()
	if err != nil || string(out) != help(t, "en", "run", "--help") {
		t.Errorf("%v\n%s", err, out)
	}
}
