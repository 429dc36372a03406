package engine_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// The Go types that stand for those of fixtures/values/values.wat.
type (
	point  struct{ X, Y int32 }
	person struct {
		Name   string
		Age    uint8
		Height float64
		Tags   []string
	}
	figure struct {
		engine.OneOf
		Nothing  *engine.Unit
		Circle   *float32
		Place    *point
		Named    *string
		Weighed  *float64
		Counted  *uint64
		Lettered *engine.Char
	}
	colour      uint8
	numbered    uint16
	permissions uint8
	seventeen   uint32
	thirtyTwo   uint32
	thing       struct{ name string }
)

func (colour) Cases() []string          { return []string{"red", "green", "blue"} }
func (numbered) Cases() []string        { return numberedNames("n", 300) }
func (permissions) FlagNames() []string { return permissionNames }
func (seventeen) FlagNames() []string   { return numberedNames("b", 17) }
func (thirtyTwo) FlagNames() []string   { return numberedNames("b", 32) }

var permissionNames = []string{"read", "write", "run", "list", "make", "drop", "link", "name"}

func numberedNames(prefix string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = prefix + strconv.Itoa(i)
	}
	return names
}

type (
	mixed = engine.Tuple4[uint8, string, float32, uint64]
	two   = engine.Tuple2[uint8, string]
)

// valueHost provides the imports of values.wat with functions that return what
// they are given: typed ones, or ones that take any value.
func valueHost(t testing.TB, eng *engine.Engine, dynamic bool) *engine.Linker {
	t.Helper()
	l := engine.NewLinker(eng)
	t.Cleanup(l.Close)
	root := l.Root()
	mustBe(t, engine.DefineResource[*thing](root, "thing", nil))
	mustBe(t, root.Func("nothing", engine.F0(func(*engine.Store) (engine.Unit, error) { return engine.Unit{}, nil })))
	mustBe(t, root.Func("own", engine.F1(func(_ *engine.Store, o engine.Own[*thing]) (engine.Own[*thing], error) { return o, nil })))
	mustBe(t, root.Func("list-own", engine.F1(func(_ *engine.Store, o []engine.Own[*thing]) ([]engine.Own[*thing], error) { return o, nil })))
	mustBe(t, root.Func("borrow", engine.F1(func(_ *engine.Store, b engine.Borrow[*thing]) (uint32, error) {
		return uint32(len(b.Value.name)), nil
	})))
	mustBe(t, root.Func("many", func(a uint8, b uint16, c uint32, d uint64, e float32, f float64, g string, h uint8,
		i uint16, j uint32, k uint64, l float32, m float64, n uint8, o uint16, p uint32,
	) engine.Tuple {
		return engine.Tuple{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p}
	}))
	mustBe(t, root.Func("two", engine.F2(func(_ *engine.Store, a uint8, b string) (two, error) { return two{F0: a, F1: b}, nil })))
	for _, k := range kinds {
		fn := k.typed
		if dynamic {
			fn = engine.F1(func(_ *engine.Store, v any) (any, error) { return v, nil })
		}
		mustBe(t, root.Func(k.name, fn))
	}
	return l
}

// kind is one kind of value of values.wat.
type kind struct {
	name  string
	typed engine.HostFunc
	// run calls a function that returns what it is given, with the values of a
	// table and with random ones.
	run func(t *testing.T, inst *engine.Instance, fn string)
	// large does so once, with a value of a size that takes its time.
	large func(t *testing.T, inst *engine.Instance, fn string)
}

// kindOf has examples of a kind; random values come on top.
func kindOf[T any](name string, examples ...T) kind {
	return kind{
		name:  name,
		typed: engine.F1(func(_ *engine.Store, v T) (T, error) { return v, nil }),
		run: func(t *testing.T, inst *engine.Instance, fn string) {
			t.Helper()
			call := typed[engine.Tuple1[T], T](t, inst, fn) // T may be a tuple itself
			for _, v := range append(randomValues[T](name, 20), examples...) {
				got, err := call.Call(engine.Tuple1[T]{F0: v})
				if err != nil || !same(got, v) {
					t.Fatalf("%s(%.200s) gives %.200s, %v", fn, fmt.Sprintf("%#v", v), fmt.Sprintf("%#v", got), err)
				}
			}
		},
	}
}

