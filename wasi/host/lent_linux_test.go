package host_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	goio "io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// writing is a component whose function writes n times so many bytes to standard output
// (0) or error (1). It gives how often that was successful before it failed.
const writing = `(component` + fixtures.OutputImports + `
	(core module $libc (memory (export "memory") 2))
	(core instance $libc (instantiate $libc))
	(core func $stdout (canon lower (func $out "get-stdout")))
	(core func $stderr (canon lower (func $err "get-stderr")))
	(core func $drop (canon resource.drop $stream))
	(core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $libc "memory")))
	(core module $main
		(import "libc" "memory" (memory 2))
		(import "host" "stdout" (func $stdout (result i32)))
		(import "host" "stderr" (func $stderr (result i32)))
		(import "host" "drop" (func $drop (param i32)))
		(import "host" "write" (func $write (param i32 i32 i32 i32)))
		(func (export "run") (param $stream i32) (param $n i32) (param $length i32) (result i32) (local $done i32) (local $to i32)
			(local.set $to (if (result i32) (local.get $stream) (then (call $stderr)) (else (call $stdout))))
			(memory.fill (i32.const 1024) (i32.add (i32.const 97) (local.get $stream)) (local.get $length))
			(block $end (loop $again
				(br_if $end (i32.ge_u (local.get $done) (local.get $n)))
				(call $write (local.get $to) (i32.const 1024) (local.get $length) (i32.const 16))
				(br_if $end (i32.load8_u (i32.const 16)))
				(local.set $done (i32.add (local.get $done) (i32.const 1)))
				(br $again)))
			(call $drop (local.get $to))
			(local.get $done)))
	(core instance $main (instantiate $main (with "libc" (instance $libc)) (with "host" (instance
		(export "stdout" (func $stdout)) (export "stderr" (func $stderr)) (export "drop" (func $drop)) (export "write" (func $write))))))
	(func (export "run") (param "stream" u32) (param "n" u32) (param "length" u32) (result u32) (canon lift (core func $main "run"))))`

// writers makes guests of it, adapted.
func writers(t *testing.T) *guests {
	t.Helper()
	g := &guests{eng: newEngineOf(t, engine.OptNone)}
	g.linker = engine.NewLinker(g.eng)
	t.Cleanup(g.linker.Close)
	mustBe(t, world.AddToLinker(g.linker))
	wasm, err := engine.TextToBinary([]byte(writing))
	mustBe(t, err)
	wasm, _, ok := lane.Adapt(wasm, world.Lanes())
	if !ok {
		t.Fatal("it can't be adapted")
	}
	g.driver, err = g.eng.Compile(wasm)
	mustBe(t, err)
	t.Cleanup(func() { g.driver.Close() })
	return g
}

func (g *guest) writes(stream, n, length uint32) (uint32, error) {
	return call[engine.Tuple3[uint32, uint32, uint32], uint32](g, "run", engine.Tuple3[uint32, uint32, uint32]{F0: stream, F1: n, F2: length})
}

// byC wants C to have written so often.
func (g *guest) byC(n uint64) {
	g.Helper()
	if got := g.Counters.Direct(host.Streams); got < n {
		g.Errorf("C has written %d times, not %d", got, n)
	}
}

