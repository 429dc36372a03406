package host_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// benchFile is how many bytes the file of a benchmark has, which is read or
// written once in a step.
const benchFile = 1 << 20

// fileLoop is a guest whose export "run" takes a number of steps with a file "f"
// in its only directory. $dir and $file are open.
func fileLoop(step string) string {
	imports := []struct{ as, instance, name string }{
		{"dirs", "preopens", "get-directories"},
		{"open", "types", "[method]descriptor.open-at"},
		{"stat", "types", "[method]descriptor.stat"},
		{"stat-at", "types", "[method]descriptor.stat-at"},
		{"list", "types", "[method]descriptor.read-directory"},
		{"entry", "types", "[method]directory-entry-stream.read-directory-entry"},
		{"pread", "types", "[method]descriptor.read"},
		{"pwrite", "types", "[method]descriptor.write"},
		{"reader", "types", "[method]descriptor.read-via-stream"},
		{"writer", "types", "[method]descriptor.write-via-stream"},
		{"read", "streams", "[method]input-stream.blocking-read"},
		{"check", "streams", "[method]output-stream.check-write"},
		{"write", "streams", "[method]output-stream.write"},
		{"flush", "streams", "[method]output-stream.blocking-flush"},
		{"write-and-flush", "streams", "[method]output-stream.blocking-write-and-flush"},
		{"stdout", "stdout", "get-stdout"},
	}
	head, _, _ := strings.Cut(driver("0.2.6"), "(core module $m ")
	var lowered, imported, with strings.Builder
	for _, i := range imports {
		for _, f := range append(driverFuncs(), fileFuncs()...) {
			if f.instance != i.instance || f.name != i.name {
				continue
			}
			ret := ""
			if f.ret == "ptr" {
				ret = " i32"
			}
			fmt.Fprintf(&lowered, "(core func $b-%s (canon lower (func $%s %q) (memory $memory) (realloc $realloc)))\n", i.as, i.instance, i.name)
			fmt.Fprintf(&imported, "(import \"\" %q (func $%[1]s (param %s%s) %s))\n", i.as, f.core, ret, f.coreResult(true))
			fmt.Fprintf(&with, "(export %q (func $b-%[1]s))\n", i.as)
		}
	}
	for _, r := range []string{"descriptor", "directory-entry-stream", "input-stream", "output-stream"} {
		fmt.Fprintf(&imported, "(import \"\" \"drop-%[1]s\" (func $drop-%[1]s (param i32)))\n", r)
		fmt.Fprintf(&with, "(export \"drop-%[1]s\" (func $drop-%[1]s))\n", r)
	}
	return head + lowered.String() + `
		(core module $b
			(import "libc" "memory" (memory 1)) (import "libc" "reset" (func $reset)) ` + imported.String() + `
			(func (export "run") (param $n i32) (local $dir i32) (local $file i32) (local $s i32) (local $at i32)
				(drop (memory.grow (i32.const 40)))
				(call $dirs (i32.const 16))
				(local.set $dir (i32.load (i32.load (i32.const 16))))
				(i32.store8 (i32.const 256) (i32.const 0x66))
				(call $open (local.get $dir) (i32.const 0) (i32.const 256) (i32.const 1) (i32.const 0) (i32.const 3) (i32.const 16))
				(local.set $file (i32.load (i32.const 20)))
				(call $reset)
				(loop $again ` + step + ` (call $reset)
					(br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
		(core instance $i (instantiate $b (with "libc" (instance $libc)) (with "" (instance ` + with.String() + `))))
		(func (export "run") (param "n" u32) (canon lift (core func $i "run"))))`
}

// chunks repeats something until all of the file is through, a number of bytes at
// a time: $at is where.
func chunks(size int, body string) string {
	return fmt.Sprintf(`(local.set $at (i32.const 0)) (loop $more %s (call $reset)
		(br_if $more (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const %d))) (i32.const %d))))`, body, size, benchFile)
}

// fileSteps are what is measured.
func fileSteps() []struct {
	name, step string
	bytes      int64
} {
	const (
		reader = `(call $reader (local.get $file) (i64.const 0) (i32.const 16)) (local.set $s (i32.load (i32.const 20)))`
		writer = `(call $writer (local.get $file) (i64.const 0) (i32.const 16)) (local.set $s (i32.load (i32.const 20)))`
		noMore = `(call $drop-input-stream (local.get $s))`
		done   = `(call $drop-output-stream (local.get $s))`
		read   = `(call $read (local.get $s) (i64.const %d) (i32.const 16))`
		write  = `(call $check (local.get $s) (i32.const 16)) (call $write (local.get $s) (i32.const 4096) (i32.const %d) (i32.const 16))
			(call $flush (local.get $s) (i32.const 16))`
		flush  = `(call $write-and-flush (local.get $s) (i32.const 4096) (i32.const 4096) (i32.const 16))`
		pread  = `(call $pread (local.get $file) (i64.const 65536) (i64.extend_i32_u (local.get $at)) (i32.const 16))`
		pwrite = `(call $pwrite (local.get $file) (i32.const 4096) (i32.const 65536) (i64.extend_i32_u (local.get $at)) (i32.const 16))`
		list   = `(call $list (local.get $dir) (i32.const 16)) (local.set $s (i32.load (i32.const 20)))
			(loop $more (call $entry (local.get $s) (i32.const 16)) (call $reset) (br_if $more (i32.load8_u (i32.const 20))))
			(call $drop-directory-entry-stream (local.get $s))`
	)
	f := fmt.Sprintf
	return []struct {
		name, step string
		bytes      int64
	}{
		{"stat", `(call $stat (local.get $file) (i32.const 16))`, 0},
		{"stat-at", `(call $stat-at (local.get $dir) (i32.const 0) (i32.const 256) (i32.const 1) (i32.const 16))`, 0},
		{"open-at+drop", `(call $open (local.get $dir) (i32.const 0) (i32.const 256) (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))
			(call $drop-descriptor (i32.load (i32.const 20)))`, 0},
		{"read-directory of 10", list, 0},
		{"read 64KiB", chunks(65536, pread), benchFile},
		{"write 64KiB", chunks(65536, pwrite), benchFile},
		{"stream read 4KiB", reader + chunks(4096, f(read, 4096)) + noMore, benchFile},
		{"stream read 64KiB", reader + chunks(65536, f(read, 65536)) + noMore, benchFile},
		{"stream write 4KiB", writer + chunks(4096, f(write, 4096)) + done, benchFile},
		{"stream write 64KiB", writer + chunks(65536, f(write, 65536)) + done, benchFile},
		{"stream write-and-flush 4KiB", writer + chunks(4096, flush) + done, benchFile},
		{"stdout 4KiB", `(local.set $s (call $stdout))` + chunks(4096, flush) + done, benchFile},
		{"stdout 64KiB", `(local.set $s (call $stdout))` + chunks(65536, f(write, 65536)) + done, benchFile},
	}
}

