package host_test

import (
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// callLoop is a guest whose export "run" calls one import a number of times, so
// that what is measured is the import and not the way into the guest.
func callLoop(instance, name string) string {
	const setup = `(local.set $out (call $get-stdout)) (local.set $in (call $get-stdin))
		(local.set $p (call $subscribe-output (local.get $out))) (i32.store (i32.const 64) (local.get $p))`
	into := map[bool]string{true: `(call $f (i32.const 16)) (call $reset)`, false: `(drop (call $f))`}
	body := map[string]string{
		"now":                                   into[instance == "wall-clock"],
		"get-environment":                       into[true],
		"get-arguments":                         into[true],
		"get-random-bytes":                      `(call $f (i64.const 32768) (i32.const 16)) (call $reset)`,
		"[method]input-stream.blocking-read":    `(call $f (local.get $in) (i64.const 4096) (i32.const 16)) (call $reset)`,
		"[method]output-stream.blocking-splice": `(call $f (local.get $out) (local.get $in) (i64.const 4096) (i32.const 16))`,
		"[method]output-stream.check-write":     `(call $f (local.get $out) (i32.const 16))`,
		"[method]output-stream.write":           `(call $f (local.get $out) (i32.const 4096) (i32.const 4096) (i32.const 16))`,
		"[method]output-stream.subscribe":       `(call $drop-pollable (call $f (local.get $out)))`,
		"[method]pollable.ready":                `(drop (call $f (local.get $p)))`,
		"poll":                                  `(call $f (i32.const 64) (i32.const 1) (i32.const 16)) (call $reset)`,
		"get-random-u64":                        `(drop (call $f))`,
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
	return head + lower("b-f", instance, name) + lower("b-out", "stdout", "get-stdout") + lower("b-in", "stdin", "get-stdin") +
		lower("b-sub", "streams", "[method]output-stream.subscribe") + `
		(core module $b
			(import "libc" "memory" (memory 1)) (import "libc" "reset" (func $reset))
			(import "" "f" (func $f (param ` + this.core + ret + `) ` + this.coreResult(true) + `))
			(import "" "out" (func $get-stdout (result i32)))
			(import "" "in" (func $get-stdin (result i32)))
			(import "" "sub" (func $subscribe-output (param i32) (result i32)))
			(import "" "drop" (func $drop-pollable (param i32)))
			(func (export "run") (param $n i32) (local $out i32) (local $in i32) (local $p i32)
				(drop (memory.grow (i32.const 10)))
				` + setup + `
				(loop $again ` + body + ` (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
		(core instance $i (instantiate $b (with "libc" (instance $libc)) (with "" (instance
			(export "f" (func $b-f)) (export "out" (func $b-out)) (export "in" (func $b-in)) (export "sub" (func $b-sub))
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
		{"wall-clock", "now", 0},
		{"random", "get-random-u64", 0},
		{"random", "get-random-bytes", 32768},
		{"environment", "get-environment", 0},
		{"environment", "get-arguments", 0},
		{"streams", "[method]input-stream.blocking-read", 4096},
		{"streams", "[method]output-stream.blocking-splice", 4096},
		{"streams", "[method]output-stream.check-write", 0},
		{"streams", "[method]output-stream.write", 4096},
		{"streams", "[method]output-stream.subscribe", 0},
		{"poll", "[method]pollable.ready", 0},
		{"poll", "poll", 0},
	} {
		wasm, err := engine.TextToBinary([]byte(callLoop(f.instance, f.name)))
		mustBe(b, err)
		plain, err := p.eng.Compile(wasm)
		mustBe(b, err)
		adapted := plain
		if other, _, ok := lane.Adapt(wasm, world.Lanes()); ok {
			adapted, err = p.eng.Compile(other)
			mustBe(b, err)
			defer adapted.Close()
		}
		for _, how := range []struct {
			name string
			l    *engine.Linker
			c    *engine.Component
		}{{"lane", p.hosted, adapted}, {"hosted", p.hosted, plain}, {"native", p.native, plain}} {
			if how.name == "lane" && f.bytes == 0 {
				continue // no bytes, no difference
			}
			b.Run(f.instance+"."+strings.TrimPrefix(f.name, "[method]")+"/"+how.name, func(b *testing.B) {
				s := p.benchStore(b, how.name == "native")
				defer s.Close()
				inst, err := how.l.Instantiate(s, how.c)
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
		mustBe(b, plain.Close())
	}
}

// zeroes never ends.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// benchStore has an endless input, an output that goes nowhere, and ten variables
// and arguments.
func (p *programs) benchStore(b *testing.B, native bool) *engine.Store {
	b.Helper()
	c := host.Config{Stdin: zeroes{}, Stdout: io.Discard}
	w := engine.WASIConfig{Stdin: engine.Input{Reader: zeroes{}}}
	for n := range 10 {
		name := "NAME" + strconv.Itoa(n)
		c.Args, w.Args = append(c.Args, name), append(w.Args, name)
		c.Env = append(c.Env, host.Variable{Name: name, Value: "a value of some length"})
		w.Env = append(w.Env, engine.EnvVar{Name: name, Value: "a value of some length"})
	}
	if !native {
		return engine.NewStore(p.eng, &state{host.New(c)})
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	mustBe(b, err)
	b.Cleanup(func() { null.Close() })
	w.Stdout = engine.Output{Writer: null}
	s := engine.NewStore(p.eng, nil)
	mustBe(b, s.SetWASI(&w))
	return s
}
