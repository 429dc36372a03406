package command

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// colorings are the ways to ask for colours, and where there are some then.
func colorings() map[string]struct {
	env, args          []string
	terminal, anywhere bool
} {
	type asked = struct {
		env, args          []string
		terminal, anywhere bool
	}
	in := func(terminal, anywhere bool, env ...string) asked {
		return asked{env: env, terminal: terminal, anywhere: anywhere}
	}
	given := func(color string, terminal, anywhere bool, env ...string) asked {
		return asked{env: env, args: []string{"--color", color}, terminal: terminal, anywhere: anywhere}
	}
	return map[string]asked{
		"nothing":                  in(true, false),
		"NO_COLOR":                 in(false, false, "NO_COLOR=1"),
		"an empty NO_COLOR":        in(true, false, "NO_COLOR="),
		"a dumb terminal":          in(false, false, "TERM=dumb"),
		"CLICOLOR=0":               in(false, false, "CLICOLOR=0"),
		"CLICOLOR=1":               in(true, false, "CLICOLOR=1"),
		"CLICOLOR_FORCE":           in(true, true, "CLICOLOR_FORCE=1", "CLICOLOR=0", "TERM=dumb"),
		"CLICOLOR_FORCE=0":         in(true, false, "CLICOLOR_FORCE=0"),
		"NO_COLOR over the forced": in(false, false, "NO_COLOR=1", "CLICOLOR_FORCE=1"),
		"always":                   given("always", true, true, "NO_COLOR=1", "TERM=dumb", "CLICOLOR=0"),
		"never":                    given("never", false, false, "CLICOLOR_FORCE=1"),
		"auto":                     given("auto", true, false),
		"auto, and NO_COLOR":       given("auto", false, false, "NO_COLOR=1"),
	}
}

// Errors, warnings, carets, logs and descriptions are coloured where that is wanted.
func TestColours(t *testing.T) {
	hello := filepath.Join(fixtures.Dir(t), "hello", "hello.wasm")
	for name, asked := range colorings() {
		for what, c := range map[string]struct{ args, painted []string }{
			"run": {
				[]string{"run", filepath.Join(fixtures.Dir(t), "trap", "trap.wat"), "--wasi", "native", "--timeout", "1h"},
				[]string{"\x1b[31merror:\x1b[0m ", "\x1b[33mwarning:\x1b[0m "},
			},
			"log": {
				[]string{"run", hello, "--log-level", "info"},
				[]string{"\x1b[36mINF\x1b[0m \x1b[1mattempt\x1b[0m", "\x1b[36mkind=\x1b[0m"},
			},
			"carets":  {[]string{"validate", "bad.qyv"}, []string{"     | \x1b[31m^^^^^^^^^\x1b[0m"}},
			"doubts":  {[]string{"validate", "far.qyv"}, []string{"     |             \x1b[33m^^^^^^^^\x1b[0m"}},
			"inspect": {[]string{"inspect", hello}, []string{"\x1b[32mprovided\x1b[0m"}},
		} {
			t.Run(what+" "+name, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				write(t, filepath.Join(dir, "bad.qyv"), "name: bad\nentrypoit: x.wasm\nruntime: wasi\n")
				write(t, filepath.Join(dir, "far.qyv"), "name: far\nentrypoint: far.wasm\nruntime: wasi\n")
				args := append(c.args, asked.args...)
				cmd := qyvol(t, dir, args...)
				cmd.Env = append(append(cmd.Env, "TERM=xterm"), asked.env...)
				checkColours(t, onTerminal(t, cmd), asked.terminal, c.painted)

				cmd = qyvol(t, dir, args...)
				cmd.Env = append(append(cmd.Env, "TERM=xterm"), asked.env...)
				out, _ := cmd.CombinedOutput()
				checkColours(t, string(out), asked.anywhere, c.painted)
			})
		}
	}
}

func checkColours(t *testing.T, shown string, coloured bool, painted []string) {
	t.Helper()
	for _, text := range painted {
		if strings.Contains(shown, text) != coloured || strings.Contains(shown, "\x1b") != coloured {
			t.Errorf("it should be %t that there is %q in %q", coloured, text, shown)
		}
	}
}

// Data has no colours, whoever asks for them.
func TestNoColoursInData(t *testing.T) {
	hello := filepath.Join(fixtures.Dir(t), "hello", "hello.wasm")
	for _, args := range [][]string{
		{"inspect", hello, "--format", "json"},
		{"inspect", hello, "--format", "wit"},
		{"run", hello, "--format", "yaml"},
		{"run", hello, "--explain", "--format", "json"},
		{"run", "nowhere.wasm", "--log-format", "json"},
		{"run", hello, "--log-format", "json", "--log-level", "debug"},
		{"completion", "bash"},
		{"version"},
	} {
		out, _ := qyvol(t, t.TempDir(), append(args, "--color", "always")...).CombinedOutput()
		if len(out) == 0 || strings.Contains(string(out), "\x1b") {
			t.Errorf("qyvol %q prints %q", args, out)
		}
	}
}
