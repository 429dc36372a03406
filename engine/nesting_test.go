package engine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func measure(t testing.TB, component []byte) (int, error) {
	t.Helper()
	w := nesting{in: component}
	return w.component(0)
}

func binaryOf(t testing.TB, text string) []byte {
	t.Helper()
	data, err := TextToBinary([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The reader understands every component of the fixtures to its end.
func TestNestingOfFixtures(t *testing.T) {
	read := 0
	for _, pattern := range []string{"../fixtures/*/*.wat", "../fixtures/*/*.wasm"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.Contains(name, "recognise") {
				continue // these are damaged
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(data, []byte("\x00asm")) {
				data = binaryOf(t, string(data))
			}
			if isModule(data) {
				continue
			}
			read++
			if depth, err := measure(t, data); err != nil || depth == 0 || depth > 40 {
				t.Errorf("%s: depth %d, %v", name, depth, err)
			}
		}
	}
	if read < 20 {
		t.Errorf("only %d components were read", read)
	}
}

func TestNestingIsMeasured(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{`(component)`, 0},
		{`(component (type u8))`, 1},
		{`(component (type (option (list (tuple u8 (result (record (field "a" u8))))))))`, 5},
		{`(component (type (variant (case "a") (case "b" (list u8)))))`, 2},
		{`(component (type (func (param "a" (list (list u8))) (result string))))`, 3},
		{`(component (type (flags "a" "b")) (type (enum "a")) (type (resource (rep i32))))`, 1},
		{`(component (type $t (list u8)) (type (list $t)) (type (map string $t)))`, 2},
		{`(component (type $t (list u8)) (import "i" (instance (alias outer 1 $t (type $u)) (export "f" (func (param "a" (list $u)))))))`, 4},
		{`(component (import "i" (instance $i (export "r" (type (sub resource))))) (alias export $i "r" (type $r)) (type (own $r)))`, 3},
		{`(component (type (instance (export "i" (instance (export "i" (instance (export "t" (type (sub resource))))))))))`, 4},
		{`(component (type (component (import "f" (func (param "a" (list u8)))) (export "g" (func (result (option u8)))))))`, 3},
		{`(component (import "m" (core module (import "a" "b" (func (param i32 externref) (result v128)))
			(import "a" "m" (memory 1 2)) (import "a" "t" (table 1 funcref)) (export "g" (global (mut i32))))))`, 0},
		{`(component (type (instance (export "m" (core module (import "a" "b" (func)) (export "m" (memory i64 1)))))))`, 1},
		{`(component (component (component (type (list (list u8))))))`, 2},
	} {
		depth, err := measure(t, binaryOf(t, tt.text))
		// What contains a component contains its types no deeper.
		if err != nil || depth != tt.want && !strings.HasPrefix(tt.text, "(component (component") {
			t.Errorf("%s has depth %d, %v, want %d", tt.text, depth, err, tt.want)
		}
	}
}

// chain is a component with a type made of the one before it, n times.
func chain(n int, first, next string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "(component (type $t0 %s)", first)
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "\n(type $t%d %s)", i, fmt.Sprintf(next, i-1))
	}
	return b.String() + ")"
}

// Each of these ends the process if wasmtime gets to see it.
func TestDeepNestingIsRefused(t *testing.T) {
	const deep = 20_000
	nested := []byte("\x00asm\x0d\x00\x01\x00")
	for range 2 * maxComponentNesting {
		section := binary.AppendUvarint([]byte{sectionComponent}, uint64(len(nested)))
		nested = append(append([]byte("\x00asm\x0d\x00\x01\x00"), section...), nested...)
	}
	eng, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	for name, data := range map[string][]byte{
		"options":    binaryOf(t, chain(deep, "(option u8)", "(option $t%d)")),
		"lists":      binaryOf(t, chain(deep, "(list u8)", "(list $t%d)")),
		"records":    binaryOf(t, chain(deep, `(record (field "a" u8))`, `(record (field "a" $t%d))`)),
		"results":    binaryOf(t, chain(deep, "(result u8)", "(result (error $t%d))")),
		"functions":  binaryOf(t, chain(deep, "(option u8)", "(option $t%[1]d)) (type (func (param \"a\" $t%[1]d))")),
		"instances":  binaryOf(t, chain(deep, "(instance)", `(instance (alias outer 1 $t%d (type $u)) (export "a" (instance (type $u))))`)),
		"components": nested,
	} {
		c, err := eng.Compile(data)
		var e *Error
		if c != nil || !errors.As(err, &e) || e.Message != errNesting.Error() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A component that can't be read is not handed on, unless it is too small to do
// harm.
func TestUnreadableComponents(t *testing.T) {
	eng, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	long := binaryOf(t, chain(5000, "(option u8)", "(option u8) (; %d ;)"))
	for name, data := range map[string][]byte{
		"truncated":           long[:len(long)/2],
		"unknown type":        append(append([]byte("\x00asm\x0d\x00\x01\x00"), sectionType, 3, 1, 0x52, 0), long[8:]...),
		"section without end": append([]byte("\x00asm\x0d\x00\x01\x00\x07\xff\xff\xff\x7f"), long...),
	} {
		if c, err := eng.Compile(data); c != nil || err == nil || !strings.Contains(err.Error(), "can't be read") {
			t.Errorf("%s: %v", name, err)
		}
	}
	small := "\x00asm\x0d\x00\x01\x00\x07\x03\x01\x52\x00"
	if c, err := eng.Compile([]byte(small)); c != nil || err == nil || strings.Contains(err.Error(), "can't be read") {
		t.Errorf("a small one gives %v", err)
	}
}

// FuzzNesting: whatever the bytes are, measuring ends without a panic.
func FuzzNesting(f *testing.F) {
	f.Add(binaryOf(f, chain(10, "(option u8)", "(option $t%d)")))
	f.Add(binaryOf(f, `(component (import "i" (instance $i (export "r" (type (sub resource))))) (alias export $i "r" (type $r)) (type (own $r)))`))
	f.Fuzz(func(t *testing.T, data []byte) {
		depth, err := measure(t, data)
		if err == nil && depth > maxTypeNesting {
			t.Errorf("depth %d is accepted", depth)
		}
		_ = checkNesting(data)
	})
}
