package engine_test

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"

	"github.com/qyvol/qyvol/engine"
)

// Random values of a Go type or of a type of the Component Model, from a fixed
// seed, so that a failure repeats.

func randomValues[T any](seed string, n int) []T {
	h := fnv.New64a()
	_, _ = h.Write([]byte(seed))
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	values := make([]T, n)
	for i := range values {
		randomGo(r, reflect.ValueOf(&values[i]).Elem())
	}
	return values
}

func randomGo(r *rand.Rand, v reflect.Value) {
	if names, ok := v.Interface().(interface{ Cases() []string }); ok {
		v.SetUint(r.Uint64N(uint64(len(names.Cases()))))
		return
	}
	if names, ok := v.Interface().(interface{ FlagNames() []string }); ok {
		v.SetUint(r.Uint64N(1 << len(names.FlagNames())))
		return
	}
	if _, ok := v.Interface().(engine.Char); ok {
		v.SetInt(int64(randomChar(r)))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(randomBits(r)) >> (64 - v.Type().Bits()))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(randomBits(r) >> (64 - v.Type().Bits()))
	case reflect.Float32:
		v.SetFloat(float64(math.Float32frombits(r.Uint32())))
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(r.Uint64()))
	case reflect.String:
		v.SetString(randomString(r))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(9), 9))
		for i := range v.Len() {
			randomGo(r, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(9) {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			randomGo(r, key)
			randomGo(r, elem)
			v.SetMapIndex(key, elem)
		}
	case reflect.Struct:
		randomStruct(r, v)
	default:
		panic("no random " + v.Type().String())
	}
}

func randomStruct(r *rand.Rand, v reflect.Value) {
	t := v.Type()
	if t.NumField() > 0 && t.Field(0).Type == reflect.TypeFor[engine.OneOf]() {
		field := v.Field(1 + r.IntN(t.NumField()-1))
		field.Set(reflect.New(field.Type().Elem()))
		randomGo(r, field.Elem())
		return
	}
	for i := range t.NumField() {
		randomGo(r, v.Field(i))
	}
	// What an option or a result does not have must not be compared.
	for field, has := range map[string]string{"Value": "Some", "Err": "OK"} {
		if flag, f := v.FieldByName(has), v.FieldByName(field); flag.IsValid() && f.IsValid() && flag.Bool() == (has == "OK") {
			f.SetZero()
		}
	}
	if ok, value := v.FieldByName("OK"), v.FieldByName("Value"); ok.IsValid() && !ok.Bool() {
		value.SetZero()
	}
}

// randomBits are often extremes.
func randomBits(r *rand.Rand) uint64 {
	switch r.IntN(4) {
	case 0:
		return 0
	case 1:
		return math.MaxUint64
	default:
		return r.Uint64()
	}
}

func randomChar(r *rand.Rand) rune {
	for {
		if c := rune(r.IntN(0x110000)); c < 0xd800 || c > 0xdfff {
			return c
		}
	}
}

func randomString(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(20) {
		switch r.IntN(3) {
		case 0:
			b.WriteRune(rune(r.IntN(128)))
		case 1:
			b.WriteRune(rune(r.IntN(0x800)))
		default:
			b.WriteRune(randomChar(r))
		}
	}
	return b.String()
}

// randomOf is a value of a type that a component describes, as Func.Call takes
// it and returns it.
func randomOf(r *rand.Rand, t *engine.ValType, depth int) any {
	payload := func(t *engine.ValType) any {
		if t == nil {
			return nil
		}
		return randomOf(r, t, depth-1)
	}
	switch t.Kind {
	case engine.TypeList:
		list := make([]any, r.IntN(max(depth, 1)*3))
		for i := range list {
			list[i] = payload(t.Elem)
		}
		return list
	case engine.TypeRecord:
		record := make(engine.Record, len(t.Members))
		for i, m := range t.Members {
			record[i] = engine.Field{Name: m.Name, Value: payload(m.Type)}
		}
		return record
	case engine.TypeTuple:
		tuple := make(engine.Tuple, len(t.Members))
		for i, m := range t.Members {
			tuple[i] = payload(m.Type)
		}
		return tuple
	case engine.TypeVariant:
		m := t.Members[r.IntN(len(t.Members))]
		return engine.Variant{Case: m.Name, Value: payload(m.Type)}
	case engine.TypeEnum:
		return engine.Enum(t.Members[r.IntN(len(t.Members))].Name)
	case engine.TypeFlags:
		flags := engine.Flags{}
		for _, m := range t.Members {
			if r.IntN(2) == 0 {
				flags = append(flags, m.Name)
			}
		}
		return flags
	case engine.TypeOption:
		if r.IntN(3) == 0 {
			return engine.None[any]()
		}
		return engine.Some(payload(t.Elem))
	case engine.TypeResult:
		if r.IntN(2) == 0 {
			return engine.Ok[any, any](payload(t.Elem))
		}
		return engine.Err[any](payload(t.Err))
	default:
		return randomScalar(r, t.Kind)
	}
}

func randomScalar(r *rand.Rand, kind engine.TypeKind) any {
	bits := randomBits(r)
	switch kind {
	case engine.TypeBool:
		return bits&1 == 0
	case engine.TypeS8:
		return int8(bits)
	case engine.TypeU8:
		return uint8(bits)
	case engine.TypeS16:
		return int16(bits)
	case engine.TypeU16:
		return uint16(bits)
	case engine.TypeS32:
		return int32(bits)
	case engine.TypeU32:
		return uint32(bits)
	case engine.TypeS64:
		return int64(bits)
	case engine.TypeU64:
		return bits
	case engine.TypeF32:
		return math.Float32frombits(uint32(bits))
	case engine.TypeF64:
		return math.Float64frombits(bits)
	case engine.TypeChar:
		return engine.Char(randomChar(r))
	case engine.TypeString:
		return randomString(r)
	default:
		panic("no random " + kind)
	}
}
