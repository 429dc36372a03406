package engine

import (
	"fmt"
	"math"
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

type (
	rawFunc  = component.Func
	coreFunc = component.CoreExport
)

// Kinds of core values, as wasm.h numbers them.
const (
	coreI32 = iota
	coreI64
	coreF32
	coreF64
	coreV128
	coreExternref = 128
	coreFuncref   = 129
	coreOther     = 255 // a reference that has no number
)

var coreNames = [...]TypeKind{coreI32: "i32", coreI64: "i64", coreF32: "f32", coreF64: "f64"}

// coreKindName names a kind, also those that no Go type stands for.
func coreKindName(kind byte) TypeKind {
	switch kind {
	case coreV128:
		return "v128"
	case coreExternref:
		return "externref"
	case coreFuncref:
		return "funcref"
	case coreOther:
		return "reference"
	}
	if int(kind) < len(coreNames) {
		return coreNames[kind]
	}
	return "unknown"
}

// callCore calls a core function: int32, uint32, int64, uint64, float32 and
// float64 are its values.
func (f *Func) callCore(args []any) (any, error) {
	vals := make([]uint64, max(len(args), len(f.core.Results)))
	for i, arg := range args {
		bits, err := coreBits(f.core.Params[i], arg)
		if err != nil {
			return nil, &Error{Op: "call", Message: fmt.Sprintf("%s: argument %d: %v", f.name, i+1, err), Cause: err}
		}
		vals[i] = bits
	}
	if err := f.core.Call(f.instance.store.owner(), vals); err != nil {
		return nil, f.instance.store.runError("call", err)
	}
	results := make(Tuple, len(f.core.Results))
	for i, kind := range f.core.Results {
		results[i] = coreValue(kind, vals[i])
	}
	switch len(results) {
	case 0:
		return nil, nil //nolint:nilnil // a function without a result
	case 1:
		return results[0], nil
	default:
		return results, nil
	}
}

func coreBits(kind byte, arg any) (uint64, error) {
	v := reflect.ValueOf(arg)
	switch {
	case arg == nil:
	case kind == coreI32 && v.Kind() == reflect.Int32:
		return uint64(uint32(v.Int())), nil //nolint:gosec // the same bits
	case kind == coreI32 && v.Kind() == reflect.Uint32:
		return v.Uint(), nil
	case kind == coreI64 && v.Kind() == reflect.Int64:
		return uint64(v.Int()), nil //nolint:gosec // the same bits
	case kind == coreI64 && v.Kind() == reflect.Uint64:
		return v.Uint(), nil
	case kind == coreF32 && v.Kind() == reflect.Float32:
		return uint64(math.Float32bits(float32(v.Float()))), nil
	case kind == coreF64 && v.Kind() == reflect.Float64:
		return math.Float64bits(v.Float()), nil
	}
	return 0, fmt.Errorf("a %T is no %s", arg, coreKindName(kind))
}

func coreValue(kind byte, bits uint64) any {
	switch kind {
	case coreI32:
		return int32(uint32(bits)) //nolint:gosec // the low bits
	case coreI64:
		return int64(bits) //nolint:gosec // the same bits
	case coreF32:
		return math.Float32frombits(uint32(bits)) //nolint:gosec // the low bits
	case coreF64:
		return math.Float64frombits(bits)
	default:
		return nil
	}
}
