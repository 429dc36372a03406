package command

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/program"
)

// Every guest does as a command what it is said to do: what it prints, and the
// code with which it ends.
func TestFixtures(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "cache")
	for _, c := range fixtures.Cases(engine.WasmtimeVersion()) {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			manifest := filepath.Join(fixtures.Dir(t), filepath.FromSlash(c.Manifest))
			cmd := qyvol(t, t.TempDir(), append([]string{"run", manifest, "--"}, c.Args...)...)
			cmd.Env = append(cmd.Env, "QYVOL_CACHE_DIR="+cache)
			cmd.Stdin = strings.NewReader(c.Stdin)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			want := exitCodeOfKind(program.Kind(c.Kind), false)
			if c.Kind == "" || c.Kind == "exit" {
				want = c.Exit
			}
			if got := exitOfCommand(t, cmd.Run()); got != want {
				t.Errorf("exit code %d, want %d:\n%s", got, want, stderr.String())
			}
			if stdout.String() != c.Stdout {
				t.Errorf("it printed\n%q, want\n%q", stdout.String(), c.Stdout)
			}
			if failed := c.Kind != ""; failed != strings.Contains(stderr.String(), "error: ") {
				t.Errorf("it said %q", stderr.String())
			}
		})
	}
}

// The guest that Go makes is larger than the others.
func TestGoGuest(t *testing.T) {
	dir := t.TempDir()
	out, err := qyvol(t, dir, "run", fixtures.BuildGo(t, "hello-go")).Output()
	if err != nil || string(out) != "Hello from Go!\n" {
		t.Errorf("it printed %q: %v", out, err)
	}
}
