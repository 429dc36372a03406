package wasm_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

// repeat is a text for each number below n.
func repeat(n int, f func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i))
	}
	return b.String()
}

// Operators.
const (
	opEnd    = "\x0b"
	opBlock  = "\x02\x40"
	opLoop   = "\x03\x40"
	opIf     = "\x04\x40"
	loadZero = "\x41\x00\x28\x00\x00"
	brIf     = loadZero + "\x0d\x00"
)

func get(i int) string { return "\x20" + leb(i) }
func set(i int) string { return "\x21" + leb(i) }

// fromMemory sets locals, each to a value of its own; toMemory uses them.
func fromMemory(locals int) string {
	return repeat(locals, func(i int) string { return loadZero + set(i) })
}

func toMemory(locals int) string {
	return repeat(locals, func(i int) string { return "\x41\x00" + get(i) + "\x36\x00\x00" })
}

// step adds two locals.
func step(locals, i int) string {
	return get(i%locals) + get((i*7+1)%locals) + "\x6a" + set((i*3)%locals)
}

// function is a module with a function of so many locals of 32 bits. Function 1
// takes and gives so many values.
func function(locals, wide int, body string) string {
	head := vec()
	if locals > 0 {
		head = vec(leb(locals) + "\x7f")
	}
	values := leb(wide) + strings.Repeat("\x7f", wide)
	bodies := []string{head + body + opEnd, "\x00" + repeat(wide, get) + opEnd}
	for i, b := range bodies {
		bodies[i] = leb(len(b)) + b
	}
	return moduleHead + section(1, vec("\x60\x00\x00", "\x60"+values+values)) + section(3, vec("\x00", "\x01")) +
		section(4, "\x01\x70\x00\x01") +
		section(5, "\x01\x00\x01") + section(10, vec(bodies...))
}