func large[T any](k kind, v T) kind {
	k.large = func(t *testing.T, inst *engine.Instance, fn string) {
		t.Helper()
		if got, err := typed[T, T](t, inst, fn).Call(v); err != nil || !reflect.DeepEqual(got, v) {
			t.Errorf("%s of a large value gives another one, %v", fn, err)
		}
	}
	return k
}

func ptr[T any](v T) *T { return &v }

var kinds = []kind{
	kindOf("bool", true, false),
	kindOf[uint8]("u8", 0, math.MaxUint8),
	kindOf[int8]("s8", 0, -1, math.MinInt8, math.MaxInt8),
	kindOf[uint16]("u16", 0, math.MaxUint16),
	kindOf[int16]("s16", -1, math.MinInt16, math.MaxInt16),
	kindOf[uint32]("u32", 0, math.MaxUint32),
	kindOf[int32]("s32", -1, math.MinInt32, math.MaxInt32),
	kindOf[uint64]("u64", 0, math.MaxUint64),
	kindOf[int64]("s64", -1, math.MinInt64, math.MaxInt64),
	kindOf("f32", 0, float32(math.Copysign(0, -1)), float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)),
		math.SmallestNonzeroFloat32, math.MaxFloat32, math.Float32frombits(0x7f800001), math.Float32frombits(0xffc12345)),
	kindOf("f64", 0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1),
		math.SmallestNonzeroFloat64, math.MaxFloat64, math.Float64frombits(0x7ff0000000000001)),
	kindOf[engine.Char]("char", 0, 'a', 'ñ', '€', '😀', 0xd7ff, 0xe000, 0x10ffff),
	kindOf("string", "", "a", "\x00", "a\x00b", "ñandú", "日本語", "😀 four bytes", "\u202e\ufeff", strings.Repeat("é", 100_000)),
	kindOf("list-u8", nil, []byte{}, []byte{0}, make([]byte, 100_000)),
	large(kindOf("list-u64", nil, []uint64{}), make([]uint64, 100_000)),
	large(kindOf("list-string", nil, []string{""}), strings.Split(strings.Repeat("x,", 100_000), ",")),
	kindOf("list-list-u32", nil, [][]uint32{{}, {1}, nil, {2, 3}}),
	kindOf("list-record", []person{{}, {Name: "Ada", Age: 36, Height: 1.65, Tags: []string{"poet's daughter", ""}}}),
	kindOf("list-variant", []figure{
		{Nothing: &engine.Unit{}},
		{Circle: ptr[float32](1)},
		{Place: &point{1, -1}},
		{Named: ptr("it")},
		{Weighed: ptr(2.5)},
		{Counted: ptr[uint64](math.MaxUint64)},
		{Lettered: ptr[engine.Char]('ß')},
	}),
	kindOf("record-small", point{}, point{math.MinInt32, math.MaxInt32}),
	kindOf("record", person{}, person{Name: "Grace", Age: 85, Height: math.Copysign(0, -1), Tags: []string{"a", "b", "c"}}),
	kindOf("tuple", mixed{}, mixed{F0: 255, F1: "x", F2: float32(math.NaN()), F3: math.MaxUint64}),
	kindOf("variant", figure{Nothing: &engine.Unit{}}, figure{Circle: ptr(float32(math.NaN()))}, figure{Named: ptr("")}),
	kindOf[colour]("enum", 0, 1, 2),
	kindOf[numbered]("enum-large", 0, 255, 256, 299),
	kindOf("option", engine.None[uint32](), engine.Some[uint32](0), engine.Some[uint32](math.MaxUint32)),
	kindOf("option-string", engine.None[string](), engine.Some(""), engine.Some("x")),
	kindOf("option-option", engine.None[engine.Option[uint8]](), engine.Some(engine.None[uint8]()), engine.Some(engine.Some[uint8](7))),
	kindOf("result", engine.Ok[uint32, string](0), engine.Ok[uint32, string](7), engine.Err[uint32](""), engine.Err[uint32]("no")),
	kindOf("result-ok", engine.Ok[string, engine.Unit]("yes"), engine.Err[string](engine.Unit{})),
	kindOf("result-error", engine.Ok[engine.Unit, uint8](engine.Unit{}), engine.Err[engine.Unit](uint8(9))),
	kindOf("result-unit", engine.Ok[engine.Unit, engine.Unit](engine.Unit{}), engine.Err[engine.Unit](engine.Unit{})),
	kindOf[permissions]("flags-8", 0, 1, 0x80, 0xff),
	kindOf[seventeen]("flags-17", 0, 1<<16, 1<<17-1),
	kindOf[thirtyTwo]("flags-32", 0, 1<<31, math.MaxUint32),
}

