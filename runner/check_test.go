package runner_test

import (
	"bytes"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// A check finds what keeps a guest from starting, and only that; nothing of the
// guest is executed.
func TestCheck(t *testing.T) {
	r := newRunner(t)
	for _, c := range fixtures.Cases() {
		u := fixture(t, c.Manifest)
		var out bytes.Buffer
		err := r.Check(t.Context(), u, runner.Options{Cache: code, Stdio: wasi.Stdio{Stdout: &out, Stderr: &out}})
		want := runner.Kind(c.Kind)
		if want != runner.KindLoad && want != runner.KindLink && want != runner.KindPermission {
			want = runner.KindNone
		}
		if got := runner.KindOf(err); got != want {
			t.Errorf("%s: %q, want %q: %v", c.Name, got, want, err)
		}
		if out.Len() > 0 {
			t.Errorf("%s: it ran, and wrote %q", c.Name, out.String())
		}
	}
}

// An import of the right name and another type is one that nobody provides. The hosted
// implementation, whose functions have no types of their own, finds out at the call.
func TestCheckTypes(t *testing.T) {
	const command = `(core module $m (func (export "run") (result i32) (i32.const 0)))
		(core instance $i (instantiate $m))
		(func $run (result (result)) (canon lift (core func $i "run")))
		(instance $e (export "run" (func $run)))
		(export "wasi:cli/run@0.2.0" (instance $e)))`
	for source, want := range map[string]runner.Kind{
		`(import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result u64)))))`:    runner.KindNone,
		`(import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result string)))))`: runner.KindLink,
		`(import "a:b/c" (instance))`: runner.KindNone,
	} {
		if got := runner.KindOf(newRunner(t).Check(t.Context(), text(t, "(component "+source+command), runner.Options{WASI: wasi.Native})); got != want {
			t.Errorf("%s: %q", source, got)
		}
	}
}
