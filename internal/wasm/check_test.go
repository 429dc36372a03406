package wasm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

func TestCheckAcceptsFixtures(t *testing.T) {
	for file, data := range components(t) {
		if _, err := wasm.Decode(data); err != nil {
			continue
		}
		if checked, err := wasm.Check(data); err != nil || (checked.Instances == 0) != (checked.Module != nil) {
			t.Errorf("%s: %+v, %v", file, checked, err)
		}
	}
}

// leaf is a component $c with one instance of a core module.
const leaf = `(component $c (core module $m (global i32 (i32.const 0))) (core instance (instantiate $m)))`

// places are the ways by which a component gets from where it is defined to where
// it is instantiated; each is a component in which %s stands for instantiations of
// $x, a component that makes n instances.
var places = map[string]struct {
	text             string
	components, core uint64 // besides those of %s
}{
	"beside":  {`(component ` + leaf + ` (alias outer 0 $c (component $x)) %s)`, 1, 0},
	"outer":   {`(component ` + leaf + ` (component $d (alias outer 1 $c (component $x)) %s) (instance (instantiate $d)))`, 2, 0},
	"outer 2": {`(component ` + leaf + ` (component $d (component $e (alias outer 2 $c (component $x)) %s) (instance (instantiate $e))) (instance (instantiate $d)))`, 3, 0},
	"an argument": {`(component ` + leaf + ` (component $d (import "x" (component $x)) %s)
		(instance (instantiate $d (with "x" (component $c)))))`, 2, 0},
	"an argument in an instance": {`(component ` + leaf + ` (component $d (import "i" (instance $i (export "x" (component)))) (alias export $i "x" (component $x)) %s)
		(instance $i (export "x" (component $c))) (instance (instantiate $d (with "i" (instance $i)))))`, 2, 0},
	"an export": {`(component (component $d ` + leaf + ` (export "x" (component $c))) (instance $d (instantiate $d))
		(alias export $d "x" (component $x)) %s)`, 2, 0},
	"an export of an export": {`(component (component $d (component $e ` + leaf + ` (export "x" (component $c))) (instance $e (instantiate $e)) (export "e" (instance $e)))
		(instance $d (instantiate $d)) (alias export $d "e" (instance $e)) (alias export $e "x" (component $x)) %s)`, 3, 0},
	"exported again": {`(component ` + leaf + ` (export $x "x" (component $c)) %s)`, 1, 0},
	"closed over an argument": {`(component (component $d (import "m" (core module $m)) (component $c (core instance (instantiate $m))) (export "x" (component $c)))
		(core module $m) (instance $d (instantiate $d (with "m" (core module $m)))) (alias export $d "x" (component $x)) %s)`, 2, 0},
	"a declared type": {`(component ` + leaf + ` (component $d (import "x" (component $x (type (list u8)) (export "t" (type (eq 0))))) %s)
		(component $e (type $l (list u8)) (export "t" (type $l)) (alias outer 1 $c (component $c)) (instance (instantiate $c)))
		(instance (instantiate $d (with "x" (component $e)))))`, 2, 0},
}

const instantiateOnce = ` (instance (instantiate $x))`

func TestTotals(t *testing.T) {
	for name, place := range places {
		for _, n := range []int{0, 1, 7} {
			checked, err := wasm.Check(assemble(t, fmt.Sprintf(place.text, strings.Repeat(instantiateOnce, n))))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			each, times := uint64(1), uint64(n)
			if name == "a declared type" {
				each = 2
			}
			if checked.Instances != place.components+each*times || checked.CoreInstances != times {
				t.Errorf("%s, %d times: %+v", name, n, checked.Totals)
			}
		}
	}
}

func TestTotalsOfModules(t *testing.T) {
	for name, text := range map[string]string{
		"here":        `(core module $m) (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m))`,
		"outer":       `(core module $m) (component $c (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m))) (instance (instantiate $c))`,
		"an argument": `(core module $m) (component $c (import "m" (core module $m)) (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m))) (instance (instantiate $c (with "m" (core module $m))))`,
		"an export":   `(component $c (core module $m) (export "m" (core module $m))) (instance $i (instantiate $c)) (alias export $i "m" (core module $m)) (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m))`,
		"an import":   `(import "m" (core module $m)) (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m))`,
		"never made":  `(component (core module $m) (core instance (instantiate $m))) (core module $m) (core instance (instantiate $m)) (core instance (instantiate $m)) (core instance (instantiate $m))`,
	} {
		checked, err := wasm.Check(assemble(t, "(component "+text+")"))
		if err != nil || checked.CoreInstances != 3 {
			t.Errorf("%s: %+v, %v", name, checked, err)
		}
	}
}