func valuesInstance(t testing.TB, dynamic bool) *engine.Instance {
	t.Helper()
	eng := newEngine(t)
	return instantiate(t, valueHost(t, eng, dynamic), compile(t, eng, string(fixture(t, "values/values.wat"))))
}

func TestTypedValues(t *testing.T) {
	for name, dynamic := range map[string]bool{"typed host": false, "dynamic host": true} {
		inst := valuesInstance(t, dynamic)
		for _, k := range kinds {
			t.Run(name+"/"+k.name, func(t *testing.T) {
				k.run(t, inst, "echo-"+k.name)
				k.run(t, inst, "call-import-"+k.name)
				if k.large != nil {
					k.large(t, inst, "call-import-"+k.name)
				}
			})
		}
	}
}

// The same values through Func.Call, which knows no Go type, and a host that
// does.
func TestDynamicValues(t *testing.T) {
	inst := valuesInstance(t, false)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			for _, prefix := range []string{"echo-", "call-import-"} {
				f, err := inst.Func(prefix + k.name)
				mustBe(t, err)
				ft, err := f.Type()
				mustBe(t, err)
				r := rand.New(rand.NewPCG(7, uint64(len(k.name))))
				for range 20 {
					v := randomOf(r, ft.Result, 3)
					got, err := f.Call(v)
					if err != nil || !same(got, v) {
						t.Fatalf("%s(%#v) gives %#v, %v", prefix+k.name, v, got, err)
					}
				}
			}
		})
	}
}

func TestSeveralParameters(t *testing.T) {
	inst := valuesInstance(t, false)
	for _, prefix := range []string{"echo-", "call-import-"} {
		pair := typed[engine.Tuple2[uint8, string], two](t, inst, prefix+"two")
		if got, err := pair.Call(two{F0: 200, F1: "b"}); err != nil || got != (two{F0: 200, F1: "b"}) {
			t.Errorf("%stwo gives %v, %v", prefix, got, err)
		}
		many, err := inst.Func(prefix + "many")
		mustBe(t, err)
		args := engine.Tuple{
			uint8(1), uint16(2), uint32(3), uint64(4), float32(5), 6.0, "seven", uint8(8),
			uint16(9), uint32(10), uint64(11), float32(12), 13.0, uint8(14), uint16(15), uint32(16),
		}
		if got, err := many.Call(args...); err != nil || !same(got, args) {
			t.Errorf("%smany gives %v, %v", prefix, got, err)
		}
		nothing := typed[engine.Unit, engine.Unit](t, inst, prefix+"nothing")
		if _, err := nothing.Call(engine.Unit{}); err != nil {
			t.Errorf("%snothing: %v", prefix, err)
		}
		if f, err := inst.Func(prefix + "nothing"); err != nil {
			t.Error(err)
		} else if got, err := f.Call(); got != nil || err != nil {
			t.Errorf("%snothing gives %v, %v", prefix, got, err)
		}
	}
}

func TestMaps(t *testing.T) {
	eng := newEngineWith(t, engine.Config{ComponentMaps: true})
	c := compile(t, eng, string(fixture(t, "values/values-map.wat")))
	l := engine.NewLinker(eng)
	mustBe(t, engine.DefineResource[*thing](l.Root(), "thing", nil))
	mustBe(t, l.Root().Func("map", engine.F1(func(_ *engine.Store, m map[string]uint32) (map[string]uint32, error) { return m, nil })))
	inst := instantiate(t, l, c)
	for _, fn := range []string{"echo-map", "call-import-map"} {
		call := typed[map[string]uint32, map[string]uint32](t, inst, fn)
		for _, m := range append(randomValues[map[string]uint32]("map", 20), nil) {
			if got, err := call.Call(m); err != nil || !same(got, m) {
				t.Errorf("%s(%v) gives %v, %v", fn, m, got, err)
			}
		}
		f, err := inst.Func(fn)
		mustBe(t, err)
		m := engine.Map{{Key: "a", Value: uint32(1)}}
		if got, err := f.Call(m); err != nil || !same(got, m) {
			t.Errorf("%s(%v) gives %v, %v", fn, m, got, err)
		}
	}
	if _, err := newEngine(t).Compile(fixture(t, "values/values-map.wat")); err == nil {
		t.Error("an engine without maps compiles a component with them")
	}
}