// What C writes arrives, in order with what Go writes, and is counted.
func TestLentOutput(t *testing.T) {
	g := writers(t)
	for name, lent := range map[string]bool{"file": true, "pipe": true, "null": true, "writer": false} {
		t.Run(name, func(t *testing.T) {
			var c host.Config
			var wrote func() []byte
			var got bytes.Buffer
			switch name {
			case "file":
				f, err := os.Create(filepath.Join(t.TempDir(), "f"))
				mustBe(t, err)
				defer f.Close()
				c.Stdout, c.Stderr = f, f
				wrote = func() []byte { all, _ := os.ReadFile(f.Name()); return all }
			case "pipe":
				r, w := pipe(t)
				c.Stdout, c.Stderr = w, w
				done := make(chan error, 1)
				go func() { _, err := goio.Copy(&got, r); done <- err }()
				wrote = func() []byte { w.Close(); mustBe(t, await(t, done)); return got.Bytes() }
			case "null":
				f, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
				mustBe(t, err)
				defer f.Close()
				c.Stdout, c.Stderr = f, f
			default:
				c.Stdout, c.Stderr = &got, &got
				wrote = got.Bytes
			}
			guest := g.make(t, c)
			var want strings.Builder
			for stream, letter := range []string{"a", "b", "a", "b"} {
				for _, length := range []uint32{1, 4096, 700} {
					n, err := guest.writes(uint32(stream%2), 100, length)
					if err != nil || n != 100 {
						t.Fatalf("%d writes, %v", n, err)
					}
					want.WriteString(strings.Repeat(letter, int(100*length)))
				}
			}
			if lent && name == "pipe" { // which is full from time to time
				guest.byC(600)
			} else if lent {
				guest.byC(12 * 92)
			} else if guest.Counters.Direct(host.Streams) != 0 {
				t.Error("C writes to Go's writer")
			}
			if guest.Counters.Calls(host.Streams) < 1200 || guest.Counters.Bytes(host.Streams) != uint64(want.Len()) {
				t.Errorf("%d calls, %d bytes", guest.Counters.Calls(host.Streams), guest.Counters.Bytes(host.Streams))
			}
			if n := guest.Stdout.Written() + guest.Stderr.Written(); n != uint64(want.Len()) {
				t.Errorf("%d bytes are said to be written", n)
			}
			guest.Close()
			if wrote != nil && string(wrote()) != want.String() {
				t.Error("other bytes arrive")
			}
		})
	}
}

// Nobody reads any more: it is C that finds that out, and Go that tells.
func TestLentOutputBreaks(t *testing.T) {
	g := writers(t)
	r, w := pipe(t)
	guest := g.make(t, host.Config{Stdout: w, Stderr: w})
	for stream := range uint32(2) {
		if n, err := guest.writes(stream, 20, 10); err != nil || n != 20 {
			t.Fatal(n, err)
		}
	}
	mustBe(t, r.Close())
	if n, err := guest.writes(1, 100, 10); err != nil || n != 100 { // it is thrown away
		t.Error(n, err)
	}
	if guest.Stderr.Failure() == nil {
		t.Error("standard error is as it was")
	}
	_, err := guest.writes(0, 100, 10)
	var failed *host.OutputError
	if !errors.As(err, &failed) || guest.Stdout.Failure() == nil {
		t.Errorf("it ends with %v", err)
	}
	if n := guest.Stdout.Written(); n != 200 {
		t.Errorf("%d bytes are written", n)
	}
}

// Once a run was cancelled, and AwaitWrites has returned, nothing is written, however
// fast the guest is.
func TestLentOutputEnds(t *testing.T) {
	g := writers(t)
	over := errors.New("over")
	for n := range 50 {
		f, err := os.Create(filepath.Join(t.TempDir(), "f"))
		mustBe(t, err)
		guest := g.make(t, host.Config{Stdout: f})
		ended := make(chan error, 1)
		var begun sync.WaitGroup
		begun.Add(1)
		go func() {
			begun.Done()
			_, err := guest.writes(0, 1<<30, 4096)
			ended <- err
		}()
		begun.Wait()
		for n%2 == 0 && guest.Stdout.Written() < 100*4096 {
			runtime.Gosched()
		}
		guest.Cancel(over)
		guest.Stdout.AwaitWrites(time.Now().Add(time.Minute))
		before, err := f.Stat()
		mustBe(t, err)
		written := guest.Stdout.Written()
		if err := await(t, ended); !errors.Is(err, over) {
			t.Fatalf("it ends with %v", err)
		}
		after, err := f.Stat()
		mustBe(t, err)
		if before.Size() != after.Size() || written != uint64(after.Size()) {
			t.Fatalf("%d bytes are %d later, of which %d are counted", before.Size(), after.Size(), written)
		}
		guest.Close()
		mustBe(t, f.Close())
	}
}

