package lane_test

import (
	"bytes"
	"fmt"
	"regexp"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
)

// Where a guest could leave its instance unseen while its realloc runs, wasmtime
// calls realloc, and only functions that take bytes are adapted.
func TestLeaving(t *testing.T) {
	const guest = `(component
		(import "wasi:random/random@0.2.0" (instance $random (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))
		(import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
		(import "wasi:io/streams@0.2.0" (instance $io (export "output-stream" (type $os (sub resource)))
			(export "[method]output-stream.write" (func (param "self" (borrow $os)) (param "contents" (list u8)) (result (result))))))
		(alias export $io "output-stream" (type $stream)) (alias export $error "error" (type $err))
		(core module $m (memory (export "memory") 1)
			(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8)) (func (export "f")) (func (export "g") (param i32)))
		(core instance $m (instantiate $m))
		%s
		(core func $bytes (canon lower (func $random "get-random-bytes") (memory $m "memory") (realloc (func $m "realloc"))))
		(core func $write (canon lower (func $io "[method]output-stream.write") (memory $m "memory")))
		(core module $main (import "" "bytes" (func (param i64 i32))) (import "" "write" (func (param i32 i32 i32) (result i32))))
		(core instance (instantiate $main (with "" (instance (export "bytes" (func $bytes)) (export "write" (func $write)))))))`
	for with, makesRoom := range map[string]bool{
		"": true,
		`(core func (canon resource.drop $stream)) (core func (canon resource.drop $err))`: true,
		`(func (export "run") (canon lift (core func $m "f")))`:                            true,
		`(type $r (resource (rep i32))) (core func (canon resource.new $r))`:               false,
		`(type $r (resource (rep i32))) (core func (canon resource.rep $r))`:               false,
		`(type $r (resource (rep i32))) (core func (canon resource.drop $r))`:              false,
		`(func $f (canon lift (core func $m "f"))) (core func (canon lower (func $f)))`:    false,
		`(component $c (import "f" (func $f)) (export "f" (func $f))) (func $f (canon lift (core func $m "f")))
			(instance $c (instantiate $c (with "f" (func $f)))) (core func (canon lower (func $c "f")))`: false,
	} {
		wasm, err := engine.TextToBinary(fmt.Appendf(nil, guest, with))
		if err != nil {
			t.Fatalf("%s: %v", with, err)
		}
		out, _, ok := lane.Adapt(wasm, wasi)
		if !ok || !bytes.Contains(out, []byte("qyvol-lane-output-stream-write")) {
			t.Errorf("%s: nothing is adapted", with)
		}
		if got := regexp.MustCompile("realloc[0-9]").Match(out); got != makesRoom {
			t.Errorf("%s: the adapter makes room: %v", with, got)
		}
	}
}
