package wasm_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

// laidOut are modules by what their tables and memories begin with, and why they are
// refused; nothing if they aren't.
func laidOut() map[string]struct{ text, tables, images string } {
	repeated := func(n int, format string) string { return strings.Repeat(format, n) }
	each := func(n int, format string) string {
		return repeat(n, func(i int) string { return fmt.Sprintf(format, i) })
	}
	const table, memory = "(table 1000000 funcref)", "(memory 256)"
	const tooMany, tooLarge = "the tables begin with", "the memories begin with"
	return map[string]struct{ text, tables, images string }{
		"one table":                       {table + "(func $f) (elem (i32.const 999999) $f)", "", ""},
		"two tables":                      {table + table + "(func $f) (elem (table 0) (i32.const 999999) func $f) (elem (table 1) (i32.const 999999) func $f)", tooMany, ""},
		"two tables, with expressions":    {table + table + "(elem (table 0) (i32.const 999999) funcref (ref.null func)) (elem (table 1) (i32.const 999999) funcref (ref.null func))", tooMany, ""},
		"two tables, at their beginnings": {table + table + "(func $f) (elem (table 0) (i32.const 9) func $f) (elem (table 1) (i32.const 9) func $f)", "", ""},
		"two tables, one often":           {table + table + "(func $f)" + repeated(9, "(elem (table 1) (i32.const 999999) func $f)"), "", ""},
		"two tables of one function":      {"(func $f) (table 1000000 (ref func) (ref.func $f)) (table 1000000 (ref func) (ref.func $f))", tooMany, ""},
		"two tables of null":              {"(table 1000000 funcref (ref.null func)) (table 1000000 funcref (ref.null func))", "", ""},
		"a table that is too large":       {repeated(3, "(table 2000000 funcref)") + "(func $f)" + each(3, "(elem (table %d) (i32.const 1999999) func $f)"), "", ""},
		"a segment that traps":            {repeated(3, table) + "(func $f)" + each(3, "(elem (table %d) (i32.const 1000000) func $f)"), "", ""},
		"a negative offset":               {repeated(3, table) + "(func $f)" + each(3, "(elem (table %d) (i32.const -1) func $f)"), "", ""},
		"passive segments":                {repeated(3, table) + "(func $f)" + repeated(3, "(elem func $f) (elem declare func $f) (elem funcref (ref.func $f))"), "", ""},
		"offsets of globals":              {"(import \"\" \"g\" (global i32))" + repeated(3, table) + "(func $f)" + each(3, "(elem (table %d) (global.get 0) func $f)"), "", ""},
		"offsets that are worked out":     {repeated(3, table) + "(func $f)" + each(3, "(elem (table %d) (i32.add (i32.const 999998) (i32.const 1)) func $f)"), "", ""},
		"imported tables":                 {repeated(3, "(import \"\" \"t\" (table 1000000 funcref))") + "(func $f)" + each(3, "(elem (table %d) (i32.const 999999) func $f)"), "", ""},

		"five memories":                {repeated(5, memory) + each(5, "(data (memory %[1]d) (i32.const 0) \"a\") (data (memory %[1]d) (i32.const 16000000) \"a\")"), "", tooLarge},
		"three memories":               {repeated(3, memory) + each(3, "(data (memory %[1]d) (i32.const 0) \"a\") (data (memory %[1]d) (i32.const 16000000) \"a\")"), "", ""},
		"memories too sparse":          {repeated(9, "(memory 512)") + each(9, "(data (memory %[1]d) (i32.const 0) \"a\") (data (memory %[1]d) (i32.const 32000000) \"a\")"), "", ""},
		"many memories":                {repeated(99, memory) + each(99, "(data (memory %d) (i32.const 0) \"a\")"), "", ""},
		"memories, and one that traps": {repeated(9, memory) + each(9, "(data (memory %[1]d) (i32.const 0) \"a\") (data (memory %[1]d) (i32.const 16000000) \"a\")") + "(data (i32.const 16777216) \"a\")", "", ""},
		"memories, and an offset of a global": {"(import \"\" \"g\" (global i32))" + repeated(9, memory) +
			each(9, "(data (memory %[1]d) (i32.const 0) \"a\") (data (memory %[1]d) (i32.const 16000000) \"a\")") + "(data (global.get 0) \"a\")", "", ""},
	}
}

func TestCheckBoundsLayouts(t *testing.T) {
	for name, c := range laidOut() {
		for _, form := range []string{"(module %s)", "(component (core module %s))", "(component (component (core module %s)))"} {
			data := assemble(t, fmt.Sprintf(form, c.text))
			checked, err := wasm.Check(data)
			expectRefusal(t, name, err, c.tables)
			if err == nil {
				expectRefusal(t, name, checked.BoundImages(), c.images)
			}
			if _, err := wasm.Decode(data); err != nil {
				t.Errorf("%s can't be looked at: %v", name, err)
			}
		}
	}
}

