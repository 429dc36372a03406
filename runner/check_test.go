package runner_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// A check finds what keeps a guest from starting, and only that; nothing of the
// guest is executed.
func TestCheck(t *testing.T) {
	r := newRunner(t)
	for _, c := range fixtures.Cases(engine.WasmtimeVersion()) {
		u := fixture(t, c.Manifest)
		var out bytes.Buffer
		err := r.Check(t.Context(), u, runner.Options{Cache: code, Stdio: wasi.Stdio{Stdout: &out, Stderr: &out}})
		want := program.Kind(c.Kind)
		if want != program.KindLoad && want != program.KindLink && want != program.KindPermission {
			want = program.KindNone
		}
		if got := program.KindOf(err); got != want {
			t.Errorf("%s: %q, want %q: %v", c.Name, got, want, err)
		}
		if out.Len() > 0 {
			t.Errorf("%s: it ran, and wrote %q", c.Name, out.String())
		}
	}
}

// An import of the right name and another type is one that nobody provides.
func TestCheckTypes(t *testing.T) {
	const command = `(core module $m (func (export "run") (result i32) (i32.const 0)))
		(core instance $i (instantiate $m))
		(func $run (result (result)) (canon lift (core func $i "run")))
		(instance $e (export "run" (func $run)))
		(export "wasi:cli/run@0.2.0" (instance $e)))`
	for _, tt := range []struct {
		imports string
		kind    program.Kind
		text    string // of the hosted implementation's error
	}{
		{`(import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result u64)))))`, program.KindNone, ""},
		{
			`(import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result string)))))`, program.KindLink,
			"imports wasi:random/random@0.2.0#get-random-u64 as func() -> string, but it is func() -> u64",
		},
		{
			`(import "wasi:cli/exit@0.2.0" (instance (export "exit" (func (param "status" (list u8))))))`, program.KindLink,
			"imports wasi:cli/exit@0.2.0#exit as func(status: list<u8>), but it is func(status: result)",
		},
		{
			`(import "wasi:clocks/wall-clock@0.2.3" (instance
				(type $t (record (field "seconds" u64) (field "nanos" u32))) (export "datetime" (type $datetime (eq $t)))
				(export "now" (func (result $datetime)))))`, program.KindLink,
			"imports wasi:clocks/wall-clock@0.2.3#now as func() -> record { seconds: u64, nanos: u32 }, but it is func() -> record { seconds: u64, nanoseconds: u32 }",
		},
		{
			`(import "wasi:io/poll@0.2.0" (instance $p (export "pollable" (type (sub resource))))) (alias export $p "pollable" (type $pollable))
			(import "wasi:io/streams@0.2.0" (instance
				(alias outer 1 $pollable (type $p)) (export "pollable" (type $pollable (eq $p)))
				(export "input-stream" (type $in (sub resource))) (export "output-stream" (type $out (sub resource)))
				(export "[method]output-stream.splice" (func (param "self" (borrow $out)) (param "src" (borrow $out)) (param "len" u64)))
				(export "[method]input-stream.subscribe" (func (param "self" (borrow $in)) (result (own $pollable))))))`, program.KindLink,
			"#[method]output-stream.splice as func(self: borrow<output-stream>, src: borrow<output-stream>, len: u64), " +
				"but it is func(self: borrow<output-stream>, src: borrow<input-stream>, len: u64) -> " +
				"result<u64, variant { last-operation-failed(error), closed }>",
		},
		{`(import "a:b/c" (instance))`, program.KindNone, ""},
	} {
		for _, implementation := range []wasi.Implementation{wasi.Hosted, wasi.Native} {
			err := newRunner(t).Check(t.Context(), text(t, "(component "+tt.imports+command), runner.Options{WASI: implementation})
			if got := program.KindOf(err); got != tt.kind {
				t.Errorf("%s, %s: %q", implementation, tt.imports, got)
			}
			if implementation == wasi.Hosted && err != nil && !strings.Contains(err.Error(), tt.text) {
				t.Errorf("the error is %v", err)
			}
		}
	}
}
