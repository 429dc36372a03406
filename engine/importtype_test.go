package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// hostOf is a component with one import, "host".
func hostOf(types, signature string) string {
	return fmt.Sprintf(`(component %s (import "host" (func %s)))`, types, signature)
}

// A component that imports a host function with another type is not instantiated:
// values would be made of whatever it passes before the function could refuse them.
func TestImportTypes(t *testing.T) {
	type u32s = uint32
	for _, tt := range []struct {
		name string
		fn   any
		has  string // other than (a: u32) -> u32
		want string
	}{
		{name: "kind of a parameter", fn: engine.F1(func(*engine.Store, uint64) (u32s, error) { return 0, nil }), want: "func(a: u64) -> u32"},
		{name: "too many parameters", fn: engine.F2(func(*engine.Store, uint32, uint32) (u32s, error) { return 0, nil }), want: "func(a: u32, u32) -> u32"},
		{name: "too few parameters", fn: engine.F0(func(*engine.Store) (u32s, error) { return 0, nil }), want: "func() -> u32"},
		{name: "no result", fn: engine.F1(func(*engine.Store, uint32) (engine.Unit, error) { return engine.Unit{}, nil }), want: "func(a: u32)"},
		{name: "kind of the result", fn: engine.F1(func(*engine.Store, uint32) (uint8, error) { return 0, nil }), want: "func(a: u32) -> u8"},
		{name: "reflected parameter", fn: func(string) u32s { return 0 }, want: "func(a: string) -> u32"},
		{name: "reflected arity", fn: func(_, _ uint32) u32s { return 0 }, want: "func(a: u32, u32) -> u32"},
		{name: "reflected result", fn: func(uint32) string { return "" }, want: "func(a: u32) -> string"},
		{name: "no reflected result", fn: func(uint32) {}, want: "func(a: u32)"},
		{name: "an Own", fn: engine.F1(func(*engine.Store, engine.Own[*thing]) (u32s, error) { return 0, nil }), want: "func(a: resource) -> u32"},
		{name: "a Borrow", fn: engine.F1(func(*engine.Store, engine.Borrow[any]) (u32s, error) { return 0, nil }), want: "func(a: borrow<resource>) -> u32"},
		{name: "a record", fn: func(point) u32s { return 0 }, want: "func(a: record { x: s32, y: s32 }) -> u32"},
		{name: "an enum", fn: func(colour) u32s { return 0 }, want: "func(a: enum { red, green, blue }) -> u32"},
		{name: "flags", fn: func(permissions) u32s { return 0 }, want: "func(a: flags { read, write, run, … }) -> u32"},
		{name: "a variant", fn: func(figure) u32s { return 0 }, want: "func(a: variant { nothing, circle(f32), place(record { x: s32, y: s32 }), … }) -> u32"},
		{name: "an option", fn: func(engine.Option[uint32]) u32s { return 0 }, want: "func(a: option<u32>) -> u32"},
		{name: "a result", fn: func(engine.Result[uint32, string]) u32s { return 0 }, want: "func(a: result<u32, string>) -> u32"},
		{name: "an error", fn: func(engine.Result[engine.Unit, string]) u32s { return 0 }, want: "func(a: result<_, string>) -> u32"},
		{name: "a list", fn: func([]uint32) u32s { return 0 }, want: "func(a: list<u32>) -> u32"},
		{name: "bytes", fn: func([]byte) u32s { return 0 }, want: "func(a: list<u8>) -> u32"},
		{name: "a map", fn: func(map[string]uint8) u32s { return 0 }, want: "func(a: map<string, u8>) -> u32"},
		{name: "a tuple", fn: func(two) u32s { return 0 }, want: "func(a: tuple<u8, string>) -> u32"},
		{name: "a dynamic record", fn: func(engine.Record) u32s { return 0 }, want: "func(a: record) -> u32"},
		{name: "a resource", fn: func(*engine.Resource) u32s { return 0 }, want: "func(a: resource) -> u32"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wrongImport(t, hostOf("", oneU32), tt.fn, "func(a: u32) -> u32", tt.want)
		})
	}
}

// wrongImport links a component with a host function that has another type.
func wrongImport(t *testing.T, source string, fn any, has, wants string) {
	t.Helper()
	eng := newEngineWith(t, engine.Config{ComponentMaps: true})
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	mustBe(t, l.Root().Func("host", fn))
	c := compile(t, eng, source)
	for range 2 { // it is not looked at once only
		_, err := l.Instantiate(engine.NewStore(eng, nil), c)
		var wrong *engine.ImportTypeError
		if !errors.As(err, &wrong) || wrong.Import != "host" || wrong.Has != has || wrong.Wants != wants {
			t.Errorf("the error is %#v", err)
		}
	}
}

