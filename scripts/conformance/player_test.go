package main

import (
	"strings"
	"testing"
)

// adder has a function that adds, one that traps, and one that returns a string
// of no encoding.
const adder = `
	(core module $m (memory (export "mem") 1)
		(func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
		(func (export "div") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
		(func $deep (export "deep") (call $deep))
		(func (export "bad") (result i32) (i32.store (i32.const 12) (i32.const 1)) (i32.store8 (i32.const 0) (i32.const 0xff)) (i32.const 8)))
	(core instance $i (instantiate $m))
	(func (export "add") (param "a" u32) (param "b" u32) (result u32) (canon lift (core func $i "add")))
	(func (export "div") (param "a" u32) (result u32) (canon lift (core func $i "div")))
	(func (export "deep") (canon lift (core func $i "deep")))
	(func (export "bad") (result string) (canon lift (core func $i "bad") (memory (core memory $i "mem"))))`

const starter = `(core module $m (func $s unreachable) (start $s)) (core instance (instantiate $m))`

// scripts are those whose last directive passes, or fails as it should.
var scripts = []struct{ name, source, fails string }{
	{"component", `(component)`, ""},
	{"component that is invalid", `(component (export "a" (func 0)))`, "unknown func"},
	{"component that does not link", `(component (import "a" (func)))`, "not found"},
	{"component that traps", `(component ` + starter + `)`, "unreachable"},
	{"definition", `(component definition (import "a" (func)))`, ""},
	{"definition that is invalid", `(component definition (export "a" (func 0)))`, "unknown func"},
	{"quote", `(component quote "(import \"host-return-two\"" "(func (result u32)))")`, ""},
	{"quote that is invalid", `(component quote "(weird)")`, "parse"},
	{"binary", `(component binary "\00asm\0d\00\01\00")`, ""},
	{"binary that is invalid", `(component binary "\00asm\0e\00\01\00")`, "compile"},
	{"module", `(module (func (export "f") (result i32) (i32.const 1))) (assert_return (invoke "f") (i32.const 1))`, ""},
	{"instance", `(component definition $A ` + adder + `) (component instance $i $A) (assert_return (invoke $i "add" (u32.const 1) (u32.const 2)) (u32.const 3))`, ""},
	{"instance of nothing", `(component instance $A)`, "no code of the name $A"},
	{"instance of what is invalid", `(component definition $A (export "a" (func 0))) (component instance $A)`, "what it needs failed"},
	{"register", `(module) (register "x")`, "does not link core modules"},
	{"invoke", `(component ` + adder + `) (invoke "add" (u32.const 1) (u32.const 2))`, ""},
	{"invoke that traps", `(component ` + adder + `) (invoke "div" (u32.const 0))`, "divide by zero"},
	{"invoke of nothing", `(component) (invoke "weird")`, "no exported function"},
	{"invoke without an instance", `(invoke "f")`, "no instance"},
	{"invoke with another type", `(component ` + adder + `) (invoke "div" (u8.const 1))`, "call"},
	{"invoke of the last", `(component) (component $A ` + adder + `) (component) (assert_return (invoke $A "div" (u32.const 1)) (u32.const 1))`, ""},
	{"get", `(module (global (export "g") i32 (i32.const 1))) (get "g")`, "does not read globals"},
	{"assert_return", `(component ` + adder + `) (assert_return (invoke "add" (u32.const 1) (u32.const 2)) (u32.const 3))`, ""},
	{"assert_return of another value", `(component ` + adder + `) (assert_return (invoke "add" (u32.const 1) (u32.const 2)) (u32.const 4))`, "not 0x4"},
	{"assert_return of no value", `(component ` + adder + `) (assert_return (invoke "add" (u32.const 1) (u32.const 2)))`, "there are 1 values"},
	{"assert_return of a trap", `(component ` + adder + `) (assert_return (invoke "div" (u32.const 0)) (u32.const 3))`, "divide by zero"},
	{"assert_return of what failed", `(component (export "a" (func 0))) (assert_return (invoke "add"))`, "what it needs failed"},
	{"assert_trap", `(component ` + adder + `) (assert_trap (invoke "div" (u32.const 0)) "integer divide by zero")`, ""},
	{"assert_trap of another", `(component ` + adder + `) (assert_trap (invoke "div" (u32.const 0)) "unreachable")`, "not \"unreachable\""},
	{"assert_trap of a success", `(component ` + adder + `) (assert_trap (invoke "div" (u32.const 1)) "integer divide by zero")`, "it ends well"},
	{"assert_trap of another error", `(component ` + adder + `) (assert_trap (invoke "weird") "")`, "no trap"},
	{"assert_trap of what failed", `(component (export "a" (func 0))) (assert_trap (invoke "f") "")`, "what it needs failed"},
	{"assert_trap of a result", `(component ` + adder + `) (assert_trap (invoke "bad") "utf-8")`, ""},
	{"assert_trap of a start", `(assert_trap (component ` + starter + `) "unreachable")`, ""},
	{"assert_trap of a start that succeeds", `(assert_trap (component) "unreachable")`, "it ends well"},
	{"assert_trap of an invalid component", `(assert_trap (component (export "a" (func 0))) "")`, "unknown func"},
	{"assert_trap of an instance", `(component definition $A ` + starter + `) (assert_trap (component instance $A) "unreachable")`, ""},
	{"assert_exhaustion", `(component ` + adder + `) (assert_exhaustion (invoke "deep") "call stack exhausted")`, ""},
	{"assert_exhaustion of a success", `(component ` + adder + `) (assert_exhaustion (invoke "div" (u32.const 1)) "call stack exhausted")`, "it ends well"},
	{"assert_exception", `(component ` + adder + `) (assert_exception (invoke "div" (u32.const 0)))`, "does not tell exceptions"},
	{"assert_suspension", `(component ` + adder + `) (assert_suspension (invoke "div" (u32.const 0)) "unhandled")`, "does not tell exceptions"},
	{"assert_invalid", `(assert_invalid (component (export "a" (func 0))) "unknown func")`, ""},
	{"assert_invalid of what is valid", `(assert_invalid (component) "unknown func")`, "it compiles"},
	{"assert_malformed", `(assert_malformed (component quote "(weird)") "unexpected token")`, ""},
	{"assert_malformed of what is well formed", `(assert_malformed (component quote "") "unexpected token")`, "it compiles"},
	{"assert_unlinkable", `(assert_unlinkable (component (import "a" (func))) "implementation was not found")`, ""},
	{"assert_unlinkable of what links", `(assert_unlinkable (component) "not found")`, "it links"},
	{"assert_unlinkable of what is invalid", `(assert_unlinkable (component (export "a" (func 0))) "unknown func")`, "unknown func"},
	{"validity alone", ";; RUN: wast %\n" + `(component (import "a" (func)))`, ""},
	{"validity alone, and a call", ";; RUN: wast %\n" + `(component ` + adder + `) (assert_return (invoke "div" (u32.const 1)) (u32.const 1))`, ""},
	{"validity alone, and another value", ";; RUN: wast %\n" + `(component ` + adder + `) (assert_return (invoke "div" (u32.const 1)) (u32.const 2))`, "not 0x2"},
	{"validity alone, of an instance", ";; RUN: wast %\n" + `(component definition $A (import "a" (func))) (component instance $A)`, ""},
	{"validity alone, of links", ";; RUN: wast %\n" + `(assert_unlinkable (component (import "a" (func))) "not found")`, ""},
	{"64 bits", `(component (core module (memory i64 1)))`, "memory64 must be enabled"},
	{"64 bits that are asked for", ";;! memory64 = true\n" + `(component (core module (memory i64 1)))`, ""},
}