// shapes are functions that take the compiler long, by two sizes; each was refused
// for other reasons, or took minutes or gigabytes, at these.
var shapes = map[string]struct {
	f    func(a, b int) string
	a, b int
	why  string
}{
	"loops within each other":      {nestedLoops, 600, 600, "loops within each other, and the limit is 100"},
	"loops, no locals to speak of": {nestedLoops, 1, 1000, "loops within each other"},
	"ifs within each other": {func(locals, ifs int) string {
		return function(locals, 0, repeat(ifs, func(i int) string { return get(i%locals) + opIf + loadZero + set((i*7)%locals) })+
			strings.Repeat(opEnd, ifs)+toMemory(locals))
	}, 400, 400, "values of locals that branches and loops merge"},
	"blocks within each other": {func(_, blocks int) string {
		return function(0, 0, strings.Repeat(opBlock, blocks)+strings.Repeat(opEnd, blocks))
	}, 0, 20_000, "blocks within each other"},
	"loops in a row": {func(locals, loops int) string {
		body := opLoop + repeat(locals, func(i int) string { return get(i) + "\x41\x01\x6a" + set(i) }) + brIf + opEnd
		return function(locals, 0, strings.Repeat(body, loops)+toMemory(locals))
	}, 300, 300, "and the limit"},
	"short loops in a row": {func(_, loops int) string {
		return function(0, 0, strings.Repeat(opLoop+brIf+opEnd, loops))
	}, 0, 5000, "loops, and the limit is 3000"},
	"calls through a table": {func(_, calls int) string {
		return function(0, 0, strings.Repeat("\x41\x00\x11\x00\x00", calls))
	}, 0, 20_000, "uses of tables"},
	"functions from a table": {func(_, uses int) string {
		return function(0, 0, strings.Repeat("\x41\x00\x41\x00\x25\x00\x26\x00", uses))
	}, 0, 10_000, "uses of tables"},
	"ifs while locals are live": {func(locals, ifs int) string {
		return function(locals, 0, fromMemory(locals)+strings.Repeat(loadZero+opIf+opEnd, ifs)+toMemory(locals))
	}, 2000, 5000, "blocks over which locals are looked up"},
	"locals written after ifs": {func(locals, ifs int) string {
		return function(locals, 0, strings.Repeat(loadZero+opIf+opEnd, ifs)+fromMemory(locals))
	}, 4000, 20_000, "blocks over which locals are looked up"},
	"locals read after ifs": {func(locals, ifs int) string {
		return function(locals, 0, strings.Repeat(loadZero+opIf+opEnd, ifs)+toMemory(locals))
	}, 4000, 20_000, "blocks over which locals are looked up"},
	"operands under ifs": {func(operands, ifs int) string {
		return function(0, 0, strings.Repeat(loadZero, operands)+strings.Repeat(loadZero+opIf+opEnd, ifs)+strings.Repeat("\x1a", operands))
	}, 5000, 5000, "steps over which values are live"},
	"loops around many reads": {func(locals, loops int) string {
		return function(locals, 0, fromMemory(locals)+strings.Repeat(opLoop, loops)+toMemory(locals)+strings.Repeat(brIf+opEnd, loops))
	}, 5000, 90, "steps over which values are live"},
	"straight code over many locals": {func(locals, steps int) string {
		return function(locals, 0, fromMemory(locals)+repeat(steps, func(i int) string { return step(locals, i) })+toMemory(locals))
	}, 500, 50_000, "steps over which values are live"},
	"straight code": {func(_, steps int) string {
		return function(1, 0, repeat(steps, func(int) string { return get(0) + "\x41\x01\x6a" + set(0) }))
	}, 0, 200_000, "operators and operands"},
	"rotations": {func(_, steps int) string {
		return function(1, 0, repeat(steps, func(i int) string { return get(0) + get(0) + string([]byte{"\x77\x78"[i%2]}) + set(0) }))
	}, 0, 22_000, "microseconds of rotations"},
	"rotations of 64 bits": {func(_, steps int) string {
		return function(1, 0, repeat(steps, func(i int) string {
			return get(0) + "\xad" + get(0) + "\xad" + string([]byte{"\x89\x8a"[i%2]}) + "\xa7" + set(0)
		}))
	}, 0, 22_000, "microseconds of rotations"},
	"loads from far away": {func(_, steps int) string {
		return function(1, 0, repeat(steps, func(int) string { return get(0) + "\x28\x00" + leb(1<<31) + set(0) }))
	}, 0, 130_000, "at offsets beyond 2 GiB"},
	"a table to blocks that merge": {func(locals, targets int) string {
		return function(locals, 0, opBlock+opBlock+fromMemory(locals)+loadZero+"\x0e"+leb(targets)+
			repeat(targets, func(i int) string { return leb(i % 2) })+"\x00"+opEnd+fromMemory(locals)+opEnd+toMemory(locals))
	}, 1000, 2000, "values that branches pass on"},
	"a large table": {func(_, targets int) string {
		return function(0, 0, opBlock+loadZero+"\x0e"+leb(targets)+strings.Repeat("\x00", targets+1)+opEnd)
	}, 0, 70_000, "targets of one br_table"},
	"tables": {func(targets, tables int) string {
		table := opBlock + loadZero + "\x0e" + leb(targets) + strings.Repeat("\x01", targets) + "\x00" + opEnd
		return function(0, 0, opBlock+strings.Repeat(table, tables)+opEnd)
	}, 1000, 1000, "operators and operands"},
	"calls": {func(_, calls int) string {
		return function(0, 900, strings.Repeat(loadZero, 900)+strings.Repeat("\x10\x01", calls)+strings.Repeat("\x1a", 900))
	}, 0, 500, "operators and operands"},
	"too many locals": {func(locals, _ int) string { return function(locals, 0, "") }, 50_001, 0, "locals, and the limit is 50000"},
}

// nestedLoops are loops each of which writes a local.
func nestedLoops(locals, loops int) string {
	return function(locals, 0, strings.Repeat(opLoop, loops)+repeat(loops, func(i int) string {
		return get(i%locals) + "\x41\x01\x6a" + set((i*7+1)%locals) + get((i*3)%locals) + "\x0d\x00" + opEnd
	}))
}

