package engine_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

type notListed struct{ C chan int }

func TestCallRefusesWrongValues(t *testing.T) {
	eng := newEngine(t)
	c := compile(t, eng, string(fixture(t, "values/values.wat")))
	l := valueHost(t, eng, false)
	cyclic := []any{nil}
	cyclic[0] = cyclic
	type empty struct{}
	for n, tt := range []struct {
		fn   string
		args []any
	}{
		{"bool", []any{1}},
		{"bool", []any{uint8(1)}},
		{"bool", []any{nil}},
		{"u8", []any{int8(1)}},
		{"u8", []any{256}},
		{"u8", []any{}},
		{"u8", []any{uint8(1), uint8(2)}},
		{"s32", []any{uint32(1)}},
		{"f32", []any{float64(1)}},
		{"char", []any{'a'}},
		{"char", []any{engine.Char(0xd800)}},
		{"char", []any{engine.Char(-1)}},
		{"char", []any{engine.Char(0x110000)}},
		{"string", []any{[]byte("x")}},
		{"string", []any{"\xff"}},
		{"string", []any{"a\xed\xa0\x80"}}, // a surrogate alone
		{"string", []any{ptr("x")}},
		{"list-u8", []any{"text"}},
		{"list-u8", []any{[]any{uint16(1)}}},
		{"list-u8", []any{[]int8{1}}},
		{"list-u64", []any{[]byte{1}}},
		{"list-string", []any{[]any{"ok", "\xff"}}},
		{"list-string", []any{[]any{"ok", nil}}},
		{"record-small", []any{engine.Record{{Name: "x", Value: int32(1)}}}},
		{"record-small", []any{engine.Record{{Name: "y", Value: int32(1)}, {Name: "x", Value: int32(1)}}}},
		{"record-small", []any{engine.Record{{Name: "x", Value: int32(1)}, {Name: "z", Value: int32(1)}}}},
		{"record-small", []any{engine.Record{{Name: "x", Value: int32(1)}, {Name: "\xff", Value: int32(1)}}}},
		{"record-small", []any{engine.Record{}}},
		{"record-small", []any{struct{ Y, X int32 }{}}},
		{"record-small", []any{empty{}}},
		{"record-small", []any{engine.Tuple{int32(1), int32(2)}}},
		{"tuple", []any{engine.Tuple{uint8(1)}}},
		{"tuple", []any{[]any{uint8(1), "", float32(0), uint64(0)}}},
		{"variant", []any{engine.Variant{Case: "unknown"}}},
		{"variant", []any{engine.Variant{Case: "circle"}}},
		{"variant", []any{engine.Variant{Case: "nothing", Value: uint8(1)}}},
		{"variant", []any{engine.Variant{Case: "circle", Value: "wide"}}},
		{"variant", []any{engine.Variant{Case: "\xff"}}},
		{"variant", []any{figure{}}},
		{"variant", []any{figure{Nothing: &engine.Unit{}, Named: ptr("both")}}},
		{"enum", []any{engine.Enum("mauve")}},
		{"enum", []any{engine.Enum("\xff")}},
		{"enum", []any{"red"}},
		{"enum", []any{colour(3)}},
		{"flags-8", []any{engine.Flags{"unknown"}}},
		{"flags-8", []any{engine.Flags{"\xff"}}},
		{"flags-8", []any{seventeen(1)}},
		{"flags-17", []any{seventeen(1 << 17)}},
		{"flags-17", []any{[]string{"b0"}}},
		{"option", []any{uint32(1)}},
		{"option", []any{engine.Some[any](nil)}},
		{"option", []any{engine.Some("x")}},
		{"option", []any{engine.Option[any]{Some: true, Value: engine.Unit{}}}},
		{"result", []any{engine.Ok[any, any](nil)}},
		{"result", []any{engine.Ok[any, any]("x")}},
		{"result-unit", []any{engine.Ok[any, any](uint8(1))}},
		{"result-ok", []any{engine.Ok[engine.Unit, engine.Unit](engine.Unit{})}},
		{"u8", []any{engine.Unit{}}},
		{"u8", []any{notListed{}}},
		{"u8", []any{func() {}}},
		{"u8", []any{cyclic}},
		{"u8", []any{map[any]any{[1]int{}: 1}}},
		{"list-u64", []any{make([]engine.Unit, 1<<40)}},
		{"list-u8", []any{make([]byte, 1<<26+1)}},
		{"own", []any{engine.Own[*thing]{}.Value}},
		{"own", []any{engine.Own[any]{}}},
		{"own", []any{engine.Own[string]{Value: "no thing"}}},
		{"own", []any{engine.Borrow[*thing]{Value: &thing{}}}},
		{"own", []any{(*engine.Resource)(nil)}},
		{"own", []any{&thing{}}},
		{"own", []any{uint32(1)}},
		{"list-own", []any{[]any{engine.Own[*thing]{Value: &thing{}}, uint8(1)}}},
	} {
		t.Run(fmt.Sprintf("%d %s", n, tt.fn), func(t *testing.T) {
			f, err := instantiate(t, l, c).Func("echo-" + tt.fn)
			mustBe(t, err)
			got, err := f.Call(tt.args...)
			var e *engine.Error
			if got != nil || !errors.As(err, &e) || e.Op != "call" {
				t.Errorf("gives %T, %v", got, err)
			}
		})
	}
}

