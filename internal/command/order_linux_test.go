package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/qyvol/qyvol/fixtures"
)

// mixedWrites is how many writes the guests of these tests make.
const mixedWrites = 10_000

// mixed is a core function that makes mixedWrites writes, each by one call of
// $write with the stream (1 or 2), the place and the length. A write is a letter for
// the stream, dots, and a line break: of 2 to 129 bytes, each 97th of 4096.
const mixed = `
	(func $mixed (local $n i32) (local $length i32) (local $stream i32) (local $seed i32)
		(memory.fill (i32.const 1024) (i32.const 46) (i32.const 4096))
		(local.set $seed (i32.const 1))
		(loop $next
			(local.set $seed (i32.add (i32.mul (local.get $seed) (i32.const 1103515245)) (i32.const 12345)))
			(local.set $stream (i32.add (i32.const 1) (i32.and (i32.shr_u (local.get $seed) (i32.const 16)) (i32.const 1))))
			(local.set $length (i32.add (i32.const 2) (i32.and (i32.shr_u (local.get $seed) (i32.const 20)) (i32.const 127))))
			(if (i32.eqz (i32.rem_u (local.get $n) (i32.const 97))) (then (local.set $length (i32.const 4096))))
			(i32.store8 (i32.const 1024) (select (i32.const 111) (i32.const 101) (i32.eq (local.get $stream) (i32.const 1))))
			(i32.store8 (i32.add (i32.const 1023) (local.get $length)) (i32.const 10))
			(call $write (local.get $stream) (i32.const 1024) (local.get $length))
			(i32.store8 (i32.add (i32.const 1023) (local.get $length)) (i32.const 46))
			(local.set $n (i32.add (local.get $n) (i32.const 1)))
			(br_if $next (i32.lt_u (local.get $n) (i32.const ` + "10000" + `)))))`

// mixedOutput is what mixed writes to both streams.
func mixedOutput() []byte {
	var b bytes.Buffer
	seed := uint32(1)
	for n := range mixedWrites {
		seed = seed*1103515245 + 12345
		length := 2 + int(seed>>20&127)
		if n%97 == 0 {
			length = 4096
		}
		letter := "o"
		if seed>>16&1 == 1 {
			letter = "e"
		}
		b.WriteString(letter + strings.Repeat(".", length-2) + "\n")
	}
	return b.Bytes()
}

const mixedModule = `(module
	(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 1)
	(func $write (param $stream i32) (param $at i32) (param $length i32)
		(i32.store (i32.const 0) (local.get $at))
		(i32.store (i32.const 4) (local.get $length))
		(if (call $fd_write (local.get $stream) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
		(if (i32.ne (i32.load (i32.const 8)) (local.get $length)) (then unreachable)))
	` + mixed + `
	(func (export "_start") (call $mixed)))`

const mixedComponent = `(component` + fixtures.OutputImports + `
	(core module $libc (memory (export "memory") 1))
	(core instance $libc (instantiate $libc))
	(core func $stdout (canon lower (func $out "get-stdout")))
	(core func $stderr (canon lower (func $err "get-stderr")))
	(core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $libc "memory")))
	(core module $main
		(import "libc" "memory" (memory 1))
		(import "host" "stdout" (func $stdout (result i32)))
		(import "host" "stderr" (func $stderr (result i32)))
		(import "host" "write" (func $blocking-write (param i32 i32 i32 i32)))
		(global $out (mut i32) (i32.const 0))
		(global $err (mut i32) (i32.const 0))
		(func $write (param $stream i32) (param $at i32) (param $length i32)
			(call $blocking-write (select (global.get $out) (global.get $err) (i32.eq (local.get $stream) (i32.const 1)))
				(local.get $at) (local.get $length) (i32.const 16))
			(if (i32.load8_u (i32.const 16)) (then unreachable)))
		` + mixed + `
		(func (export "run") (result i32)
			(global.set $out (call $stdout))
			(global.set $err (call $stderr))
			(call $mixed)
			(i32.const 0)))
	(core instance $main (instantiate $main (with "libc" (instance $libc)) (with "host" (instance
		(export "stdout" (func $stdout)) (export "stderr" (func $stderr)) (export "write" (func $write))))))
	(func $run (result (result)) (canon lift (core func $main "run")))
	(instance $command (export "run" (func $run)))
	(export "wasi:cli/run@0.2.0" (instance $command)))`