// A representation that goes to another stream takes nothing with it.
func TestLentRepGoesToAnother(t *testing.T) {
	g := newGuests(t).adapted(t)
	dir := t.TempDir()
	var c [2]*os.File
	for i := range c {
		f, err := os.Create(filepath.Join(dir, fmt.Sprint(i)))
		mustBe(t, err)
		defer f.Close()
		c[i] = f
	}
	guest := g.make(t, host.Config{Stdout: c[0], Stderr: c[1]})
	out, err := io.NewOutputStream(guest.Stdout, nil), io.NewOutputStream(guest.Stderr, nil)
	for n := range 100 {
		s, text := out, "a"
		if n/20%2 == 1 {
			s, text = err, "b"
		}
		if r := must[doneResult](guest, "output-stream-blocking-write-and-flush", with(output(s), []byte(text))); !r.OK {
			t.Fatal("it fails")
		}
	}
	for i, want := range []string{strings.Repeat("a", 60), strings.Repeat("b", 40)} {
		if got, _ := os.ReadFile(c[i].Name()); string(got) != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// What goes to a file through a stream is where it belongs, also where C and Go write in
// turn.
func TestLentFileStream(t *testing.T) {
	const step = `(call $writer (local.get $file) (i64.const 0) (i32.const 16)) (local.set $s (i32.load (i32.const 20)))`
	const chunk = `(i32.store (i32.const 4096) (local.get $at))
		(if (i32.eq (i32.and (i32.shr_u (local.get $at) (i32.const 12)) (i32.const 31)) (i32.const 31))
			(then (call $check (local.get $s) (i32.const 16)) (call $write (local.get $s) (i32.const 4096) (i32.const 4096) (i32.const 16)))
			(else (call $write-and-flush (local.get $s) (i32.const 4096) (i32.const 4096) (i32.const 16))))
		(if (i32.load8_u (i32.const 16)) (then unreachable))`
	p := newPrograms(t)
	wasm, err := engine.TextToBinary([]byte(fileLoop(step + chunks(4096, chunk) + `(call $drop-output-stream (local.get $s))`)))
	mustBe(t, err)
	wasm, _, ok := lane.Adapt(wasm, world.Lanes())
	if !ok {
		t.Fatal("it can't be adapted")
	}
	c, err := p.eng.Compile(wasm)
	mustBe(t, err)
	defer c.Close()
	var want []byte
	for at := uint32(0); at < benchFile; at += 4096 {
		want = binary.LittleEndian.AppendUint32(want, at)
		want = append(want, make([]byte, 4092)...)
	}
	for name, quota := range map[string]uint64{"disk": 0, "quota": 1 << 30} {
		dir := t.TempDir()
		mustBe(t, os.WriteFile(filepath.Join(dir, "f"), []byte("text"), 0o600))
		disk, err := vfs.OpenDisk(dir, vfs.DiskOptions{Quota: quota})
		mustBe(t, err)
		defer disk.Close()
		h := host.New(host.Config{Preopens: request{dir: "/"}.preopen(t, disk)})
		s := engine.NewStore(p.eng, &state{h})
		inst, err := p.hosted.Instantiate(s, c)
		mustBe(t, err)
		const rounds = 3
		must[engine.Unit](&guest{t, h, s, inst}, "run", uint32(rounds))
		s.Close()
		if got, _ := os.ReadFile(filepath.Join(dir, "f")); !bytes.Equal(got, want) {
			t.Errorf("%s: %d other bytes are in the file", name, len(got))
		}
		if n := h.Counters.Direct(host.Streams); n != 0 && quota != 0 || n < 200*rounds && quota == 0 {
			t.Errorf("%s: C writes %d times", name, n)
		}
		if n := h.Counters.Bytes(host.Streams); n != rounds*benchFile {
			t.Errorf("%s: %d bytes are counted", name, n)
		}
	}
}
