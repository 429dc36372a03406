package program

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/wasi"
)

// Each code has a sentence of its own, in each language.
func TestTrapReasons(t *testing.T) {
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		seen := map[string]engine.TrapCode{}
		for code := range engine.TrapWaitableSyncAndAsync + 1 {
			reason := trapReason(code)
			if reason == nil {
				t.Fatalf("code %d has no reason", code)
			}
			text := reason.With().In(lang)
			if other, ok := seen[text]; ok || text == "" {
				t.Errorf("%q is said of %d and %d", text, other, code)
			}
			seen[text] = code
		}
	}
	for _, code := range []engine.TrapCode{engine.TrapHost, engine.TrapUnknown, engine.TrapWaitableSyncAndAsync + 1} {
		if reason := trapReason(code); reason != nil {
			t.Errorf("code %d has the reason %q", code, reason.EN)
		}
	}
}

// trapping are bodies of functions that trap, of a module with a memory and with
// a table of a null reference and a function.
var trapping = map[string]string{
	"(call $f)":                           "call stack exhausted (infinite recursion?)",
	"(drop (i32.load (i32.const 65536)))": "out of bounds memory access",
	"(memory.copy (i32.const 0) (i32.const 65530) (i32.const 7))":      "out of bounds memory access",
	"(memory.init $d (i32.const 0) (i32.const 0) (i32.const 9))":       "out of bounds memory access",
	"(drop (table.get $t (i32.const 9)))":                              "out of bounds table access",
	"(table.set $t (i32.const -1) (ref.null func))":                    "out of bounds table access",
	"(table.fill $t (i32.const 1) (ref.null func) (i32.const 2))":      "out of bounds table access",
	"(call_indirect $t (i32.const 2))":                                 "out of bounds table access",
	"(call_indirect $t (i32.const 0))":                                 "uninitialized element (a call through a null function pointer?)",
	"(drop (call_indirect $t (result i32) (i32.const 1)))":             "indirect call type mismatch",
	"(drop (i32.trunc_f32_s (f32.const nan)))":                         "invalid conversion to integer",
	"(drop (i64.trunc_f64_u (f64.const nan)))":                         "invalid conversion to integer",
	"(drop (i64.trunc_f64_u (f64.const -1)))":                          "integer overflow",
	"(drop (i32.trunc_f64_s (f64.const inf)))":                         "integer overflow",
	"(drop (i64.div_s (i64.const 0x8000000000000000) (i64.const -1)))": "integer overflow",
	"(drop (i32.div_u (i32.const 1) (i32.const 0)))":                   "integer divide by zero",
	"(drop (i64.rem_s (i64.const 1) (i64.const 0)))":                   "integer divide by zero",
	"(unreachable)": "`unreachable` was executed (a panic or an abort)",
}

func TestTrapsOfCode(t *testing.T) {
	for body, want := range trapping {
		guest := fmt.Sprintf(`(module (memory (export "memory") 1) (data $d "12345678") (table $t 2 funcref) (elem (table $t) (i32.const 1) func $f)
			(func $f (export "_start") %s))`, body)
		says(t, guest, want)
	}
}

// between are components of which one calls another with what does not fit: the
// type of a parameter, and what the caller passes.
var between = []struct{ typ, params, pass, want string }{
	{"char", "i32", "(i32.const 0xd800)", "invalid `char`"},
	{"char", "i32", "(i32.const 0x110000)", "invalid `char`"},
	{"string", "i32 i32", "(i32.const 65530) (i32.const 7)", "string content out of bounds"},
	{"string", "i32 i32", "(i32.const -1) (i32.const 2)", "string content out of bounds"},
	{"(list u8)", "i32 i32", "(i32.const 65530) (i32.const 7)", "list content out of bounds"},
	{"(list u64)", "i32 i32", "(i32.const 4) (i32.const 1)", "unaligned pointer"},
	{"(option u8)", "i32 i32", "(i32.const 2) (i32.const 0)", "invalid variant discriminant"},
	{"(result)", "i32", "(i32.const 7)", "invalid variant discriminant"},
}

