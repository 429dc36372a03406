//go:build unix

package command

import (
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"
)

// compilations are guests that don't come out of the compiler.
func compilations(t *testing.T) []failure {
	t.Helper()
	of := func(name, guest string, args ...string) failure {
		return failure{name: name, args: append([]string{"run", "--no-cache", "guest.wasm"}, args...), exit: 124, files: map[string]string{"guest.wasm": guest}}
	}
	crash := of("a compiler that crashes", nothing)
	crash.exit = 126
	crash.env = []string{badCompilerVariable + "=abort"}
	handles := of("memory of the host", fixture(t, "handles/handles.wat"), "--memory", "1MiB")
	return []failure{
		handles,
		of("a limit of time to compile", straightCode(150_000), "--compile-timeout", "1ns"),
		of("a limit of memory to compile", straightCode(150_000), "--compile-memory", "64MiB"),
		crash,
	}
}

// runFailures are guests that end badly.
func runFailures(t *testing.T) []failure {
	t.Helper()
	guest := func(name, path string, args ...string) failure {
		return failure{
			name: name, args: append([]string{"run", "guest.wasm"}, args...),
			files: map[string]string{"guest.wasm": fixture(t, path)},
		}
	}
	list := []failure{
		guest("exit code", "exit-code/exit-code-p1.wasm", "42"),
		guest("unreachable", "trap/trap.wat"),
		guest("a panic", "panic/panic.wasm", "a message of its own"),
		guest("endless recursion", "recurse/recurse.wat"),
		guest("division by zero", "div-zero/div-zero.wat"),
		guest("out of bounds", "out-of-bounds/out-of-bounds.wat"),
		guest("a trap that only wasmtime has words for", "write-zeroes/write-zeroes.wat"),
		guest("an exit code that is none", "exit-code/exit-code-p1.wasm", "300"),
		guest("a limit of time", "loop/loop.wat", "--timeout", "50ms"),
		guest("a limit of memory", "hog/hog-grow.wat", "--memory", "4MiB"),
		guest("a limit of fuel", "loop/loop.wat", "--fuel", "1000"),
		guest("a missing import", "missing-import/missing-import.wat"),
		guest("a function that is missing", "missing-import/missing-function.wat"),
		guest("a library", "library/library.wat"),
		guest("a module that is no command", "reactor/reactor.wat"),
		guest("a table that is too large", "table-huge/table32.wat"),
	}
	list = append(list, texts()...)
	list = append(list, ungrantedFailures(t)...)
	instances := guest("a limit of instances", "hello/hello.wasm")
	instances.args[1], instances.files["guest.qyv"] = "guest.qyv", manifestOf("guest.wasm", "resources: {instances: 1}")
	list = append(list, instances)
	list = append(list, compilations(t)...)
	return append(list, recoveries(t)...)
}

// ungrantedFailures are guests that look for a directory which they don't have.
func ungrantedFailures(t *testing.T) []failure {
	t.Helper()
	guest := func(name string, args ...string) failure {
		return failure{
			name: name, args: append([]string{"run", "guest.wat"}, args...), exit: 1,
			files: map[string]string{"guest.wat": opener, "data/a b/c.txt": "", "data/x.txt": "", "guest.qyv": manifestOf("guest.wat")},
		}
	}
	list := []failure{
		guest("no directory, and no file", "--", "nothing-there"),
		guest("no directory for a file", "--", "--verbose", "data/x.txt"),
		guest("no directory for an option's file", "--", "--input=data/x.txt"),
		guest("no directory for a directory of two words", "--", "data/a b"),
		guest("no directory for a file to be written", "--", "data/new.txt"),
		guest("a directory, and failure all the same", "--allow-read", "data", "--", "data/x.txt"),
		guest("a file under another name", "--allow-read", "data::/d", "--", "data/x.txt"),
	}
	inGo := func(name string, args ...string) failure {
		f := guest(name, args...)
		f.files["guest.wat"] = strings.Replace(strings.TrimSuffix(opener, ")\n"), "(call $exit", asking+"(call $exit", 1) +
			`(@custom "producers" "\01\08language\01\02Go\031.2"))` + "\n"
		return f
	}
	list = append(
		list,
		inGo("a program of Go", "--", "data/x.txt"),
		inGo("a program of Go with a directory elsewhere", "--allow-read", "data", "--", "data/x.txt"),
		inGo("a program of Go that has no argument", "--allow-read", "data::d"),
	)
	nowhere := inGo("a program of Go that asks for what is not there")
	delete(nowhere.files, "data/x.txt")
	writing := inGo("a program of Go that writes", "--allow-read", "data", "--", "data/x.txt")
	writing.files["guest.wat"] = strings.Replace(writing.files["guest.wat"], "(i64.const 2)", "(i64.const 0x40)", 1)
	delete(writing.files, "data/x.txt")
	http := failure{
		name: "a server of HTTP", args: []string{"run", "guest.wat"},
		files: map[string]string{"guest.wat": `(component (instance $i) (export "wasi:http/incoming-handler@0.2.3" (instance $i)))`},
	}
	return append(list, nowhere, writing, http)
}

// opener looks which directories it has, and ends with 1.
const opener = `(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "data/x.txt")
  (func (export "_start")
    (drop (call $prestat (i32.const 3) (i32.const 0)))
    (call $exit (i32.const 1))))
`

// asking is how Go asks for a path that lies in no directory: as one of none.
const asking = `(drop (call $open (i32.const -1) (i32.const 0) (i32.const 64) (i32.const 10) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
    `

