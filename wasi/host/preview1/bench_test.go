package preview1_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// benchmarks call a function so many times from a loop in the guest: what a call
// costs the guest, not what it costs to enter it.
var benchmarks = []struct{ name, loop string }{
	{"sched-yield", `(call $sched_yield)`},
	{"clock-time-get", `(call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 256))`},
	{"fd-tell", `(call $fd_tell (i32.const 4) (i32.const 256))`},
	{"fd-write-stdout", `(call $fd_write (i32.const 1) (i32.const 512) (i32.const 1) (i32.const 256))`},
	{"fd-pwrite", `(call $fd_pwrite (i32.const 4) (i32.const 512) (i32.const 1) (i64.const 0) (i32.const 256))`},
	{"fd-pread", `(call $fd_pread (i32.const 4) (i32.const 512) (i32.const 1) (i64.const 0) (i32.const 256))`},
	{"fd-filestat-get", `(call $fd_filestat_get (i32.const 4) (i32.const 256))`},
	{"path-filestat-get", `(call $path_filestat_get (i32.const 3) (i32.const 0) (i32.const 4096) (i32.const 4) (i32.const 256))`},
	{"path-open-close", `(i32.or
		(call $path_open (i32.const 3) (i32.const 0) (i32.const 4096) (i32.const 4) (i32.const 0)
			(i64.const 2) (i64.const 0) (i32.const 0) (i32.const 256))
		(call $fd_close (i32.load (i32.const 256))))`},
	{"args-get", `(call $args_get (i32.const 8192) (i32.const 8256))`},
	{"environ-get", `(call $environ_get (i32.const 8192) (i32.const 8256))`},
	{"fd-readdir", `(call $fd_readdir (i32.const 3) (i32.const 8192) (i32.const 4096) (i64.const 0) (i32.const 256))`},
	{"poll-oneoff-clock", `(call $poll_oneoff (i32.const 768) (i32.const 8192) (i32.const 1) (i32.const 256))`},
	{"random-get", `(call $random_get (i32.const 32768) (i32.const 16))`},
}

func benchmarkGuest() string {
	text := `(memory (export "memory") 4)
		(data (i32.const 4096) "file") (data (i32.const 512) "\00\80\00\00\40\00\00\00")`
	for _, b := range benchmarks {
		text += fmt.Sprintf(`(func (export "loop-%s") (param $n i64) (result i32) (local $errno i32)
			(loop $again
				(local.set $errno (i32.or (local.get $errno) %s))
				(local.set $n (i64.sub (local.get $n) (i64.const 1)))
				(br_if $again (i64.ne (local.get $n) (i64.const 0))))
			(local.get $errno))`, b.name, b.loop)
	}
	return driverWith(text)
}

// discard is written to as a file of the host's is, without waiting.
func discard(b *testing.B) io.Writer {
	b.Helper()
	f, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	mustBe(b, err)
	b.Cleanup(func() { _ = f.Close() })
	return f
}

func BenchmarkCalls(b *testing.B) {
	g := newGuests(b, benchmarkGuest())
	dir := b.TempDir()
	mustBe(b, os.WriteFile(filepath.Join(dir, "file"), make([]byte, 64), 0o600))
	disk, err := vfs.OpenDisk(dir, vfs.DiskOptions{})
	mustBe(b, err)
	b.Cleanup(func() { _ = disk.Close() })
	memory := vfs.NewMem(1 << 20)
	root, err := memory.Root()
	mustBe(b, err)
	fill(b, root, dir)
	for _, bench := range benchmarks {
		for name, guest := range map[string]func() *guest{
			"native": func() *guest {
				return g.nativeGuest(b, engine.WASIConfig{
					Stdout: engine.Output{Writer: discard(b)}, Preopens: []engine.Preopen{{Host: dir, Guest: "/", Write: true}},
				})
			},
			"hosted-disk": func() *guest {
				return g.host(b, host.Config{Stdout: discard(b), Preopens: preopens(b, vfs.Mount{Path: "/", FS: disk})})
			},
			"hosted-memory": func() *guest {
				return g.host(b, host.Config{Stdout: discard(b), Preopens: preopens(b, vfs.Mount{Path: "/", FS: memory})})
			},
		} {
			b.Run(bench.name+"/"+name, func(b *testing.B) {
				g := guest()
				g.open(3, "file", 0, rightReadWrite, 0)
				f, err := g.inst.Func("loop-" + bench.name)
				mustBe(b, err)
				b.ReportAllocs()
				b.ResetTimer()
				if errno, err := f.Call(uint64(b.N)); err != nil || errno != int32(0) {
					b.Fatal(errno, err)
				}
			})
		}
	}
}

// pipeTo starts a program that reads a pipe as fast as it can.
func pipeTo(b *testing.B, program string) *os.File {
	b.Helper()
	r, w, err := os.Pipe()
	mustBe(b, err)
	reader := exec.Command(program)
	reader.Stdin = r
	mustBe(b, reader.Start())
	mustBe(b, r.Close())
	b.Cleanup(func() {
		mustBe(b, w.Close())
		mustBe(b, reader.Wait())
	})
	return w
}

// BenchmarkPipe measures small writes to a pipe that another process reads.
func BenchmarkPipe(b *testing.B) {
	g := newGuests(b, benchmarkGuest())
	for name, guest := range map[string]func(*os.File) *guest{
		"native": func(w *os.File) *guest {
			return g.nativeGuest(b, engine.WASIConfig{Stdout: engine.Output{Writer: w}})
		},
		"hosted": func(w *os.File) *guest { return g.host(b, host.Config{Stdout: w}) },
	} {
		b.Run(name, func(b *testing.B) {
			f, err := guest(pipeTo(b, "cat")).inst.Func("loop-fd-write-stdout")
			mustBe(b, err)
			b.ReportAllocs()
			b.ResetTimer()
			if errno, err := f.Call(uint64(b.N)); err != nil || errno != int32(0) {
				b.Fatal(errno, err)
			}
		})
	}
}

func BenchmarkAddToLinker(b *testing.B) {
	eng, err := engine.New(engine.Config{})
	mustBe(b, err)
	defer eng.Close()
	for b.Loop() {
		l := engine.NewLinker(eng)
		mustBe(b, preview1.AddToLinker(l))
		l.Close()
	}
}
