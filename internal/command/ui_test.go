package command

import "testing"

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"a plain line\n\twith a tab, ñ and 🚀": "a plain line\n\twith a tab, ñ and 🚀",
		"\x1b[31mred":    `\x1b[31mred`,
		"\x1b]0;title\a": `\x1b]0;title\a`,
		"over\rwritten":  `over\rwritten`,
		"\u009b2J":       `\u009b2J`,
		"\u202efdp.exe":  `\u202efdp.exe`,
		"not \xff UTF-8": "not \xff UTF-8",
	} {
		if got := printable(text); got != want {
			t.Errorf("%q is shown as %q, not %q", text, got, want)
		}
	}
}