// BenchmarkFiles measures what guests do with files: on disk and in memory, with
// the fast lane and without, and under wasmtime's own WASI.
func BenchmarkFiles(b *testing.B) {
	p := newPrograms(b)
	for _, step := range fileSteps() {
		wasm, err := engine.TextToBinary([]byte(fileLoop(step.step)))
		mustBe(b, err)
		plain, err := p.eng.Compile(wasm)
		mustBe(b, err)
		wasm, _, ok := lane.Adapt(wasm, world.Lanes())
		if !ok {
			b.Fatal("the guest can't be adapted")
		}
		adapted, err := p.eng.Compile(wasm)
		mustBe(b, err)
		for _, how := range []struct {
			name string
			c    *engine.Component
			mem  bool
		}{{"lane-disk", adapted, false}, {"lane-memory", adapted, true}, {"disk", plain, false}, {"native", plain, false}} {
			if step.bytes == 0 && how.c == adapted && !how.mem {
				continue // no bytes, no difference
			}
			b.Run(step.name+"/"+how.name, func(b *testing.B) {
				run := p.fileRun(b, how.c, how.name == "native", how.mem)
				_, err := run.Call(1)
				mustBe(b, err)
				b.SetBytes(step.bytes)
				b.ReportAllocs()
				b.ResetTimer()
				_, err = run.Call(uint32(b.N))
				mustBe(b, err)
			})
		}
		mustBe(b, plain.Close())
		mustBe(b, adapted.Close())
	}
}

// fileRun makes a guest's loop, with its file and nine others.
func (p *programs) fileRun(b *testing.B, c *engine.Component, native, mem bool) engine.TypedFunc[uint32, engine.Unit] {
	b.Helper()
	r := request{dir: "/", files: map[string]string{"f": strings.Repeat("x", benchFile)}}
	for n := range 9 {
		r.files[fmt.Sprint(n)] = ""
	}
	var s *engine.Store
	l := p.hosted
	if native {
		dir := b.TempDir()
		r.fill(b, dir)
		null, err := os.OpenFile(filepath.FromSlash(os.DevNull), os.O_WRONLY, 0)
		mustBe(b, err)
		b.Cleanup(func() { null.Close() })
		s, l = engine.NewStore(p.eng, nil), p.native
		mustBe(b, s.SetWASI(&engine.WASIConfig{
			Stdout: engine.Output{Writer: null}, Preopens: []engine.Preopen{{Host: dir, Guest: "/", Write: true}},
		}))
	} else {
		fs := vfs.NewMem(1 << 30)
		if mem {
			r.fillMem(b, fs)
		} else {
			dir := b.TempDir()
			r.fill(b, dir)
			disk, err := vfs.OpenDisk(dir, vfs.DiskOptions{})
			mustBe(b, err)
			b.Cleanup(func() { disk.Close() })
			fs = disk
		}
		s = engine.NewStore(p.eng, &state{host.New(host.Config{Preopens: r.preopen(b, fs)})})
	}
	b.Cleanup(s.Close)
	inst, err := l.Instantiate(s, c)
	mustBe(b, err)
	fn, err := inst.Func("run")
	mustBe(b, err)
	run, err := engine.NewTypedFunc[uint32, engine.Unit](fn)
	mustBe(b, err)
	return run
}

// BenchmarkCat measures an unchanged guest that a C compiler made for preview 1:
// it copies its input, with the buffers of its libc.
func BenchmarkCat(b *testing.B) {
	p := newPrograms(b)
	wasm, err := fixtures.FS.ReadFile("cat/cat.wasm")
	mustBe(b, err)
	adapted, _, ok := lane.Adapt(wasm, world.Lanes())
	if !ok {
		b.Fatal("the guest can't be adapted")
	}
	const size = 16 << 20
	for name, wasm := range map[string][]byte{"lane": adapted, "plain": wasm} {
		c, err := p.eng.Compile(wasm)
		mustBe(b, err)
		data := make([]byte, size)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				h := host.New(host.Config{Stdin: bytes.NewReader(data)})
				s := engine.NewStore(p.eng, &state{h})
				mustBe(b, p.runHosted(s, c))
				s.Close()
			}
		})
		mustBe(b, c.Close())
	}
}