func TestTrapsBetweenComponents(t *testing.T) {
	for _, b := range between {
		says(t, fmt.Sprintf(`(component
			(component $callee
				(core module $m (memory (export "memory") 1) (func (export "f") (param %[2]s))
					(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
				(core instance $i (instantiate $m))
				(func (export "f") (param "x" %[1]s) (canon lift (core func $i "f") (memory $i "memory") (realloc (func $i "realloc")))))
			(component $caller (import "f" (func $f (param "x" %[1]s)))
				(core module $mem (memory (export "memory") 1)) (core instance $mem (instantiate $mem))
				(core func $f (canon lower (func $f) (memory $mem "memory")))
				(core module $m (import "" "f" (func $f (param %[2]s))) (func (export "run") (result i32) (call $f %[3]s) (i32.const 0)))
				(core instance $i (instantiate $m (with "" (instance (export "f" (func $f))))))
				(func (export "run") (result (result)) (canon lift (core func $i "run"))))
			(instance $callee (instantiate $callee))
			(instance $caller (instantiate $caller (with "f" (func $callee "f"))))
			(alias export $caller "run" (func $run)) %[4]s`, b.typ, b.params, b.pass, exportRun), b.want)
	}
	says(t, `(component
		(component $inner (core module $m (func (export "f"))) (core instance $i (instantiate $m))
			(func (export "f") (canon lift (core func $i "f"))))
		(instance $inner (instantiate $inner))
		(core func $f (canon lower (func $inner "f")))
		(core module $m (import "" "f" (func $f)) (func (export "run") (result i32) (call $f) (i32.const 0)))
		(core instance $i (instantiate $m (with "" (instance (export "f" (func $f))))))
		(func $run (result (result)) (canon lift (core func $i "run"))) `+exportRun, "cannot enter component instance")
	says(t, `(component
		(type $r' (resource (rep i32))) (core func $new (canon resource.new $r'))
		(core module $m (import "" "new" (func $new (param i32) (result i32)))
			(func (export "run") (result i32) (i32.const 0)) (func (export "post") (param i32) (drop (call $new (i32.const 1)))))
		(core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
		(func $run (result (result)) (canon lift (core func $i "run") (post-return (func $i "post")))) `+exportRun,
		"cannot leave component instance")
}

const exportRun = `(component $command (import "f" (func $f (result (result)))) (export "run" (func $f)))
	(instance $command (instantiate $command (with "f" (func $run))))
	(export "wasi:cli/run@0.2.0" (instance $command)))`

// says runs a guest in the text format, and expects it to trap.
func says(t *testing.T, guest, want string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "guest.wat")
	if err := os.WriteFile(path, []byte(guest), 0o600); err != nil {
		t.Fatal(err)
	}
	u, err := loader.Load(path, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prepare(t.Context(), u, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	session, err := p.Open(wasi.Stdio{})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	err = session.Run(t.Context())
	var trap *TrapError
	if !errors.As(err, &trap) {
		t.Errorf("%s: %v", guest, err)
		return
	}
	text := trap.Words().In(message.English)
	if first, _, _ := strings.Cut(text, "\n"); !strings.HasSuffix(first, " trapped: "+want) {
		t.Errorf("%s: it says %s", guest, text)
	}
	if reason := trapReason(trap.Trap.Code); reason == nil || !strings.Contains(trap.Words().In(message.Spanish), reason.ES) {
		t.Errorf("in Spanish: %s", trap.Words().In(message.Spanish))
	}
}

func TestBacktrace(t *testing.T) {
	name := "_Z1fPFvvE"
	for _, before := range []string{"S0_", "S2_", "S4_", "S6_", "S8_"} {
		name += "PFv" + before + before + "E"
	}
	got := backtrace([]engine.Frame{
		{Func: name, Module: "a\nb"},
		{Func: "_RNvCs1_1a1f", Offset: 16},
		{Func: strings.Repeat("n", 10_000)},
		{FuncIndex: 3},
	})
	lines := strings.Split(got, "\n")
	if len(lines) != 5 || len(got) > 1500 {
		t.Fatalf("%d lines of %d bytes: %q", len(lines), len(got), got)
	}
	for i, want := range []string{"", `0x0 - a\nb!f(void (*)(), void (*)(`, "0x10 - <unknown>!a::f", "!nnn", "!<wasm function 3>"} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d is %q", i, lines[i])
		}
	}
}