func TestPlay(t *testing.T) {
	for _, tt := range scripts {
		t.Run(tt.name, func(t *testing.T) {
			_, err := playAll(t, tt.source)
			if tt.fails == "" && err != nil {
				t.Error(err)
			}
			if tt.fails != "" && (err == nil || !strings.Contains(err.Error(), tt.fails)) {
				t.Errorf("the error is %v, not %q", err, tt.fails)
			}
		})
	}
}

// What is refused for another cause passes, with a note.
func TestPlayNotes(t *testing.T) {
	for source, noted := range map[string]bool{
		`(assert_invalid (component (export "a" (func 0))) "unknown func 0")`:                           false,
		`(assert_invalid (component (export "a" (func 0))) "type mismatch in canonical option")`:        true,
		`(assert_unlinkable (component (import "a" (func))) "expected instance of that type to be it")`: true,
		`(assert_malformed (component quote "(weird)") "")`:                                             false,
	} {
		if note, err := playAll(t, source); err != nil || (note != "") != noted {
			t.Errorf("%s: the note is %q, %v", source, note, err)
		}
	}
}

// playAll returns what the last directive came to.
func playAll(t *testing.T, source string) (note string, last error) {
	t.Helper()
	commands, err := parse("f", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPlayer(settingsOf([]byte(source)))
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	for i := range commands {
		note, last = p.play(&commands[i])
	}
	return note, last
}