// exporting makes instances of a component in which another exports so much, under
// names of such a length.
func exporting(exports, length, times int) string {
	var b strings.Builder
	b.WriteString("(component (component $c (component $d) (instance")
	for n := range exports {
		fmt.Fprintf(&b, " (export \"a%0*d\" (component $d))", length, n)
	}
	b.WriteString("))")
	b.WriteString(strings.Repeat("(instance (instantiate $c))", times))
	return b.String() + ")"
}

// refused are files that must not get to the compiler, and why.
func refused(t testing.TB) map[string]struct{ data, why string } {
	list := map[string]struct{ data, why string }{
		"unreadable and nested": {unreadable(5_000_000), "found the end"},
		"nested":                {nest(101), "nested more than 100 deep"},
		"doubled 20 times":      {assembleString(t, doubling(20, false)), "more than 10000 instances"},
		"doubled 200 times":     {assembleString(t, doubling(200, false)), "instantiated more than"},
		"state":                 {assembleString(t, instances(7000, 90, 100)), "the state of its instances"},
		"more state":            {assembleString(t, instances(40_000, 99, 100)), "the state of its instances"},
		"core instances":        {assembleString(t, instances(0, 1000, 101)), "more than 100000 instances of core modules"},
		"lists":                 {componentHead + section(7, "\x01\x70\x7d") + section(7, lists(980, 0)), "nested more than 200 deep"},
		"chain":                 {typeChain(60, 480, false), "nested more than 200 deep"},
		"chain of 10 times":     {typeChain(600, 480, false), "nested more than 200 deep"},
		"chain of short ones":   {typeChain(1, 900, false), "nested more than 200 deep"},
		"outer chain":           {typeChain(300, 120, true), "nested more than 200 deep"},
		"outer chain, short":    {typeChain(2, 150, true), "nested more than 200 deep"},
		"instantiated in rows":  {assembleString(t, rows(300)), "more than 200 deep within each other"},
	}
	for name, of := range map[string]struct {
		exports, length, times int
	}{
		"many exports":    {800, 3, 900},
		"few exports":     {250, 3, 990},
		"long exports":    {10, 10_000, 990},
		"one long export": {1, 90_000, 400},
	} {
		list["instances with "+name] = struct{ data, why string }{
			assembleString(t, exporting(of.exports, of.length, of.times)), "goes through more than",
		}
	}
	for name, text := range map[string]string{
		"resources":            strings.Repeat(`(type (resource (rep i32)))`, 800),
		"functions of one":     `(type $r (resource (rep i32)))` + strings.Repeat(`(core func (canon resource.drop $r))`, 800),
		"instances inside":     strings.Repeat(`(core instance)`, 800),
		"types":                repeat(800, func(i int) string { return fmt.Sprintf(`(type (record (field "a%d" u8)))`, i) }),
		"functions of modules": `(core module $m (func (export "f"))) (core instance $i (instantiate $m)) (type $f (func))` + strings.Repeat(`(func (type $f) (canon lift (core func $i "f")))`, 400),
	} {
		text = "(component (component $c " + text + ")" + strings.Repeat(`(instance (instantiate $c))`, 900) + ")"
		why := "goes through more than"
		if name == "functions of one" { // which are compiled for each
			why = "more than 400000 parts"
		}
		list["instances with "+name] = struct{ data, why string }{assembleString(t, text), why}
	}
	for kind, what := range map[string]string{"core module": "modules", "component": "components"} {
		group := "(component" + strings.Repeat("("+kind+")", 900) + ")"
		list["empty "+what] = struct{ data, why string }{
			assembleString(t, "(component "+strings.Repeat(group, 8)+")"), "modules and components are more than",
		}
	}
	list["many types"] = struct{ data, why string }{
		moduleHead + section(1, leb(20_000), strings.Repeat("\x60\x00\x00", 20_000)), "types are more than",
	}
	list["many imports"] = struct{ data, why string }{
		moduleHead + section(1, vec("\x60\x00\x00")) + section(2, leb(20_000), strings.Repeat("\x01a\x01b\x00\x00", 20_000)), "imports are more than",
	}
	list["called with large types"] = struct{ data, why string }{assembleString(t, calling(8, 500)), "more than 400000 parts"}
	list["called with small types"] = struct{ data, why string }{assembleString(t, calling(5, 990)), "more than 400000 parts"}
	for name, place := range places {
		text := fmt.Sprintf(place.text, strings.Repeat(instantiateOnce, 990))
		for range 2 { // 990 of what makes 990 of what makes 990
			text = "(component " + strings.Replace(text, "(component ", "(component $n ", 1) + strings.Repeat(`(instance (instantiate $n))`, 990) + ")"
		}
		list["many of "+name] = struct{ data, why string }{assembleString(t, text), "instantiating it makes more than"}
	}
	for _, kind := range []string{"(enum %q)", "(flags %q)", "(record (field %q u8))", "(variant (case %q))", "(func (param %q u8))"} {
		text := fmt.Sprintf("(component (import \"i\" (instance (type "+kind+"))))", strings.Repeat("a", 257))
		list["label of "+kind] = struct{ data, why string }{assembleString(t, text), "longer than the limit of 256"}
	}
	for _, kind := range []string{"(enum %q)", "(flags %q)", "(record (field %q u8))", "(variant (case %q))"} {
		for name, tt := range map[string]struct{ in, why string }{
			"wasi:random/random@0.2.0": {"x", "no function of WASI's does"},
			"wasi:io/poll@0.2.6":       {"abc", "no function of WASI's does"},
			"acme:shop/cart":           {strings.Repeat("a", 200), "bytes of labels each"},
		} {
			list["list of "+kind+" of "+name] = struct{ data, why string }{assembleString(t, listOf(name, fmt.Sprintf(kind, tt.in))), tt.why}
		}
	}
	list["flags that are many"] = struct{ data, why string }{
		assembleString(t, listOf("acme:shop/cart", `(flags "a" "b" "c" "d" "e" "f" "g" "h")`)), "bytes of labels each",
	}
	return list
}