// A refused call does no harm: the next one is answered.
func TestCallAfterRefusedCall(t *testing.T) {
	inst := valuesInstance(t, false)
	f, err := inst.Func("echo-string")
	mustBe(t, err)
	for _, wrong := range []any{"\xff", nil, uint8(1), []any{"x", uint8(1)}} {
		if _, err := f.Call(wrong); err == nil {
			t.Fatalf("%q is accepted", wrong)
		}
		if got, err := f.Call("right"); got != "right" || err != nil {
			t.Fatalf("after a refused call, a right one gives %v, %v", got, err)
		}
	}
}

func TestErrorsOfStringsAndChars(t *testing.T) {
	inst := valuesInstance(t, false)
	text := typed[string, string](t, inst, "echo-string")
	if _, err := text.Call("\xff"); !errors.Is(err, engine.ErrInvalidUTF8) {
		t.Errorf("invalid UTF-8 gives %v", err)
	}
	char := typed[engine.Char, engine.Char](t, inst, "echo-char")
	if _, err := char.Call(0xdfff); !errors.Is(err, engine.ErrInvalidChar) {
		t.Errorf("a surrogate gives %v", err)
	}
	list := typed[[]string, []string](t, inst, "echo-list-string")
	if _, err := list.Call([]string{"a", "\xc0"}); !errors.Is(err, engine.ErrInvalidUTF8) {
		t.Errorf("invalid UTF-8 in a list gives %v", err)
	}
	f, err := inst.Func("echo-list-u8")
	mustBe(t, err)
	if _, err := f.Call(make([]byte, 1<<26+1)); !errors.Is(err, engine.ErrTooLarge) {
		t.Errorf("a list of gigabytes gives %v", err)
	}
}

