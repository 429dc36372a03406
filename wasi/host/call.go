package host

import "github.com/qyvol/qyvol/engine"

// Call is one call of a host function.
type Call struct {
	*Host
	Store *engine.Store
}

// Own gives a new resource to the guest, if it may have one more.
func Own[T any](c Call, value T) (engine.Own[T], error) {
	return engine.Own[T]{Value: value}, c.Admit(c.Store)
}

// enter begins a call.
func enter(s *engine.Store, i Interface) (Call, error) {
	h, err := Of(s)
	if err != nil {
		return Call{}, err
	}
	h.Counters.calls[i].Add(1)
	return Call{h, s}, h.Err()
}

// F0 makes a host function of an interface, without parameters. As with the
// engine's functions of that name, an error traps the guest.
func F0[R any](i Interface, fn func(Call) (R, error)) engine.HostFunc {
	return engine.F0(func(s *engine.Store) (R, error) {
		c, err := enter(s, i)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c)
	})
}

// F1 makes a host function of one parameter.
func F1[A, R any](i Interface, fn func(Call, A) (R, error)) engine.HostFunc {
	return engine.F1(func(s *engine.Store, a A) (R, error) {
		c, err := enter(s, i)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c, a)
	})
}

// F2 makes a host function of two parameters.
func F2[A, B, R any](i Interface, fn func(Call, A, B) (R, error)) engine.HostFunc {
	return engine.F2(func(s *engine.Store, a A, b B) (R, error) {
		c, err := enter(s, i)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c, a, b)
	})
}

// F3 makes a host function of three parameters.
func F3[A, B, C, R any](i Interface, fn func(Call, A, B, C) (R, error)) engine.HostFunc {
	return engine.F3(func(s *engine.Store, a A, b B, d C) (R, error) {
		c, err := enter(s, i)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c, a, b, d)
	})
}

// F4 makes a host function of four parameters.
func F4[A, B, C, D, R any](i Interface, fn func(Call, A, B, C, D) (R, error)) engine.HostFunc {
	return engine.F4(func(s *engine.Store, a A, b B, d C, e D) (R, error) {
		c, err := enter(s, i)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c, a, b, d, e)
	})
}

// F5 makes a host function of five parameters.
func F5[A, B, C, D, E, R any](i Interface, fn func(Call, A, B, C, D, E) (R, error)) engine.HostFunc {
	return engine.F5(func(s *engine.Store, a A, b B, d C, e D, f E) (R, error) {
		c, err := enter(s, i)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c, a, b, d, e, f)
	})
}

// Define defines functions in an instance of a linker, each under its name, and
// their variants for adapted guests.
func Define(l *engine.LinkerInstance, funcs ...Func) error { return define(l, nil, funcs) }

func define(l *engine.LinkerInstance, types []known, funcs []Func) error {
	for _, f := range funcs {
		if err := defineAs(l, types, f.Name, f.Func); err != nil {
			return err
		}
	}
	return defineLane(l, types, funcs)
}

// defineAs defines a function by its type, if that is known.
func defineAs(l *engine.LinkerInstance, types []known, name string, fn engine.HostFunc) error {
	for n := range types {
		if types[n].name == name {
			return l.FuncOf(name, &types[n].Func, fn)
		}
	}
	return l.Func(name, fn)
}

// Func is a host function and its name.
type Func struct {
	Name string
	Func engine.HostFunc
	// Lane is the variant of a function with bytes that package lane adapts
	// guests to: engine.LaneBytes in place of []byte. Nil: there is none.
	Lane *engine.HostFunc
}