func texts() []failure {
	text := func(name, text string) failure {
		return failure{name: name, args: []string{"run", "guest.wat"}, files: map[string]string{"guest.wat": text}}
	}
	http := `(component
  (import "wasi:http/outgoing-handler@0.2.0" (instance (export "handle" (func))))
` + nothing[len("(component\n"):]
	later := `(component
  (import "wasi:cli/stdout@0.3.0" (instance (export "handle" (func))))
` + nothing[len("(component\n"):]
	const exit = `(import "wasi:cli/exit@0.2.0" (instance (export "exit" (func (param "status" (list u8))))))` + "\n"
	natively := text("an import of another type, natively",
		`(component (import "wasi:random/random@0.2.0" (instance (export "get-random-u64" (func (result string)))))`+
			nothing[len("(component\n"):])
	natively.args = append(natively.args, "--wasi", "native")
	full := text("standard output that is full", "")
	full.stdout, full.files = fullDevice, map[string]string{"guest.wat": hello}
	return []failure{
		text("no permission for the network", http),
		text("a function that is almost there",
			`(component (import "wasi:random/random@0.2.0" (instance (export "get-random-u46" (func (result u64)))))`+nothing[len("(component\n"):]),
		text("an import of wasi_unstable", `(module (import "wasi_unstable" "proc_exit" (func (param i32))) (func (export "_start")))`),
		text("an import of WASI 0.3", later),
		text("an import of another type", "(component "+exit+nothing[len("(component\n"):]),
		text("an import of another type among too many", strings.TrimSuffix(typeBomb(), ")")+exit+nothing[len("(component\n"):]),
		natively,
		text("a component without exports", "(component)"),
		text("a command of WASI 0.3", strings.ReplaceAll(nothing, "wasi:cli/run@0.2.0", "wasi:cli/run@0.3.0")),
		text("a function run by itself", `(component (core module $m (func (export "run"))) (core instance $i (instantiate $m))
			(func (export "run") (canon lift (core func $i "run"))))`),
		text("types too many to be described", typeBomb()),
		text("a module with many exports", `(module (func (export "a")) (func (export "b")) (func (export "c")) (func (export "d"))
			(func (export "e")) (func (export "f")) (func (export "g")) (func (export "h")) (func (export "i")))`),
		text("too many tables", "(component (core module $m "+strings.Repeat("(table 0 funcref)", 86)+`)
			(core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m))
		`+nothing[len("(component\n"):]),
		text("indirect call", command0+`(call_indirect (result i32) (i32.const 0)))`+`(table 1 funcref)`+command1[1:]),
		text("integer overflow", command0+`(i32.div_s (i32.const 0x80000000) (i32.const -1))`+command1),
		full,
	}
}

// typeBomb imports a record of 2^16 parts: each has the one before it twice.
func typeBomb() string {
	var b strings.Builder
	b.WriteString(`(component (type $t0 (record (field "a" u8) (field "b" u8))) (import "t0" (type $n0 (eq $t0)))`)
	for i := range 15 {
		fmt.Fprintf(&b, "\n"+`(type $t%[1]d (record (field "a" $n%[2]d) (field "b" $n%[2]d))) (import "t%[1]d" (type $n%[1]d (eq $t%[1]d)))`, i+1, i)
	}
	return b.String() + `(import "f" (func (param "a" $n15))))`
}

// recoveries are failures with a second chance.
func recoveries(t *testing.T) []failure {
	t.Helper()
	with := func(name string, guest string, more ...string) failure {
		return failure{
			name: name, args: []string{"run", "test.qyv", "--log-level", "off"},
			files: map[string]string{"guest.wat": guest, "nothing.wat": nothing, "test.qyv": manifestOf("guest.wat", more...)},
		}
	}
	warned := with("a warning of the manifest", nothing, "recovery: {retries: {attempts: 2, on: [timeout]}}")
	unneeded := with("a fallback that is missing and not needed", nothing, "recovery: {fallback: nowhere.wasm}")
	for _, f := range []*failure{&warned, &unneeded} {
		f.args = f.args[:2]
	}
	return []failure{
		with("a fallback that is missing", unreachable, "recovery: {fallback: nowhere.wasm}"),
		with("a fallback that is there", unreachable, "recovery: {fallback: nothing.wat}"),
		warned, unneeded,
		{
			name: "Ctrl-C", args: []string{"run", "guest.wasm"},
			files: map[string]string{"guest.wasm": fixture(t, "yes/yes.wasm")},
			meanwhile: func(t *testing.T, c running) {
				t.Helper()
				ended := make(chan struct{})
				go func() { // it stops where nobody reads
					_, _ = io.Copy(io.Discard, c.stdout)
					close(ended)
				}()
				c.ready()
				must(t, c.process.Signal(syscall.SIGINT))
				<-ended
			},
		},
		{
			name: "a closed pipe", args: []string{"run", "guest.wasm"},
			files: map[string]string{"guest.wasm": fixture(t, "yes/yes.wasm")},
			meanwhile: func(t *testing.T, c running) {
				t.Helper()
				_, err := io.ReadFull(c.stdout, make([]byte, 2))
				must(t, err)
				must(t, c.stdout.Close())
			},
		},
		{
			name: "Ctrl-C where nothing can be stopped", args: []string{"compile", "big.wat"}, exit: 130,
			files: map[string]string{"big.wat": bigText()},
			meanwhile: func(t *testing.T, c running) {
				t.Helper()
				c.ready()
				c.signal(t, syscall.SIGINT)
			},
		},
	}
}