func TestNewTypedFuncRefusesWrongShapes(t *testing.T) {
	inst := valuesInstance(t, false)
	u8, err := inst.Func("echo-u8")
	mustBe(t, err)
	nothing, err := inst.Func("echo-nothing")
	mustBe(t, err)
	check := func(what string, err error) {
		t.Helper()
		if err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
	_, err = engine.NewTypedFunc[engine.Unit, uint8](u8)
	check("no parameter", err)
	_, err = engine.NewTypedFunc[engine.Tuple2[uint8, uint8], uint8](u8)
	check("two parameters", err)
	_, err = engine.NewTypedFunc[uint8, engine.Unit](u8)
	check("no result", err)
	_, err = engine.NewTypedFunc[engine.Unit, uint8](nothing)
	check("a result", err)
	_, err = engine.NewTypedFunc[uint8, chan int](u8)
	check("a result of no WIT type", err)
	_, err = engine.NewTypedFunc[int, uint8](u8)
	check("a parameter of no WIT type", err)
	_, err = engine.NewTypedFunc[engine.Tuple1[engine.Unit], uint8](u8)
	check("a parameter without a type", err)
}

// Go types that stand for no WIT type are refused with a reason.
func TestTypesWithoutMeaning(t *testing.T) {
	l := engine.NewLinker(newEngine(t))
	type hidden struct{ x uint8 }
	type recursive struct{ List []recursive }
	type noPointer struct {
		engine.OneOf
		Case uint8
	}
	type noCase struct{ engine.OneOf }
	_ = hidden{x: 1}
	for name, fn := range map[string]any{
		"int":                  func(int) {},
		"chan":                 func(chan int) {},
		"pointer":              func(*uint8) {},
		"complex":              func(complex64) {},
		"unexported field":     func(hidden) {},
		"recursion":            func(recursive) {},
		"case not a pointer":   func(noPointer) {},
		"no case":              func(noCase) {},
		"empty record":         func(struct{ _ [0]int }) {},
		"unit parameter":       func(engine.Unit) {},
		"list of units":        func([]engine.Unit) {},
		"option of unit":       func(engine.Option[engine.Unit]) {},
		"unit in a record":     func(struct{ A engine.Unit }) {},
		"unit in a tuple":      func(engine.Tuple2[uint8, engine.Unit]) {},
		"map of units":         func(map[string]engine.Unit) {},
		"variadic":             func(...uint8) {},
		"two results":          func() (uint8, uint8) { return 0, 0 },
		"no function":          7,
		"nil":                  nil,
		"text with cases":      func(textCases) {},
		"small enum":           func(smallEnum) {},
		"small flags":          func(smallFlags) {},
		"signed flags":         func(signedFlags) {},
		"F1 of unit":           engine.F1(func(*engine.Store, engine.Unit) (uint8, error) { return 0, nil }),
		"F2 with a second one": engine.F2(func(*engine.Store, uint8, engine.Unit) (uint8, error) { return 0, nil }),
		"result of a function": engine.F0(func(*engine.Store) (func(), error) { return nil, nil }),
	} {
		var e *engine.TypeError
		if err := l.Root().Func(name, fn); !errors.As(err, &e) {
			t.Errorf("%s gives %v", name, err)
		} else if e.Error() == "" {
			t.Errorf("%s gives no reason", name)
		}
	}
}

// A type that Go has and WIT doesn't is refused with those to use instead.
func TestTypesToUseInstead(t *testing.T) {
	l := engine.NewLinker(newEngine(t))
	for want, fn := range map[string]any{
		"float64 (f64)": func(int) {}, "int64 (s64)": func() int { return 0 }, "uint32 (u32)": func([]uint) {}, "uint64 (u64)": func(uintptr) {},
		"Tuple2": func(complex128) {}, "slice (list<T>)": func([4]byte) {}, "Option (option<T>)": func(*int32) {}, "Char, string": func(chan int) {},
		"structs": func(struct{ A func() }) {},
	} {
		var e *engine.TypeError
		if err := l.Root().Func("f", fn); !errors.As(err, &e) || !strings.Contains(e.Error(), want) {
			t.Errorf("%T gives %v, want %s", fn, err, want)
		}
	}
}

type (
	textCases   string
	smallEnum   int8
	smallFlags  uint8
	signedFlags int32
)

func (textCases) Cases() []string       { return []string{"a"} }
func (smallEnum) Cases() []string       { return numberedNames("n", 129) }
func (smallFlags) FlagNames() []string  { return numberedNames("b", 9) }
func (signedFlags) FlagNames() []string { return numberedNames("b", 2) }

// What a guest returns is checked by wasmtime: what is wrong is a trap, never
// a crash of the host.
func TestGuestsReturnGarbage(t *testing.T) {
	eng := newEngine(t)
	for _, tt := range []struct{ name, typ, body string }{
		{"invalid UTF-8", "string", `(i32.store8 (i32.const 64) (i32.const 255)) (i32.store (i32.const 8) (i32.const 64)) (i32.store (i32.const 12) (i32.const 1)) (i32.const 8)`},
		{"string out of bounds", "string", `(i32.store (i32.const 8) (i32.const 0xfffffff0)) (i32.store (i32.const 12) (i32.const 0x100)) (i32.const 8)`},
		{"string without end", "string", `(i32.store (i32.const 8) (i32.const 0)) (i32.store (i32.const 12) (i32.const 0xffffffff)) (i32.const 8)`},
		{"list out of bounds", "(list u64)", `(i32.store (i32.const 8) (i32.const 0)) (i32.store (i32.const 12) (i32.const 0x20000000)) (i32.const 8)`},
		{"list not aligned", "(list u64)", `(i32.store (i32.const 8) (i32.const 1)) (i32.store (i32.const 12) (i32.const 1)) (i32.const 8)`},
		{"result out of bounds", "string", `(i32.const 0xfffffffe)`},
		{"result not aligned", "string", `(i32.const 2)`},
		{"surrogate", "char", `(i32.const 0xd800)`},
		{"char too large", "char", `(i32.const 0x110000)`},
		{"case of an option", "(option u8)", `(i32.store8 (i32.const 8) (i32.const 2)) (i32.const 8)`},
		{"case of a result", "(result u8)", `(i32.store8 (i32.const 8) (i32.const 7)) (i32.const 8)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inst := instantiate(t, engine.NewLinker(eng), compile(t, eng, fmt.Sprintf(`(component
				(core module $m (memory (export "memory") 1) (func (export "f") (result i32) %s))
				(core instance $i (instantiate $m))
				(func (export "f") (result %s) (canon lift (core func $i "f") (memory $i "memory"))))`, tt.body, tt.typ)))
			f, err := inst.Func("f")
			mustBe(t, err)
			if got, err := f.Call(); err == nil {
				t.Errorf("gives %#v", got)
			}
		})
	}
}

func TestFuncOfUnknownExport(t *testing.T) {
	inst := valuesInstance(t, false)
	for _, path := range [][]string{{"unknown"}, {""}, {}, {"\xff"}, {"echo-u8", "deeper"}, {"point"}, {strings.Repeat("x", 10_000)}} {
		f, err := inst.Func(path...)
		var e *engine.ExportError
		if f != nil || !errors.As(err, &e) {
			t.Errorf("%.20q gives %v, %v", path, f, err)
		}
	}
	if inst.Component().HasExport("unknown") || !inst.Component().HasExport("echo-u8") || inst.Component().HasExport() {
		t.Error("HasExport disagrees")
	}
}

func TestDynamicErrorNamesTheArgument(t *testing.T) {
	f, err := valuesInstance(t, false).Func("echo-two")
	mustBe(t, err)
	_, err = f.Call(uint8(1), "\xff")
	if err == nil || !strings.Contains(err.Error(), `parameter "b"`) || !strings.Contains(err.Error(), "echo-two") {
		t.Errorf("the error is %v", err)
	}
	if _, err := f.Call(uint8(1)); err == nil || !strings.Contains(err.Error(), "2 arguments, not 1") {
		t.Errorf("too few arguments: %v", err)
	}
}

func TestNaNKeepsBeingOne(t *testing.T) {
	echo := typed[float64, float64](t, valuesInstance(t, false), "call-import-f64")
	if got, err := echo.Call(math.Float64frombits(0xfff0000000000001)); err != nil || !math.IsNaN(got) {
		t.Errorf("a signalling NaN gives %v, %v", got, err)
	}
}
