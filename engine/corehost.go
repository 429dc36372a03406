package engine

import (
	"math"
	"reflect"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Caller is the core module that calls a host function, valid until the
// function returns.
type Caller struct {
	Store *Store
	raw   *component.CoreCall
}

// Memory views the caller's exported memory, or nil. The view is valid until
// the memory grows.
func (c *Caller) Memory(name string) []byte {
	if c.raw == nil {
		return nil
	}
	return c.raw.Memory(name)
}

// Arg returns the bits of the nth parameter.
func (c *Caller) Arg(n int) uint64 {
	if c.raw == nil {
		return 0
	}
	return c.raw.Arg(n)
}

// SetResult sets the bits of the nth result.
func (c *Caller) SetResult(n int, bits uint64) {
	if c.raw != nil {
		c.raw.SetResult(n, bits)
	}
}

// CoreFunc defines a host function for core modules: a Go function of int32,
// uint32, int64, uint64, float32 and float64, which may take a *Caller first
// and return an error last. It is called through reflection.
func (l *Linker) CoreFunc(module, name string, fn any) error {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func {
		return &TypeError{reflect.TypeOf(fn), "it is not a function"}
	}
	r := coreReflection{fn: v}
	if err := r.describe(); err != nil {
		return err
	}
	return l.RawCoreFunc(module, name, CoreSignature{r.params, r.results}, r.call)
}

// CoreSignature are the types of a core function: "i32", "i64", "f32", "f64".
type CoreSignature struct {
	Params, Results []TypeKind
}

// RawCoreFunc defines a host function for core modules that reads and writes
// the bits of its values itself: no reflection, no allocation.
func (l *Linker) RawCoreFunc(module, name string, sig CoreSignature, fn func(*Caller) error) error {
	core, err := rawCore(CoreFunction{Signature: sig, Call: fn})
	if err != nil {
		return err
	}
	return l.defineCore(func() error {
		if l.raw == nil {
			return component.ErrClosed
		}
		define := func(raw *component.Linker) error { return raw.CoreFunc(module, name, core) }
		if err := define(l.raw); err != nil {
			return err
		}
		l.replay = append(l.replay, define)
		if l.coreNames == nil {
			l.coreNames = map[[2]string]bool{}
		}
		l.coreNames[[2]string{module, name}] = true
		return nil
	})
}

// rawCore is a function as package component has it.
func rawCore(f CoreFunction) (component.CoreFunc, error) {
	params, err := coreKinds(f.Signature.Params)
	if err != nil {
		return component.CoreFunc{}, err
	}
	results, err := coreKinds(f.Signature.Results)
	if err != nil {
		return component.CoreFunc{}, err
	}
	direct, err := f.Direct.of(f.Signature)
	if err != nil {
		return component.CoreFunc{}, err
	}
	call := func(c *component.CoreCall) error {
		s := storeOf(c.Store)
		outer := s.caller
		s.caller = Caller{Store: s, raw: c}
		defer func() { s.caller = outer }()
		return f.Call(&s.caller)
	}
	return component.CoreFunc{Params: params, Results: results, Call: call, Memory: f.Memory, Direct: direct}, nil
}

func coreKinds(types []TypeKind) ([]byte, error) {
	kinds := make([]byte, len(types))
	for i, t := range types {
		kind := -1
		for k, name := range coreNames {
			if name == t {
				kind = k
			}
		}
		if kind < 0 {
			return nil, &Error{Op: "link", Message: string(t) + " is no core value type that a host function can have"}
		}
		kinds[i] = byte(kind)
	}
	return kinds, nil
}

type coreReflection struct {
	fn                      reflect.Value
	takesCaller, givesError bool
	params, results         []TypeKind
}

func (r *coreReflection) describe() error {
	t := r.fn.Type()
	r.takesCaller = t.NumIn() > 0 && t.In(0) == reflect.TypeFor[*Caller]()
	for i := range t.NumIn() {
		if i == 0 && r.takesCaller {
			continue
		}
		kind, ok := coreKindOf(t.In(i))
		if !ok {
			return &TypeError{t.In(i), "core modules have numbers only"}
		}
		r.params = append(r.params, kind)
	}
	for i := range t.NumOut() {
		if i == t.NumOut()-1 && t.Out(i) == reflect.TypeFor[error]() {
			r.givesError = true
			break
		}
		kind, ok := coreKindOf(t.Out(i))
		if !ok {
			return &TypeError{t.Out(i), "core modules have numbers only"}
		}
		r.results = append(r.results, kind)
	}
	return nil
}

func coreKindOf(t reflect.Type) (TypeKind, bool) {
	switch t.Kind() {
	case reflect.Int32, reflect.Uint32:
		return coreNames[coreI32], true
	case reflect.Int64, reflect.Uint64:
		return coreNames[coreI64], true
	case reflect.Float32:
		return coreNames[coreF32], true
	case reflect.Float64:
		return coreNames[coreF64], true
	default:
		return "", false
	}
}

func (r *coreReflection) call(c *Caller) error {
	t := r.fn.Type()
	in := make([]reflect.Value, t.NumIn())
	offset := 0
	if r.takesCaller {
		in[0], offset = reflect.ValueOf(c), 1
	}
	for i := range r.params {
		in[i+offset] = fromBits(t.In(i+offset), c.Arg(i))
	}
	out := r.fn.Call(in)
	if r.givesError {
		if err, _ := out[len(out)-1].Interface().(error); err != nil {
			return err
		}
	}
	for i := range r.results {
		c.SetResult(i, toBits(out[i]))
	}
	return nil
}

func fromBits(t reflect.Type, bits uint64) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Int32:
		v.SetInt(int64(int32(uint32(bits)))) //nolint:gosec // the low bits
	case reflect.Uint32:
		v.SetUint(bits & math.MaxUint32)
	case reflect.Int64:
		v.SetInt(int64(bits)) //nolint:gosec // the same bits
	case reflect.Uint64:
		v.SetUint(bits)
	case reflect.Float32:
		v.SetFloat(float64(math.Float32frombits(uint32(bits)))) //nolint:gosec // the low bits
	default:
		v.SetFloat(math.Float64frombits(bits))
	}
	return v
}

func toBits(v reflect.Value) uint64 {
	switch v.Kind() {
	case reflect.Int32:
		return uint64(uint32(v.Int())) //nolint:gosec // the same bits
	case reflect.Int64:
		return uint64(v.Int()) //nolint:gosec // the same bits
	case reflect.Float32:
		return uint64(math.Float32bits(float32(v.Float())))
	case reflect.Float64:
		return math.Float64bits(v.Float())
	default:
		return v.Uint()
	}
}