// listOf imports a function of an instance that takes lists of a type.
func listOf(instance, typ string) string {
	return fmt.Sprintf(`(component (import %q (instance (type $e %s) (export "e" (type $x (eq $e))) (type $o (option $x)) (type $l (list $o))
		(type $t (tuple u8 $l)) (export "f" (func (param "x" $t) (result u64))))))`, instance, typ)
}

// What hosts take in earnest stays.
func TestListsThatHostsTake(t *testing.T) {
	for _, text := range []string{
		listOf("wasi:io/streams@0.2.0", "(tuple string u8)"), listOf("acme:shop/cart", `(enum "red" "green" "ultraviolet")`),
		listOf("acme:shop/cart", `(record (field "name" string) (field "price-in-euros" f64) (field "how-many-there-are" u32))`),
		listOf("acme:shop/cart", `(variant (case "a" u8) (case "b" string) (case "something-else"))`), listOf("acme:shop/cart", `(flags "one-of-them")`),
		`(component (type $e (enum "` + strings.Repeat("a", 200) + `")) (import "wasi:io/x@0.2.0" (instance (alias outer 1 $e (type $e)) (export "e" (type $x (eq $e)))
			(export "f" (func (param "x" $x) (result $x))))))`,
	} {
		if _, err := wasm.Check(assemble(t, text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for name, tt := range refused(t) {
		checked, err := wasm.Check([]byte(tt.data))
		if err == nil {
			t.Errorf("%s: it is accepted: %+v", name, checked.Totals)
		} else if !strings.Contains(err.Error(), tt.why) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// unreadable is a type section that can't be read before so many components, one
// in the other.
func unreadable(depth int) string {
	var parts []string
	for size := 0; depth > 0; depth-- {
		head := "\x04" + leb(size+8)
		parts = append(parts, head, componentHead)
		size += 8 + len(head)
	}
	var text strings.Builder
	text.WriteString(componentHead + "\x07\x01\xff")
	for i := len(parts) - 2; i >= 0; i -= 2 {
		text.WriteString(parts[i] + parts[i+1])
	}
	return text.String()
}

// instances makes n*k instances of a core module with so many globals.
func instances(globals, n, k int) string {
	return `(component (component $c (core module $g ` + strings.Repeat(`(global i32 (i32.const 0))`, globals) + `)` +
		strings.Repeat(`(core instance (instantiate $g))`, n) + `)` + strings.Repeat(`(instance (instantiate $c))`, k) + `)`
}

// calling makes n instances of a component each of which calls a function of
// another, whose parameter has 10 * 2^depth parts.
func calling(depth, n int) string {
	var types strings.Builder
	types.WriteString(`(type $t0 (tuple u64 u64 u64 u64 u64 u64 u64 u64 u64 u64))`)
	for i := range depth {
		fmt.Fprintf(&types, `(type $t%d (tuple $t%[2]d $t%[2]d))`, i+1, i)
	}
	const module = `(core module $m (memory (export "m") 1) (func (export "f") (param i32))
		(func (export "r") (param i32 i32 i32 i32) (result i32) unreachable)) (core instance $i (instantiate $m))`
	return fmt.Sprintf(`(component
		(component $a %[1]s %[2]s (func (export "f") (param "x" $t%[3]d) (canon lift (core func $i "f") (memory $i "m") (realloc (func $i "r")))))
		(component $b %[1]s (import "f" (func $f (param "x" $t%[3]d))) %[2]s
			(core func $l (canon lower (func $f) (memory $i "m") (realloc (func $i "r"))))
			(core module $n (import "a" "f" (func (param i32)))) (core instance (instantiate $n (with "a" (instance (export "f" (func $l)))))))
		(instance $a (instantiate $a))`, types.String(), module, depth) +
		strings.Repeat(`(instance (instantiate $b (with "f" (func $a "f"))))`, n) + ")"
}

// lists are n types, the first of which is a list of an earlier type and each of
// which is a list of the one before it.
func lists(n, earlier int) string {
	var text strings.Builder
	text.WriteString(leb(n))
	for i := range n {
		text.WriteString("\x70" + signed(earlier+i))
	}
	return text.String()
}

// signed is a signed number that is not negative.
func signed(n int) string {
	text := ""
	for ; n > 0x3f; n >>= 7 {
		text += string([]byte{byte(n&0x7f) | 0x80})
	}
	return text + string([]byte{byte(n)})
}

// typeChain is k components, each of which puts n lists on a type that the one
// before it exports. outer: each makes its own instance of the one before it.
func typeChain(n, k int, outer bool) string {
	export := func(i int) string { return section(11, "\x01\x00\x01t\x03"+leb(i)+"\x00") }
	var text strings.Builder
	text.WriteString(componentHead)
	if outer {
		text.WriteString(section(4, componentHead, section(7, "\x01\x70\x7d"), section(7, lists(n, 0)), export(n)))
		for j := range k - 1 {
			text.WriteString(section(4, componentHead, section(6, "\x01\x04\x02\x01"+leb(j)), section(5, "\x01\x00\x00\x00"),
				section(6, "\x01\x03\x00\x00\x01t"), section(7, lists(n, 0)), export(n)))
		}
		return text.String()
	}
	text.WriteString(section(7, "\x01\x70\x7d"))
	for j := range k {
		text.WriteString(section(4, componentHead, section(6, "\x01\x03\x02\x01"+leb(j)), section(7, lists(n, 0)), export(n)))
		text.WriteString(section(5, "\x01\x00"+leb(j)+"\x00") + section(6, "\x01\x03\x00"+leb(j)+"\x01t"))
	}
	return text.String()
}

// rows are components each of which makes an instance of the one before it.
func rows(n int) string {
	var text strings.Builder
	text.WriteString(`(component (component $c0)`)
	for i := range n {
		fmt.Fprintf(&text, `(component $c%d (alias outer 1 $c%d (component $c)) (instance (instantiate $c)))`, i+1, i)
	}
	fmt.Fprintf(&text, `(instance (instantiate $c%d)))`, n)
	return text.String()
}

// The deepest types that are accepted, in each place where types are made.
func TestDeepestTypes(t *testing.T) {
	for name, text := range map[string]string{
		"option": "(option %s)", "list": "(list %s)", "tuple": "(tuple u8 %s)", "ok": "(result %s)", "error": "(result (error %s))",
		"record": `(record (field "a" %s))`, "variant": `(variant (case "a" %s))`, "map": `(map u8 %s)`,
		"function": `(list %s)) (type (func (param "a" %s) (result %s))`,
		"instance": `(list %s)) (type (instance (alias outer 1 %s (type $u)) (export "a" (type (eq $u))))`,
	} {
		chain := func(n int) string {
			var b strings.Builder
			b.WriteString(`(component (type $t0 (list u8))`)
			for i := 1; i < n; i++ {
				fmt.Fprintf(&b, "(type $t%d %s)", i, strings.ReplaceAll(text, "%s", fmt.Sprintf("$t%d", i-1)))
			}
			return b.String() + ")"
		}
		for n, good := range map[int]bool{150: true, 202: false, 2000: false} {
			if _, err := wasm.Check(assemble(t, chain(n))); (err == nil) != good {
				t.Errorf("%s, %d levels: %v", name, n, err)
			}
		}
	}
}