// Types have to agree in all of their parts and in the order of these; the error
// shows where they begin to differ.
func TestImportTypesInPart(t *testing.T) {
	type renamed struct{ X, Z int32 }
	type short struct {
		engine.OneOf
		Nothing *engine.Unit
	}
	type otherPayload struct {
		engine.OneOf
		Nothing *engine.Unit
		Circle  *uint32
		Place   *point
		Label   *string
	}
	const (
		pointType  = `(type $t' (record (field "x" s32) (field "y" s32))) (import "point" (type $t (eq $t')))`
		figureType = `(type $p' (record (field "x" s32) (field "y" s32))) (import "point" (type $p (eq $p')))
			(type $t' (variant (case "nothing") (case "circle" f32) (case "place" $p) (case "label" string))) (import "figure" (type $t (eq $t')))`
		colourType = `(type $t' (enum "red" "green" "blue")) (import "colour" (type $t (eq $t')))`
		rgb        = "enum { red, green, blue }"
		flagsType  = `(type $t' (flags "read" "write" "run" "hide")) (import "rights" (type $t (eq $t')))`
	)
	for _, tt := range []struct {
		name, types, of string
		fn              any
		has, wants      string
	}{
		{"field", pointType, "$t", func(renamed) {}, "record { x: s32, y: s32 }", "record { x: s32, z: s32 }"},
		{"fewer fields", pointType, "$t", func(struct{ X int32 }) {}, "record { x: s32, y: s32 }", "record { x: s32 }"},
		{"case", figureType, "$t", func(short) {}, "variant { nothing, circle(f32), … }", "variant { nothing }"},
		{"payload", figureType, "$t", func(otherPayload) {}, "variant { nothing, circle(f32), … }", "variant { nothing, circle(u32), … }"},
		{"enum", colourType, "$t", func(short3) {}, "enum { …, green, blue }", "enum { …, green }"},
		{"order", `(type $t' (enum "red" "blue" "green")) (import "colour" (type $t (eq $t')))`, "$t", func(colour) {}, "enum { red, blue, … }", "enum { red, green, … }"},
		{"flags", flagsType, "$t", func(fewFlags) {}, "flags { …, run, hide }", "flags { …, run }"},
		{"list", pointType, "(list $t)", func([]renamed) {}, "list<record { x: s32, y: s32 }>", "list<record { x: s32, z: s32 }>"},
		{"option", pointType, "(option $t)", func([]point) {}, "option<record { x: s32, y: s32 }>", "list<record { x: s32, y: s32 }>"},
		{"option of another", "", "(option string)", func(engine.Option[uint32]) {}, "option<string>", "option<u32>"},
		{"side", colourType, "(result (error $t))", func(engine.Result[colour, colour]) {}, "result<_, " + rgb + ">", "result<" + rgb + ", " + rgb + ">"},
		{"sides", colourType, "(result $t (error string))", func(engine.Result[colour, engine.Unit]) {}, "result<" + rgb + ", string>", "result<" + rgb + ">"},
		{"tuple", "", "(tuple u8 u8)", func(engine.Tuple3[uint8, uint8, uint8]) {}, "tuple<u8, u8>", "tuple<u8, u8, u8>"},
		{"map", "", "(map string u8)", func(map[string]string) {}, "map<string, u8>", "map<string, string>"},
		{"map's key", "", "(map string u8)", func(map[uint8]uint8) {}, "map<string, u8>", "map<u8, u8>"},
		{"dynamic", pointType, "$t", func(engine.Variant) {}, "record { x: s32, y: s32 }", "variant"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wrongImport(t, hostOf(tt.types, `(param "a" `+tt.of+`)`), tt.fn, "func(a: "+tt.has+")", "func(a: "+tt.wants+")")
		})
	}
}

// What a host function leaves open fits everything.
func TestImportTypesLeftOpen(t *testing.T) {
	eng := newEngineWith(t, engine.Config{ComponentMaps: true})
	for _, tt := range []struct {
		of string
		fn any
	}{
		{"(record (field \"x\" u8))", func(engine.Record) {}},
		{"(tuple u8 string)", func(engine.Tuple) {}},
		{"(list (list u8))", func([]any) {}},
		{"(list u8)", func(any) {}},
		{"(result)", func(engine.Result[any, any]) {}},
		{"(result u8 (error u8))", func(engine.Result[any, any]) {}},
		{"(option string)", func(engine.Option[any]) {}},
		{"(map string u8)", func(engine.Map) {}},
		{"(enum \"a\")", func(engine.Enum) {}},
		{"(flags \"a\")", func(engine.Flags) {}},
		{"(variant (case \"a\"))", func(engine.Variant) {}},
	} {
		l := engine.NewLinker(eng)
		mustBe(t, l.Root().Func("host", tt.fn))
		types := "(type $t' " + tt.of + `) (import "t" (type $t (eq $t')))`
		if !strings.HasPrefix(tt.of, "(record") && !strings.HasPrefix(tt.of, "(enum") &&
			!strings.HasPrefix(tt.of, "(flags") && !strings.HasPrefix(tt.of, "(variant") {
			types = "(type $t " + tt.of + ")"
		}
		if _, err := l.Instantiate(engine.NewStore(eng, nil), compile(t, eng, hostOf(types, `(param "a" $t)`))); err != nil {
			t.Errorf("%s: %v", tt.of, err)
		}
		l.Close()
	}
}

