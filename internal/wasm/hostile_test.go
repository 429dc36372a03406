package wasm_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/internal/wit"
)

// A small file must not take much time or memory, whatever it is.
const (
	mostTime   = time.Second
	mostMemory = 256 << 20
)

func TestHostileInput(t *testing.T) {
	for name, data := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			if took := hostileRun(t, data); took > mostTime*slowness {
				t.Errorf("it takes %v", took)
			}
		})
	}
}

// hostileRun decodes and prints, and gives the processor time that it took.
func hostileRun(t testing.TB, data string) time.Duration {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	clock := startClock()
	file, err := wasm.Decode([]byte(data))
	if err == nil && file.Component != nil {
		var text strings.Builder
		err = wit.Print(&text, file.Component)
	}
	took := clock()
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > mostMemory {
		t.Errorf("it allocates %d MiB", allocated>>20)
	}
	t.Logf("%d bytes, %v, %d MiB: %v", len(data), took, (after.TotalAlloc-before.TotalAlloc)>>20, err)
	return took
}

// hostile are files that ask for more than they should get.
func hostile(t testing.TB) map[string]string {
	types := func(n int, def string) string {
		return componentHead + section(7, leb(n), strings.Repeat(def, n))
	}
	tuples := []string{"\x6f\x01\x7d"}
	for i := range 40 {
		tuples = append(tuples, "\x6f\x02"+leb(i)+leb(i))
	}
	lists := []string{"\x70\x7d"}
	for i := range 1000 {
		lists = append(lists, "\x70"+leb2(i))
	}
	return map[string]string{
		"100,000 types":            types(100_000, "\x70\x7d"),
		"100,001 types":            types(100_001, "\x70\x7d"),
		"a million types":          types(1_000_000, "\x7d"),
		"1,000 sections of types":  componentHead + strings.Repeat(section(7, vec(strings.Repeat("\x6f\x01\x7d", 1))), 1000),
		"types of many components": componentHead + strings.Repeat(section(4, types(90_000, "\x70\x7d")), 30),
		"large records":            types(2_000, record(2_000)),
		"tuples of tuples":         componentHead + section(7, vec(tuples...)),
		"lists of lists":           componentHead + section(7, vec(lists...)),
		"nested declarations":      componentHead + section(7, "\x01"+strings.Repeat("\x42\x01\x01", 100_000)),
		"nested components":        nest(3_000),
		"nested modules of types":  componentHead + strings.Repeat(section(1, moduleHead+section(1, leb(900_000), strings.Repeat("\x60\x00\x00", 900_000))), 3),
		"doubled instances":        assembleString(t, doubling(60, true)),
		"doubled without exports":  assembleString(t, doubling(90, false)),
		"doubled 20 times":         assembleString(t, doubling(20, true)),
		"a large instance often":   oftenImported(),
		"a chain of names":         chain(50_000),
		"long names":               componentHead + section(7, vec("\x70\x7d"), "") + section(11, vec(exports(500, 90_000)...)),
		"count without items":      componentHead + section(7, "\xff\xff\xff\xff\x0f"),
		"size without contents":    componentHead + "\x07\xff\xff\xff\xff\x0f",
		"core functions":           moduleHead + section(1, vec("\x60\x00\x00")) + section(3, leb(1_000_000), strings.Repeat("\x00", 1_000_000)),
		"core parameters":          moduleHead + section(1, leb(5_000), strings.Repeat("\x60"+leb(1000)+strings.Repeat("\x7f", 1000)+"\x00", 5_000)),
		"core instances":           coreInstances(),
	}
}

// leb2 is a signed number that is not negative.
func leb2(n int) string {
	if n < 64 {
		return string(rune(n))
	}
	return string([]byte{byte(n&0x7f) | 0x80, byte(n >> 7)})
}

// record is a record with so many fields.
func record(n int) string {
	var text strings.Builder
	text.WriteString("\x72" + leb(n))
	for i := range n {
		text.WriteString(name(fmt.Sprintf("f%d", i)) + "\x7d")
	}
	return text.String()
}

// nest is so many components, one in the other.
func nest(depth int) string {
	text := componentHead
	for range depth {
		text = componentHead + section(4, text)
	}
	return text
}

// doubling is a component each level of which has two instances of the level
// before.
func doubling(levels int, exported bool) string {
	var text strings.Builder
	text.WriteString(`(component (component $c0 (type $r (resource (rep i32))) (export "r" (type $r)))`)
	for i := range levels {
		fmt.Fprintf(&text, `(component $c%d (alias outer 1 $c%d (component $c))
			(instance $a (instantiate $c)) (instance $b (instantiate $c))`, i+1, i)
		if exported {
			text.WriteString(`(export "a" (instance $a)) (export "b" (instance $b))`)
		}
		text.WriteString(")")
	}
	fmt.Fprintf(&text, `(instance $i (instantiate $c%d)) (export "i" (instance $i)))`, levels)
	return text.String()
}

func assembleString(t testing.TB, text string) string { return string(assemble(t, text)) }

// oftenImported imports the type of a large instance again and again.
func oftenImported() string {
	decls := []string{"\x01\x70\x7d"}
	for i := range 10_000 {
		decls = append(decls, "\x04\x00"+name(fmt.Sprintf("t%d", i))+"\x03\x00\x00")
	}
	var imports []string
	for i := range 1_000 {
		imports = append(imports, "\x00"+name(fmt.Sprintf("i%d", i))+"\x05\x00")
	}
	return componentHead + section(7, "\x01\x42", vec(decls...)) + section(10, vec(imports...))
}

// chain exports a type, then that export under another name, and so on.
func chain(n int) string {
	var list []string
	for i := range n {
		list = append(list, "\x00"+name(fmt.Sprintf("t%d", i))+"\x03"+leb(i)+"\x00")
	}
	return componentHead + section(7, vec("\x70\x7d")) + section(11, vec(list...))
}

// exports are n exports with names of so many bytes.
func exports(n, size int) []string {
	var list []string
	for i := range n {
		list = append(list, "\x00"+name(fmt.Sprintf("t%d%s", i, strings.Repeat("a", size)))+"\x03\x00\x00")
	}
	return list
}

// coreInstances makes a module with many exports an instance again and again.
func coreInstances() string {
	var list []string
	for i := range 50_000 {
		list = append(list, name(fmt.Sprintf("e%d", i))+"\x03\x00")
	}
	module := moduleHead + section(6, vec("\x7f\x00\x41\x00\x0b")) + section(7, vec(list...))
	return componentHead + section(1, module) + section(2, leb(50_000), strings.Repeat("\x00\x00\x00", 50_000))
}

func TestTruncatedInput(t *testing.T) {
	all := components(t)
	for _, file := range []string{
		"hello/hello.wasm", "hello/hello-p1.wasm", "values/values-map.wat", "resources/counter.wat", "library/library.wat",
		"composed/composed-resources.wat", "table-huge/table64-component.wat",
	} {
		data := all[file]
		for n := 0; n < len(data); n++ {
			if n == 4_000 && len(data) > 8_000 {
				n = len(data) - 500 // what is between is mostly code
			}
			// Where a section ends, a file may end.
			_, err := wasm.Decode(data[:n])
			var problem *wasm.Error
			if err != nil && !errors.As(err, &problem) {
				t.Fatalf("%s cut to %d bytes: %v", file, n, err)
			}
			if err != nil && (problem.Offset > n || problem.Message == "" || problem.Section == "") {
				t.Fatalf("%s cut to %d bytes: %+v", file, n, problem)
			}
		}
	}
}