func expectRefusal(t *testing.T, name string, err error, why string) {
	t.Helper()
	if (err == nil) != (why == "") || err != nil && !strings.Contains(err.Error(), why) {
		t.Errorf("%s: expected %q, got %v", name, why, err)
	}
}

// What each module of a file has counts, however small each is.
func TestCheckAddsLayoutsUp(t *testing.T) {
	table := "(core module (table 100000 funcref) (func $f) (elem (i32.const 99999) $f))"
	memory := "(core module (memory 16) (data (i32.const 0) \"a\") (data (i32.const 1000000) \"a\"))"
	for n, good := range map[int]bool{10: true, 11: false} {
		_, err := wasm.Check(assemble(t, "(component "+strings.Repeat(table, n)+")"))
		if (err == nil) != good {
			t.Errorf("%d tables: %v", n, err)
		}
	}
	for n, good := range map[int]bool{50: true, 70: false} {
		checked, err := wasm.Check(assemble(t, "(component "+strings.Repeat(memory, n)+")"))
		if err == nil {
			err = checked.BoundImages()
		}
		if (err == nil) != good {
			t.Errorf("%d memories: %v", n, err)
		}
	}
}

// Data that fills its memory may be as large as the file is, and functions as many.
func TestCheckAllowsWhatTheFileHas(t *testing.T) {
	const size, functions = 80 << 20, 3 << 20
	data := moduleHead + section(1, vec("\x60\x00\x00")) + section(3, vec("\x00")) + section(4, vec("\x70\x00"+leb(1<<20), "\x70\x00"+leb(1<<20), "\x70\x00"+leb(1<<20))) +
		section(5, vec("\x00"+leb(4096))) +
		section(9, vec("\x00\x41\x00\x0b"+leb(1<<20)+strings.Repeat("\x00", functions/3), "\x02\x01\x41\x00\x0b\x00"+leb(1<<20)+strings.Repeat("\x00", functions/3),
			"\x02\x02\x41\x00\x0b\x00"+leb(1<<20)+strings.Repeat("\x00", functions/3))) +
		section(10, vec("\x02\x00\x0b")) + section(11, vec("\x00\x41\x00\x0b"+leb(size)+strings.Repeat("a", size)))
	checked, err := wasm.Check([]byte(data))
	if err == nil {
		err = checked.BoundImages()
	}
	if err != nil {
		t.Error(err)
	}
}

func TestCheckBoundsConstants(t *testing.T) {
	const n = 1_100_000
	for name, data := range map[string]string{
		"a long expression": moduleHead + section(6, vec("\x7f\x00\x41\x00"+strings.Repeat("\x41\x00\x6a", n/2)+"\x0b")),
		"long offsets":      moduleHead + section(5, vec("\x00\x01")) + section(11, vec("\x00\x41\x00"+strings.Repeat("\x41\x00\x6a", n/2)+"\x0b\x00")),
		"elements":          moduleHead + section(9, vec("\x05\x70"+leb(n)+strings.Repeat("\xd0\x70\x0b", n))),
	} {
		_, err := wasm.Check([]byte(data))
		expectRefusal(t, name, err, "constant expressions have more than")
		if _, err := wasm.Decode([]byte(data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What can't be read is refused, at any byte.
func TestCheckReadsSegments(t *testing.T) {
	for _, c := range laidOut() {
		data := assemble(t, "(module "+c.text+")")
		for n := range data {
			if n > 8 {
				_, _ = wasm.Check(data[:n])
			}
		}
		r := rand.New(rand.NewPCG(1, uint64(len(data))))
		for range 200 {
			changed := []byte(string(data))
			changed[8+r.IntN(len(data)-8)] = byte(r.Uint32())
			_, _ = wasm.Check(changed)
		}
	}
	for _, body := range []string{"\x01\x08", "\x01\x00\x41", "\x01\x02\x00\x41\x00\x0b\x00\x05\x00", "\x01\x05\x70\x01\xff", "\x01\x00\x41\x00\x0b\x00\x00", "\x02\x01\x00\x00"} {
		if _, err := wasm.Check([]byte(moduleHead + section(9, body))); err == nil {
			t.Errorf("%x is accepted", body)
		}
	}
}

func FuzzCheckLayout(f *testing.F) {
	for _, c := range laidOut() {
		f.Add(assemble(f, "(module "+c.text+")"))
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		if checked, err := wasm.Check(data); err == nil {
			_ = checked.BoundImages()
		}
	})
}