func TestCheckRefusesWorkForTheCompiler(t *testing.T) {
	for name, shape := range shapes {
		for what, size := range map[string][2]int{"": {shape.a, shape.b}, " of ten times": {shape.a, 10 * shape.b}, " of both": {min(10*shape.a, 50_001), 10 * shape.b}} {
			if name == "straight code over many locals" && what == " of both" || strings.HasPrefix(name, "loops in") && what == " of both" {
				continue // which are large
			}
			data := []byte(shape.f(size[0], size[1]))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := wasm.Check(data)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), "function 0 would take the compiler too long") ||
				what == "" && !strings.Contains(err.Error(), shape.why) {
				t.Errorf("%s%s: %v", name, what, err)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
				t.Errorf("%s%s: %d bytes are allocated", name, what, n)
			}
		}
	}
}

// A tenth of what is refused compiles in some seconds at most.
func TestCheckAcceptsAFraction(t *testing.T) {
	for name, shape := range shapes {
		if _, err := wasm.Check([]byte(shape.f(max(shape.a/10, 1), max(shape.b/10, 1)))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// references is a module with a global of references, and a function.
func references(body string) string {
	bodies := vec(leb(len(body)+1)+body+opEnd, "\x04\x00\xd0\x6f\x0b", "\x02\x00\x0b")
	return moduleHead + section(1, vec("\x60\x00\x00", "\x60\x00\x01\x6f", "\x60\x01\x6f\x00")) +
		section(3, vec("\x00", "\x01", "\x02")) + section(6, vec("\x6f\x01\xd0\x6f\x0b", "\x7f\x01\x41\x00\x0b")) + section(10, bodies)
}

// References cost more than numbers: in globals, and while calls are made.
func TestCheckWeighsReferences(t *testing.T) {
	live := func(locals, calls int) string {
		return "\x01" + leb(locals) + "\x6f" + repeat(locals, func(i int) string { return "\x10\x01" + set(i) }) +
			strings.Repeat("\x41\x00\x1a", calls) + repeat(locals, func(i int) string { return get(i) + "\x10\x02" })
	}
	for name, c := range map[string]struct{ body, why string }{
		"read":           {"\x00" + strings.Repeat("\x23\x00\x1a", 5001), "uses of tables and of globals"},
		"written":        {"\x00" + strings.Repeat("\xd0\x6f\x24\x00", 5001), "uses of tables and of globals"},
		"numbers":        {"\x00" + strings.Repeat("\x23\x01\x24\x01", 50_000), ""},
		"live":           {live(1000, 5000), "steps over which values are live"},
		"live for short": {live(100, 5000), ""},
	} {
		_, err := wasm.Check([]byte(references(c.body)))
		if (err == nil) != (c.why == "") || err != nil && !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What lets the host call a function counts, with the function and for its type alone.
func TestCheckWeighsSignatures(t *testing.T) {
	wide := "\x60" + strings.Repeat(leb(1000)+strings.Repeat("\x7f", 1000), 2)
	functions := func(n int) string {
		return moduleHead + section(1, vec(wide)) + section(3, leb(n), strings.Repeat("\x00", n)) +
			section(10, leb(n), strings.Repeat("\x03\x00\x00\x0b", n))
	}
	types := func(n int) string {
		return moduleHead + section(1, leb(n), repeat(n, func(i int) string {
			return "\x60" + strings.Repeat(leb(996)+repeat(996, func(j int) string { return string("\x7f\x7e\x7d\x7c"[i>>(2*(j%8))&3]) }), 2)
		}))
	}
	for name, c := range map[string]struct {
		data string
		good bool
	}{
		"some functions": {functions(1000), true}, "many functions": {functions(4000), false},
		"some types": {types(200), true}, "many types": {types(1500), false},
	} {
		_, err := wasm.Check([]byte(c.data))
		if (err == nil) != c.good || err != nil && !strings.Contains(err.Error(), "would take the compiler too long") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Functions each of which is small enough, and which are too many.
func TestCheckAddsFunctionsUp(t *testing.T) {
	body := vec("\x64\x7f") + repeat(200, func(i int) string { return get(i%100) + opIf + loadZero + set((i*7)%100) }) +
		strings.Repeat(opEnd, 200) + toMemory(100) + opEnd
	module := func(n int) string {
		return moduleHead + section(1, vec("\x60\x00\x00")) + section(3, leb(n), strings.Repeat("\x00", n)) + section(5, "\x01\x00\x01") +
			section(10, leb(n), strings.Repeat(leb(len(body))+body, n))
	}
	for n, good := range map[int]bool{20: true, 2000: false} {
		_, err := wasm.Check([]byte(module(n)))
		if (err == nil) != good || err != nil && !strings.Contains(err.Error(), "the functions would take the compiler too long") {
			t.Errorf("%d: %v", n, err)
		}
	}
}

func TestCheckBoundsFunctions(t *testing.T) {
	for n, good := range map[int]bool{40_000: true, 60_000: false} {
		_, err := wasm.Check([]byte(moduleHead + section(1, vec("\x60\x00\x00")) + section(3, leb(n), strings.Repeat("\x00", n)) +
			section(10, leb(n), strings.Repeat("\x02\x00\x0b", n))))
		if (err == nil) != good || err != nil && !strings.Contains(err.Error(), "functions are more than the limit") {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// Exports are described each time that the code is loaded.
func TestCheckBoundsExports(t *testing.T) {
	for n, good := range map[int]bool{9_000: true, 20_000: false} {
		_, err := wasm.Check([]byte(moduleHead + section(1, vec("\x60\x00\x00")) + section(3, vec("\x00")) +
			section(7, leb(n), repeat(n, func(i int) string { return name(strconv.Itoa(i)) + "\x00\x00" })) + section(10, vec("\x02\x00\x0b"))))
		if (err == nil) != good || err != nil && !strings.Contains(err.Error(), "exports are more than the limit") {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// Rotations add up over the functions of a file.
func TestCheckAddsRotationsUp(t *testing.T) {
	body := "\x01\x01\x7f" + strings.Repeat(get(0)+get(0)+"\x77"+set(0), 5000) + opEnd
	for n, good := range map[int]bool{50: true, 150: false} {
		_, err := wasm.Check([]byte(moduleHead + section(1, vec("\x60\x00\x00")) + section(3, leb(n), strings.Repeat("\x00", n)) +
			section(10, leb(n), strings.Repeat(leb(len(body))+body, n))))
		if (err == nil) != good || err != nil && !strings.Contains(err.Error(), "the functions would take the compiler too long") {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// Every operator of the text format is read to its end.
func TestCheckReadsOperators(t *testing.T) {
	list, err := os.ReadFile("testdata/operators.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range strings.Split(strings.TrimSpace(string(list)), "\n") {
		locals := strings.Repeat(" i32", 201)
		data := assemble(t, `(module (type (func)) (type (func (param i32) (result i32))) (type (struct (field (mut i32)) (field i8)))
			(type (array (mut i32))) (type (array i8)) (memory 1) (memory 1) (table 1 funcref) (table 1 funcref) (tag (type 0))`+
			strings.Repeat(`(global (mut i32) (i32.const 0))`, 201)+`(elem func) (elem func) (data "") (data "")
			(func (local`+locals+`) `+text+` nop) (func (local`+locals+`) block `+text+` end `+text+`))`)
		if unread, err := wasm.Unread(data); unread > 0 || err != nil {
			t.Errorf("%s: %d, %v", text, unread, err)
		}
	}
}

func TestCheckReadsFixtures(t *testing.T) {
	for file, data := range components(t) {
		if _, err := wasm.Decode(data); err != nil {
			continue
		}
		if unread, err := wasm.Unread(data); unread > 0 || err != nil {
			t.Errorf("%s: %d, %v", file, unread, err)
		}
	}
}

// What can't be read is the compiler's to refuse, and what comes before it counts.
func TestCheckLeavesBodiesThatCantBeRead(t *testing.T) {
	for _, body := range []string{"", "\xff", "\x06\x40", "\x02", "\x02\x05", "\x0c\x07", "\x0e\xff\xff\xff\x7f", "\x10\x09", "\x20\x05", "\x41", "\xfd\xff\x7f", "\xfb\x18", "\xe0\x00", "\x05"} {
		if _, err := wasm.Check([]byte(function(1, 0, body+"\xff"))); err != nil {
			t.Errorf("%x: %v", body, err)
		}
	}
	bomb := strings.Repeat(opLoop, 101) + "\xff"
	if _, err := wasm.Check([]byte(function(1, 0, bomb))); err == nil {
		t.Error("what comes before doesn't count")
	}
}

func FuzzCheckBody(f *testing.F) {
	for _, shape := range shapes {
		f.Add(shape.f(1, 2))
	}
	f.Fuzz(func(_ *testing.T, body string) {
		_, _ = wasm.Check([]byte(function(3, 2, body)))
	})
}

// Operators on structures and arrays take their operands off the stack: however often one
// stands in a function, nothing stays live.
func TestCheckKnowsWhatAggregatesTake(t *testing.T) {
	for _, text := range []string{
		"(struct.set $s 0 (local.get $s) (i32.const 1))",
		"(drop (struct.get $s 0 (local.get $s)))",
		"(drop (struct.get_u $s 1 (local.get $s)))",
		"(drop (struct.new $s (i32.const 1) (i32.const 2)))",
		"(drop (struct.new_default $s))",
		"(drop (array.new $a (i32.const 1) (i32.const 2)))",
		"(drop (array.new_default $a (i32.const 2)))",
		"(drop (array.new_fixed $a 4 (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)))",
		"(drop (array.new_data $a 0 (i32.const 0) (i32.const 0)))",
		"(drop (array.new_elem $f 0 (i32.const 0) (i32.const 0)))",
		"(drop (array.get $a (local.get $a) (i32.const 0)))",
		"(drop (array.get_s $b (local.get $b) (i32.const 0)))",
		"(array.set $a (local.get $a) (i32.const 0) (i32.const 1))",
		"(drop (array.len (local.get $a)))",
		"(array.fill $a (local.get $a) (i32.const 0) (i32.const 0) (i32.const 0))",
		"(array.copy $a $a (local.get $a) (i32.const 0) (local.get $a) (i32.const 0) (i32.const 0))",
		"(array.init_data $a 0 (local.get $a) (i32.const 0) (i32.const 0) (i32.const 0))",
		"(array.init_elem $f 0 (local.get $f) (i32.const 0) (i32.const 0) (i32.const 0))",
		"(drop (ref.i31 (i32.const 1)))",
		"(drop (i31.get_s (ref.i31 (i32.const 1))))",
		"(drop (ref.test (ref $s) (local.get $any)))",
		"(drop (ref.cast anyref (local.get $any)))",
		"(drop (ref.null any))",
	} {
		data := assemble(t, `(module (type $s (struct (field (mut i32)) (field (mut i8)))) (type $a (array (mut i32))) (type $b (array (mut i8)))
			(type $f (array (mut funcref))) (data "") (elem $e funcref)
			(func (param $s (ref $s)) (param $a (ref $a)) (param $b (ref $b)) (param $f (ref $f)) (param $any anyref) `+strings.Repeat(text, 20_000)+`))`)
		if _, err := wasm.Check(data); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What an operator expands to counts, and so do references of types that only a local or a
// handler names.
func TestCheckCountsAggregates(t *testing.T) {
	for name, text := range map[string]string{
		"large structures": `(type $s (struct ` + strings.Repeat("(field i32)", 10_000) + `)) (func ` + strings.Repeat("(drop (struct.new_default $s))", 300) + `)`,
		"large arrays":     `(type $a (array i32)) (func ` + strings.Repeat(strings.Repeat("i32.const 0 ", 9_000)+" array.new_fixed $a 9000 drop ", 50) + `)`,
		"locals": `(import "" "f" (func $f)) (func (local` + strings.Repeat(" anyref", 1000) + `)` +
			strings.Repeat("(local.set 0 (local.get 1))", 10) + strings.Repeat("(call $f)", 20_000) + liveLocals(1000) + `)`,
	} {
		if _, err := wasm.Check(assemble(t, "(module "+text+")")); err == nil || !strings.Contains(err.Error(), "too long") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// liveLocals uses each local, so that all are live until here.
func liveLocals(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "(drop (local.get %d))", i)
	}
	return b.String()
}
