package runner_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// falling writes guests that trap deep in calls. Each function has a number,
// which stands in the code right before the instruction that a backtrace shows.
type falling struct {
	*rand.Rand
	strings.Builder

	functions int    // the innermost has the last number
	modules   int    // core ones, of the component under way
	deep      string // what the last module's functions call
}

func (f *falling) addf(format string, args ...any) { fmt.Fprintf(f, format+"\n", args...) }

func (f *falling) filler() string {
	if f.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprintf(`(@custom "filler" %q)`, strings.Repeat("x", f.IntN(300)))
}

// mark is code that tells a function's number.
func mark(n int) string { return fmt.Sprintf("i32.const %d drop", 1000+n) }

func markBytes(n int) []byte {
	return []byte{0x41, byte(1000+n)&0x7f | 0x80, byte((1000 + n) >> 7), 0x1a}
}

// The ends of guests: what the last function does.
var ends = map[string]string{
	"unreachable": "%s unreachable",
	"divide":      "i32.const 1 i32.const 0 %s i32.div_s",
	"load":        "i32.const -1 %s i32.load",
	"host":        "i64.const 0x100000000000 i32.const 8 %s call 0 i32.const 0", // more random bytes than there are
}

// module has functions that call each other, and imports rand and next. The
// functions of every third module have no names.
func (f *falling) module(next bool, end string) {
	named := f.IntN(3) > 0
	id := func(name string, n int) string {
		if !named {
			return ""
		}
		return fmt.Sprintf("$%s%d", name, n)
	}
	f.addf(`(core module %s %s (import "" "rand" (func (param i64 i32)))`, id("m", f.modules), f.filler())
	first := 1
	if next {
		f.addf(`(import "" "next" (func (result i32)))`)
		first, end = 2, "%s call 1"
	}
	count := 1 + f.IntN(4)
	for i := range count {
		code := end
		if i < count-1 {
			code = fmt.Sprintf("%%s call %d", first+i+1)
		}
		f.addf("(func %s (result i32) (local i64) %s %s)", id("f", f.functions),
			strings.Repeat("nop ", f.IntN(3)), fmt.Sprintf(code, mark(f.functions)))
		f.functions++
	}
	f.addf(`(export "run" (func %d)) (memory 1) (data (i32.const 0) %q) %s)`, first, strings.Repeat("d", f.IntN(400)+f.IntN(2)*30_000), f.filler())
	f.modules++
}

// chain has modules whose functions call those of the next; it ends in the core
// function deep, or in a trap. The result calls the first. As what is called must
// be instantiated before what calls it, the modules come first.
func (f *falling) chain(end string) string {
	count, first := 1+f.IntN(3), f.modules
	for i := range count {
		f.module(i < count-1 || f.deep != "", end)
	}
	next := f.deep
	for i := count - 1; i >= 0; i-- {
		with := `(export "rand" (func $rand))`
		if next != "" {
			with += fmt.Sprintf(` (export "next" (func %s))`, next)
		}
		f.addf(`%s (core instance $c%d (instantiate %d (with "" (instance %s))))`, f.filler(), i, first+i, with)
		next = fmt.Sprintf("$run%d", i)
		f.addf(`(alias core export $c%d "run" (core func %s))`, i, next)
	}
	return next
}

// roomForRandom is a module for what the host gives, and rand a function that needs it.
const roomForRandom = `(core module $mem (memory (export "memory") 1)
		(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64)))
	(core instance $mem (instantiate $mem))
	(core func $rand (canon lower (func $rnd "get-random-bytes") (memory $mem "memory") (realloc (func $mem "realloc"))))`

const importRandom = `(import "wasi:random/random@0.2.0" (instance $rnd (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))`

// noRand is a function in its place where there is no host.
const noRand = `(core module $none (func (export "rand") (param i64 i32)))
	(core instance $none (instantiate $none)) (alias core export $none "rand" (core func $rand))`

// flat is a guest of one component.
func (f *falling) flat(end string) string {
	f.addf("(component %s %s %s", f.filler(), importRandom, roomForRandom)
	f.modules = 1
	f.addf(`(func $run (result (result)) (canon lift (core func %s)))`, f.chain(end))
	f.command()
	return f.String()
}

// composed is a guest of two components that call each other, beside code that
// calls nothing.
func (f *falling) composed(end string) string {
	f.addf("(component %s %s %s (core module (func)) (core instance (instantiate 1))", f.filler(), importRandom, roomForRandom)
	f.addf(`(core module (import "" "rand" (func (param i64 i32)))) (core instance (instantiate 2 (with "" (instance (export "rand" (func $rand))))))`)
	f.part("caller", `(import "next" (func $next (result (result)))) (core func $deep (canon lower (func $next)))`, "$deep", end)
	f.part("callee", "", "", end)
	f.addf(`(instance $callee (instantiate $callee)) (instance $caller (instantiate $caller (with "next" (func $callee "run"))))`)
	f.addf(`(alias export $caller "run" (func $run))`)
	f.command()
	return f.String()
}

func (f *falling) part(name, imports, deep, end string) {
	f.addf("(component $%s %s %s %s", name, f.filler(), imports, noRand)
	f.modules, f.deep = 1, deep
	f.addf(`(func (export "run") (result (result)) (canon lift (core func %s))))`, f.chain(end))
}

func (f *falling) command() {
	f.addf(`(component $command (import "f" (func $f (result (result)))) (export "run" (func $f)))
		(instance $command (instantiate $command (with "f" (func $run))))
		(export "wasi:cli/run@0.2.0" (instance $command)))`)
}
