package preview1_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi/host"
)

// Every guest that is a core module, and ends, does hosted what it does under
// wasmtime's own WASI, also on files.
func TestFixtures(t *testing.T) {
	g := newGuests(t, driver())
	count := 0
	for _, c := range fixtures.Cases(engine.WasmtimeVersion()) {
		ends := c.Kind == "" || c.Kind == "exit" || c.Kind == "trap"
		if !ends || !strings.Contains(c.File, "-p1.") {
			continue
		}
		count++
		t.Run(c.Name, func(t *testing.T) {
			code, err := fixtures.FS.ReadFile(c.File)
			mustBe(t, err)
			module, err := g.eng.Compile(code)
			mustBe(t, err)
			defer module.Close()
			hosted, native := g.fixture(t, module, c), g.nativeFixture(t, module, c)
			if hosted != native {
				t.Errorf("hosted: %q\nnative: %q", hosted, native)
			}
		})
	}
	if count < 20 {
		t.Errorf("%d guests are run", count)
	}
}

// written are files that the guest of files finds.
func written(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	mustBe(t, os.WriteFile(filepath.Join(dir, "greeting.txt"), []byte("Good morning.\n"), 0o600))
	mustBe(t, os.Mkdir(filepath.Join(dir, "sub"), 0o700))
	mustBe(t, os.WriteFile(filepath.Join(dir, "sub", "deep.txt"), []byte("Further down.\n"), 0o600))
	return dir
}

// ran is what a run comes to.
type ran struct{ stdout, stderr, end string }

func (g *guests) fixture(t *testing.T, module *engine.Component, c fixtures.Case) ran {
	var stdout, stderr bytes.Buffer
	s := engine.NewStore(g.eng, &state{host.New(host.Config{
		Args: append([]string{c.Name}, c.Args...), Env: []host.Variable{{Name: "LOG_LEVEL", Value: "info"}},
		Stdin: strings.NewReader(c.Stdin), Stdout: &stdout, Stderr: &stderr,
		Preopens: preopens(t, vfs.Mount{Path: "/", FS: onDisk(t, written(t))}),
	})})
	defer s.Close()
	err := runner.RunComponent(s, g.hosted, module)
	return ran{stdout.String(), stderr.String(), outcome(0, err)}
}

func (g *guests) nativeFixture(t *testing.T, module *engine.Component, c fixtures.Case) ran {
	var stdout, stderr bytes.Buffer
	s := engine.NewStore(g.eng, nil)
	mustBe(t, s.SetWASI(&engine.WASIConfig{
		Args: append([]string{c.Name}, c.Args...), Env: []engine.EnvVar{{Name: "LOG_LEVEL", Value: "info"}},
		Stdin: engine.Input{Bytes: []byte(c.Stdin)}, Stdout: engine.Output{Writer: &stdout}, Stderr: engine.Output{Writer: &stderr},
		Preopens: []engine.Preopen{{Host: written(t), Guest: "/", Write: true}},
	}))
	err := runner.RunComponent(s, g.native, module)
	s.Close()
	return ran{stdout.String(), stderr.String(), outcome(0, err)}
}
