package host_test

import (
	"io"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// callLoop is a guest whose export "run" calls one import a number of times, so
// that what is measured is the import and not the way into the guest.
func callLoop(instance, name string) string {
	const setup = `(local.set $out (call $get-stdout))
		(local.set $p (call $subscribe-output (local.get $out))) (i32.store (i32.const 64) (local.get $p))`
	body := map[string]string{
		"now":                               `(drop (call $f))`,
		"[method]output-stream.check-write": `(call $f (local.get $out) (i32.const 16))`,
		"[method]output-stream.write":       `(call $f (local.get $out) (i32.const 4096) (i32.const 4096) (i32.const 16))`,
		"[method]output-stream.subscribe":   `(call $drop-pollable (call $f (local.get $out)))`,
		"[method]pollable.ready":            `(drop (call $f (local.get $p)))`,
		"poll":                              `(call $f (i32.const 64) (i32.const 1) (i32.const 16)) (call $reset)`,
		"get-random-u64":                    `(drop (call $f))`,
	}[name]
	d := driver("0.2.6")
	// The driver's imports, and a core module of this benchmark's own.
	head, _, _ := strings.Cut(d, "(core module $m ")
	var this imported
	for _, f := range driverFuncs() {
		if f.instance == instance && f.name == name {
			this = f
		}
	}
	ret := ""
	if this.ret == "ptr" {
		ret = " i32"
	}
	lower := func(as, instance, name string) string {
		return "(core func $" + as + " (canon lower (func $" + instance + ` "` + name + `") (memory $memory) (realloc $realloc)))`
	}
	return head + lower("b-f", instance, name) + lower("b-out", "stdout", "get-stdout") +
		lower("b-sub", "streams", "[method]output-stream.subscribe") + `
		(core module $b
			(import "libc" "memory" (memory 1)) (import "libc" "reset" (func $reset))
			(import "" "f" (func $f (param ` + this.core + ret + `) ` + this.coreResult(true) + `))
			(import "" "out" (func $get-stdout (result i32)))
			(import "" "sub" (func $subscribe-output (param i32) (result i32)))
			(import "" "drop" (func $drop-pollable (param i32)))
			(func (export "run") (param $n i32) (local $out i32) (local $p i32)
				` + setup + `
				(loop $again ` + body + ` (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
		(core instance $i (instantiate $b (with "libc" (instance $libc)) (with "" (instance
			(export "f" (func $b-f)) (export "out" (func $b-out)) (export "sub" (func $b-sub))
			(export "drop" (func $drop-pollable))))))
		(func (export "run") (param "n" u32) (canon lift (core func $i "run"))))`
}

// BenchmarkCalls measures calls of a guest, hosted and native.
func BenchmarkCalls(b *testing.B) {
	p := newPrograms(b)
	for _, f := range []struct {
		instance, name string
		bytes          int64
	}{
		{"monotonic-clock", "now", 0},
		{"random", "get-random-u64", 0},
		{"streams", "[method]output-stream.check-write", 0},
		{"streams", "[method]output-stream.write", 4096},
		{"streams", "[method]output-stream.subscribe", 0},
		{"poll", "[method]pollable.ready", 0},
		{"poll", "poll", 0},
	} {
		c, err := p.eng.Compile([]byte(callLoop(f.instance, f.name)))
		mustBe(b, err)
		for kind, l := range map[string]*engine.Linker{"hosted": p.hosted, "native": p.native} {
			b.Run(strings.TrimPrefix(f.name, "[method]")+"/"+kind, func(b *testing.B) {
				s := engine.NewStore(p.eng, &state{host.New(host.Config{Stdout: io.Discard})})
				defer s.Close()
				inst, err := l.Instantiate(s, c)
				mustBe(b, err)
				fn, err := inst.Func("run")
				mustBe(b, err)
				run, err := engine.NewTypedFunc[uint32, engine.Unit](fn)
				mustBe(b, err)
				_, err = run.Call(1)
				mustBe(b, err)
				b.SetBytes(f.bytes)
				b.ReportAllocs()
				b.ResetTimer()
				_, err = run.Call(uint32(b.N))
				mustBe(b, err)
			})
		}
		mustBe(b, c.Close())
	}
}