// destinations run a command whose standard output and error lead to one place, and
// return what arrives there.
func destinations() map[string]func(*testing.T, *exec.Cmd) []byte {
	return map[string]func(*testing.T, *exec.Cmd) []byte{
		"pipe": func(t *testing.T, cmd *exec.Cmd) []byte {
			r, w, err := os.Pipe()
			must(t, err)
			return arriving(t, cmd, r, w)
		},
		"socket": func(t *testing.T, cmd *exec.Cmd) []byte {
			fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
			must(t, err)
			return arriving(t, cmd, os.NewFile(uintptr(fds[0]), "r"), os.NewFile(uintptr(fds[1]), "w"))
		},
		"file": func(t *testing.T, cmd *exec.Cmd) []byte {
			f, err := os.Create(filepath.Join(t.TempDir(), "log"))
			must(t, err)
			cmd.Stdout, cmd.Stderr = f, f
			must(t, cmd.Run())
			must(t, f.Close())
			return []byte(read(t, f.Name()))
		},
		"terminal": func(t *testing.T, cmd *exec.Cmd) []byte {
			return []byte(strings.ReplaceAll(onTerminal(t, cmd), "\r\n", "\n"))
		},
	}
}

func arriving(t *testing.T, cmd *exec.Cmd, r, w *os.File) []byte {
	t.Helper()
	defer r.Close()
	cmd.Stdout, cmd.Stderr = w, w
	must(t, cmd.Start())
	must(t, w.Close())
	got, err := io.ReadAll(r)
	must(t, err)
	must(t, cmd.Wait())
	return got
}

// Each write is where the guest made it, and whole, whatever both streams lead to.
func TestOrderOfOutput(t *testing.T) {
	want := mixedOutput()
	for kind, guest := range map[string]string{"module": mixedModule, "component": mixedComponent} {
		for _, by := range []string{"hosted", "native"} {
			for name, arrives := range destinations() {
				t.Run(fmt.Sprint(name, " ", kind, " ", by), func(t *testing.T) {
					dir := t.TempDir()
					must(t, os.WriteFile(filepath.Join(dir, "mixed.wat"), []byte(guest), 0o600))
					got := arrives(t, qyvol(t, dir, "run", "--wasi", by, "mixed.wat"))
					if !bytes.Equal(got, want) {
						t.Errorf("%d bytes arrive, the same up to byte %d of %d", len(got), common(got, want), len(want))
					}
				})
			}
		}
	}
}

// common is how many bytes two texts begin with alike.
func common(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// A guest ends at a signal, also while it waits for somebody to read its output.
func TestSignalWhileWriting(t *testing.T) {
	const forever = `(module
		(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
		(memory (export "memory") 1)
		(data (i32.const 0) "\10\00\00\00\10\00\00\00")
		(func (export "_start") (loop (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))) (br 0))))`
	for name, open := range map[string]func(*testing.T) (r, w *os.File){
		"terminal": func(t *testing.T) (r, w *os.File) { return openTerminal(t) },
		"pipe": func(t *testing.T) (*os.File, *os.File) {
			r, w, err := os.Pipe()
			must(t, err)
			return r, w
		},
		"socket": func(t *testing.T) (*os.File, *os.File) {
			fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
			must(t, err)
			return os.NewFile(uintptr(fds[0]), "r"), os.NewFile(uintptr(fds[1]), "w")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, w := open(t)
			defer r.Close()
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, "forever.wat"), []byte(forever), 0o600))
			cmd := qyvol(t, dir, "run", "forever.wat")
			cmd.Stdout = w
			must(t, cmd.Start())
			must(t, w.Close())
			_, err := r.Read(make([]byte, 1)) // it writes; nobody reads on
			must(t, err)
			awaitFull(t, r)
			must(t, cmd.Process.Signal(unix.SIGTERM))
			if code := codeOf(t, cmd.Wait()); code != exitSignal+int(unix.SIGTERM) {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// awaitFull waits until what can be read grows no more.
func awaitFull(t *testing.T, r *os.File) {
	t.Helper()
	conn, err := r.SyscallConn()
	must(t, err)
	waiting := func() (n int) {
		must(t, conn.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }))
		must(t, err)
		return n
	}
	for before := -1; before != waiting(); time.Sleep(20 * time.Millisecond) {
		before = waiting()
	}
}
