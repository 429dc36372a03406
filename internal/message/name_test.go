package message_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

func TestName(t *testing.T) {
	long := strings.Repeat("n", 1000)
	for name, want := range map[string]string{
		"":                      "",
		"wasi:cli/run@0.2.0":    "wasi:cli/run@0.2.0",
		"café 🚀":                "café 🚀",
		"x\nerror: y\r\t":       `x\nerror: y\r\t`,
		"\x1b[31m\u202e":        `\x1b[31m\u202e`,
		long:                    long[:240] + "…",
		long[:239] + "é" + long: long[:239] + "…",
		long[:240]:              long[:240],
	} {
		if got := message.Name(name); got != want {
			t.Errorf("%q is said as %q, not %q", name, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for want, names := range map[string][]string{
		"":                   nil,
		"a":                  {"a"},
		"a, b\\n, c":         {"a", "b\n", "c"},
		"a, \\x1b[31m, c, …": {"a", "\x1b[31m", "c", "d", "e"},
	} {
		if got := message.Names(names, 3); got != want {
			t.Errorf("%q are said as %q, not %q", names, got, want)
		}
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"two\nlines\twith a tab":   "two\nlines\twith a tab",
		"\x1b[31m\u2066\x7f\u0085": `\x1b[31m\u2066\x7f\u0085`,
		"\U000e0041\u2061\u180e":   `\U000e0041\u2061\u180e`,
		"می\u200cخ ❤\ufe0f":        "می\u200cخ ❤\ufe0f",
	} {
		if got := message.Printable(text); got != want {
			t.Errorf("%q is printed as %q, not %q", text, got, want)
		}
	}
}
