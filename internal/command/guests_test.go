package command

import (
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// Guests of a few lines.
const (
	nothing     = command0 + `(i32.const 0)` + command1
	unreachable = command0 + `(unreachable)` + command1

	// hello writes "Hello!" to standard output, as a preview 1 module.
	hello = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "\10\00\00\00\07\00\00\00Hello!\n")
  (func (export "_start") (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 0)))))
`

	command0 = `(component
  (core module $main (memory 1) (func $start (export "run") (result i32) `
	command1 = `))
  (core instance $main (instantiate $main))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance (export "wasi:cli/run@0.2.0") (export "run" (func $run))))
`
)

// fixture reads a guest of the repository.
func fixture(t testing.TB, name string) string {
	t.Helper()
	data, err := fixtures.FS.ReadFile(name)
	must(t, err)
	return string(data)
}

// manifestOf is a manifest with a few lines of its own.
func manifestOf(entrypoint string, more ...string) string {
	return "name: test\nentrypoint: " + entrypoint + "\nruntime: wasi\n" + lines(more...)
}