// Nesting as deep as wasmtime takes it: the host must not run out of stack.
func TestDeepValues(t *testing.T) {
	const depth = 60
	option, list := "u8", "u8"
	var some, elems any = uint8(7), uint8(7)
	for range depth {
		option, some = "(option "+option+")", engine.Some(some)
		list, elems = "(list "+list+")", []any{elems}
	}
	eng := newEngine(t)
	l := engine.NewLinker(eng)
	echo := engine.F1(func(_ *engine.Store, v any) (any, error) { return v, nil })
	mustBe(t, l.Root().Func("option", echo))
	mustBe(t, l.Root().Func("list", echo))
	inst := instantiate(t, l, compile(t, eng, fmt.Sprintf(deepComponent, option, list)))
	for name, v := range map[string]any{"option": some, "list": elems} {
		f, err := inst.Func("deep-" + name)
		mustBe(t, err)
		if got, err := f.Call(v); err != nil || !same(got, v) {
			t.Errorf("%s of depth %d gives %v, %v", name, depth, got, err)
		}
	}
}

// deepComponent passes an option, which is too large for parameters and so is
// passed by its address, and a list to the host, and returns what that returns.
const deepComponent = `(component
  (import "option" (func $option (param "a" %[1]s) (result %[1]s)))
  (import "list" (func $list (param "a" %[2]s) (result %[2]s)))
  (core module $libc (memory (export "memory") 1) (global $next (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.set $next (i32.add (local.get $at) (local.get 3)))
      (local.get $at)))
  (core instance $libc (instantiate $libc))
  (core func $option (canon lower (func $option) (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $list (canon lower (func $list) (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core module $main
    (import "h" "option" (func $option (param i32 i32)))
    (import "h" "list" (func $list (param i32 i32 i32)))
    (func (export "option") (param i32) (result i32) (call $option (local.get 0) (i32.const 256)) (i32.const 256))
    (func (export "list") (param i32 i32) (result i32) (call $list (local.get 0) (local.get 1) (i32.const 256)) (i32.const 256)))
  (core instance $main (instantiate $main (with "h" (instance (export "option" (func $option)) (export "list" (func $list))))))
  (func (export "deep-option") (param "a" %[1]s) (result %[1]s)
    (canon lift (core func $main "option") (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "deep-list") (param "a" %[2]s) (result %[2]s)
    (canon lift (core func $main "list") (memory $libc "memory") (realloc (func $libc "realloc")))))`

// same compares values: floats by their bits, except that a NaN is a NaN, since
// wasmtime may change its payload; nil lists with empty ones.
func same(a, b any) bool { return sameValue(reflect.ValueOf(a), reflect.ValueOf(b)) }

func sameValue(a, b reflect.Value) bool {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return a.IsValid() == b.IsValid() && !a.IsValid()
	}
	switch a.Kind() {
	case reflect.Float32, reflect.Float64:
		x, y := a.Float(), b.Float()
		return math.IsNaN(x) && math.IsNaN(y) || math.Float64bits(x) == math.Float64bits(y)
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameValue(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		if a.Len() != b.Len() {
			return false
		}
		for _, k := range a.MapKeys() {
			if !sameValue(a.MapIndex(k), b.MapIndex(k)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if !sameValue(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface:
		return a.Kind() == reflect.Pointer && a.Pointer() == b.Pointer() ||
			a.IsNil() && b.IsNil() || !a.IsNil() && !b.IsNil() && sameValue(a.Elem(), b.Elem())
	default:
		return a.Interface() == b.Interface()
	}
}
