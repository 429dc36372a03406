package runner_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// The guest that tries what it can think of by itself, in the scene's mounts and
// with links in them that lead out.
func TestAttackEscape(t *testing.T) {
	r := newRunner(t)
	for _, name := range []string{"escape/escape.wasm", "escape/escape-p1.wasm"} {
		t.Run(strings.TrimPrefix(name, "escape/"), func(t *testing.T) {
			s := newScene(t)
			for _, mount := range []string{"ro", "rw", "other", "hide"} {
				s.symlink("@outside", mount+"/out-absolute")
				s.symlink("../outside", mount+"/out-relative")
				s.symlink("../outside/file", mount+"/out-file")
				s.symlink("/proc/self/root", mount+"/out-proc")
			}
			s.freeze()
			var stdout, stderr output
			result, err := run(t, r, s.unit(name), runner.Options{
				Args: []string{"ro=/ro", "ro=/rw/in", "rw=/rw", "rw=/other", "rw=/hide"},
				WASI: wasi.Hosted, Stdio: wasi.Stdio{Stdout: &stdout, Stderr: &stderr},
			})
			if err != nil || result.ExitCode != 0 {
				t.Errorf("exit code %d, %v", result.ExitCode, err)
			}
			told := stdout.String() + stderr.String()
			if strings.Count(told, "denied: ") < 500 {
				t.Errorf("few attempts: %s", told)
			}
			for line := range strings.Lines(told) {
				if strings.Contains(line, "ESCAPED") || strings.Contains(line, canary) {
					t.Error(line)
				}
			}
			s.unchanged()
		})
	}
}

// A table larger than the address space (RUSTSEC-2026-0114), declared or grown, and
// memory likewise, is refused to the guest: the process goes on, and the next guest
// runs.
func TestAttackTables(t *testing.T) {
	r := newRunner(t)
	tried := 0
	for _, c := range fixtures.Cases(engine.WasmtimeVersion()) {
		if !strings.HasPrefix(c.File, "table-huge/") && !strings.HasPrefix(c.File, "big-table/") {
			continue
		}
		tried++
		t.Run(c.Name, func(t *testing.T) {
			u := load(t, fixturePath(t, c.Manifest))
			_, err := run(t, r, u, runner.Options{WASI: wasi.Hosted})
			if kind := string(program.KindOf(err)); err == nil || kind != c.Kind {
				t.Errorf("ended with %q, want %q: %v", kind, c.Kind, err)
			}
			next := fixture(t, "hello/hello.wasm")
			if _, err := run(t, r, next, runner.Options{WASI: wasi.Hosted}); err != nil {
				t.Errorf("the next guest: %v", err)
			}
		})
	}
	if tried < 5 {
		t.Errorf("%d guests: they are not where this test looks", tried)
	}
}