// A handle has to be of the resource type that the host's function is about, in
// whichever instance that is defined.
func TestImportTypesOfResources(t *testing.T) {
	type cup struct{}
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	kitchen := l.Instance("acme:home/kitchen@1.0.0")
	mustBe(t, engine.DefineResource[*thing](kitchen, "thing", nil))
	mustBe(t, engine.DefineResource[*cup](kitchen, "cup", nil))
	mustBe(t, kitchen.Func("fill", engine.F1(func(*engine.Store, engine.Borrow[*cup]) (engine.Unit, error) { return engine.Unit{}, nil })))
	table := l.Instance("acme:home/table@1.0.0").Instance("top")
	mustBe(t, engine.DefineResource[*cup](table, "cup", nil))
	mustBe(t, table.Func("put", engine.F1(func(*engine.Store, engine.Own[*cup]) (engine.Unit, error) { return engine.Unit{}, nil })))
	mustBe(t, table.Func("any", engine.F1(func(*engine.Store, engine.Own[any]) (engine.Unit, error) { return engine.Unit{}, nil })))
	for _, tt := range []struct{ fill, put, wrong, has string }{
		{fill: "(borrow $cup)", put: "(own $c)"},
		{fill: "(borrow $thing)", put: "(own $c)", wrong: "acme:home/kitchen@1.0.0#fill", has: "func(a: borrow<thing>)"},
		{fill: "(own $cup)", put: "(own $c)", wrong: "acme:home/kitchen@1.0.0#fill", has: "func(a: cup)"},
		{fill: "(borrow $cup)", put: "(own $th)", wrong: "acme:home/table@1.0.1#top#put", has: "func(a: thing)"},
		{fill: "(borrow $cup)", put: "(borrow $c)", wrong: "acme:home/table@1.0.1#top#put", has: "func(a: borrow<cup>)"},
	} {
		c := compile(t, eng, fmt.Sprintf(`(component
			(import "acme:home/kitchen@1.0.0" (instance $k (export "thing" (type $thing (sub resource))) (export "cup" (type $cup (sub resource)))
				(export "fill" (func (param "a" %s)))))
			(alias export $k "cup" (type $cup)) (alias export $k "thing" (type $thing))
			(import "acme:home/table@1.0.1" (instance (export "top" (instance
				(alias outer 2 $cup (type $c')) (export "cup" (type $c (eq $c')))
				(alias outer 2 $thing (type $th))
				(export "any" (func (param "a" (own $th))))
				(export "put" (func (param "a" %s))))))))`, tt.fill, tt.put))
		_, err := l.Instantiate(engine.NewStore(eng, nil), c)
		var wrong *engine.ImportTypeError
		switch {
		case tt.wrong == "" && err == nil:
		case !errors.As(err, &wrong) || wrong.Import != tt.wrong || wrong.Has != tt.has:
			t.Errorf("%v: the error is %v", tt, err)
		}
	}
}

// What stands for an import is what wasmtime takes: the version that it names, or else
// the newest that stands in for it.
func TestImportTypesOfVersions(t *testing.T) {
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	mustBe(t, l.Instance("acme:a/b@1.1.0").Func("f", func(uint8) {}))
	mustBe(t, l.Instance("acme:a/b@1.10.0").Func("f", func(uint16) {}))
	mustBe(t, l.Instance("acme:a/b@1.9.0").Func("f", func(uint32) {}))
	for version, of := range map[string]string{"1.1.0": "u8", "1.9.0": "u32", "1.10.0": "u16", "1.0.0": "u16", "1.99.0": "u16"} {
		for _, other := range []string{"u8", "u16", "u32"} {
			_, err := l.Instantiate(engine.NewStore(eng, nil), compile(t, eng, fmt.Sprintf(
				`(component (import "acme:a/b@%s" (instance (export "f" (func (param "a" %s))))))`, version, other)))
			if (err == nil) != (other == of) {
				t.Errorf("%s with %s: %v", version, other, err)
			}
		}
	}
}

// Names are listed up to a number of them; a component with more is not linked to
// host functions that nobody could compare.
func TestImportTypesOfTooMany(t *testing.T) {
	eng := newEngine(t)
	var many strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&many, `(export "f%d" (func))`, i)
	}
	c := compile(t, eng, `(component (import "acme:a/many" (instance `+many.String()+`)) (import "host" (func (param "a" string))))`)
	for _, define := range []func(*engine.Linker) error{
		func(l *engine.Linker) error { return l.Root().Func("host", func(uint8) {}) },
		func(l *engine.Linker) error {
			return l.Provide("acme:a/b", func(i *engine.LinkerInstance) error { return i.Func("host", func(uint8) {}) })
		},
	} {
		l := engine.NewLinker(eng)
		mustBe(t, define(l))
		if _, err := l.Instantiate(engine.NewStore(eng, nil), c); !errors.Is(err, engine.ErrTypeSize) {
			t.Errorf("the error is %v", err)
		}
		l.Close()
	}
}

type (
	short3   uint8
	fewFlags uint8
)

func (short3) Cases() []string       { return []string{"red", "green"} }
func (fewFlags) FlagNames() []string { return permissionNames[:3] }
