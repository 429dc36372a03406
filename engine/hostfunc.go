package engine

import (
	"github.com/qyvol/qyvol/engine/internal/component"
)

// HostFunc is an ordinary Go function made ready to be called by a component
// without reflection: F0 to F6 make one, by the number of parameters.
//
//	instance.Func("add", engine.F2(func(s *engine.Store, a, b uint32) (uint32, error) {
//		return a + b, nil
//	}))
//
// The store is the caller's. A result of type Unit is no result. An error traps the
// guest, except for an *ExitError, which ends it; return a Result for what the guest
// should handle.
// A call that passes more than 65,536 handles traps.
// A host function must not call runtime.Goexit, as testing's FailNow does: the
// guest's stack can't be unwound that way.
type HostFunc struct {
	bind   func(*binder) (hostBinding, error)
	direct Direct // what C answers in its place
}

// hostBinding is a host function bound to a linker.
type hostBinding struct {
	call      component.HostFunc
	resources bool  // some parameter may hold one
	shape     shape // the function's type; nil is any
}

// F0 makes a host function of no parameter.
func F0[R any](fn func(*Store) (R, error)) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		result, err := codecOf[R](b)
		if err := firstError(err); err != nil {
			return hostBinding{}, err
		}
		call := func(c *component.Call) error {
			s, err := enter(c, 0, result.unit)
			if err != nil {
				return err
			}
			s.current = nil
			r, err := fn(s)
			if err != nil {
				return err
			}
			return lowerResult(s, c, &result, r)
		}
		return hostBinding{call: call, shape: funcShape(&result)}, nil
	}}
}

// F1 makes a host function of one parameter.
func F1[A, R any](fn func(*Store, A) (R, error)) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		c0, err0 := payloadOf[A](b)
		result, err := codecOf[R](b)
		if err := firstError(err0, err); err != nil {
			return hostBinding{}, err
		}
		call := func(c *component.Call) error {
			s, err := enter(c, 1, result.unit)
			if err != nil {
				return err
			}
			a0, err := c0.lift(s, &c.Args[0])
			if err != nil {
				return argError(s, 0, err)
			}
			s.current = nil
			r, err := fn(s, a0)
			if err != nil {
				return err
			}
			return lowerResult(s, c, &result, r)
		}
		return hostBinding{call: call, resources: c0.resources, shape: funcShape(&result, c0.shape)}, nil
	}}
}

// F2 makes a host function of two parameters.
func F2[A, B, R any](fn func(*Store, A, B) (R, error)) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		c0, err0 := payloadOf[A](b)
		c1, err1 := payloadOf[B](b)
		result, err := codecOf[R](b)
		if err := firstError(err0, err1, err); err != nil {
			return hostBinding{}, err
		}
		call := func(c *component.Call) error {
			s, err := enter(c, 2, result.unit)
			if err != nil {
				return err
			}
			a0, err := c0.lift(s, &c.Args[0])
			if err != nil {
				return argError(s, 0, err)
			}
			a1, err := c1.lift(s, &c.Args[1])
			if err != nil {
				return argError(s, 1, err)
			}
			s.current = nil
			r, err := fn(s, a0, a1)
			if err != nil {
				return err
			}
			return lowerResult(s, c, &result, r)
		}
		return hostBinding{call: call, resources: c0.resources || c1.resources, shape: funcShape(&result, c0.shape, c1.shape)}, nil
	}}
}

// F3 makes a host function of three parameters.
func F3[A, B, C, R any](fn func(*Store, A, B, C) (R, error)) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		c0, err0 := payloadOf[A](b)
		c1, err1 := payloadOf[B](b)
		c2, err2 := payloadOf[C](b)
		result, err := codecOf[R](b)
		if err := firstError(err0, err1, err2, err); err != nil {
			return hostBinding{}, err
		}
		call := func(c *component.Call) error {
			s, err := enter(c, 3, result.unit)
			if err != nil {
				return err
			}
			a0, err := c0.lift(s, &c.Args[0])
			if err != nil {
				return argError(s, 0, err)
			}
			a1, err := c1.lift(s, &c.Args[1])
			if err != nil {
				return argError(s, 1, err)
			}
			a2, err := c2.lift(s, &c.Args[2])
			if err != nil {
				return argError(s, 2, err)
			}
			s.current = nil
			r, err := fn(s, a0, a1, a2)
			if err != nil {
				return err
			}
			return lowerResult(s, c, &result, r)
		}
		return hostBinding{call: call, resources: c0.resources || c1.resources || c2.resources, shape: funcShape(&result, c0.shape, c1.shape, c2.shape)}, nil
	}}
}

// F4 makes a host function of four parameters.
func F4[A, B, C, D, R any](fn func(*Store, A, B, C, D) (R, error)) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		c0, err0 := payloadOf[A](b)
		c1, err1 := payloadOf[B](b)
		c2, err2 := payloadOf[C](b)
		c3, err3 := payloadOf[D](b)
		result, err := codecOf[R](b)
		if err := firstError(err0, err1, err2, err3, err); err != nil {
			return hostBinding{}, err
		}
		call := func(c *component.Call) error {
			s, err := enter(c, 4, result.unit)
			if err != nil {
				return err
			}
			a0, err := c0.lift(s, &c.Args[0])
			if err != nil {
				return argError(s, 0, err)
			}
			a1, err := c1.lift(s, &c.Args[1])
			if err != nil {
				return argError(s, 1, err)
			}
			a2, err := c2.lift(s, &c.Args[2])
			if err != nil {
				return argError(s, 2, err)
			}
			a3, err := c3.lift(s, &c.Args[3])
			if err != nil {
				return argError(s, 3, err)
			}
			s.current = nil
			r, err := fn(s, a0, a1, a2, a3)
			if err != nil {
				return err
			}
			return lowerResult(s, c, &result, r)
		}
		return hostBinding{call: call, resources: c0.resources || c1.resources || c2.resources || c3.resources, shape: funcShape(&result, c0.shape, c1.shape, c2.shape, c3.shape)}, nil
	}}
}

// F5 makes a host function of five parameters.
func F5[A, B, C, D, E, R any](fn func(*Store, A, B, C, D, E) (R, error)) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		c0, err0 := payloadOf[A](b)
		c1, err1 := payloadOf[B](b)
		c2, err2 := payloadOf[C](b)
		c3, err3 := payloadOf[D](b)
		c4, err4 := payloadOf[E](b)
		result, err := codecOf[R](b)
		if err := firstError(err0, err1, err2, err3, err4, err); err != nil {
			return hostBinding{}, err
		}
		call := func(c *component.Call) error {
			s, err := enter(c, 5, result.unit)
			if err != nil {
				return err
			}
			a0, err := c0.lift(s, &c.Args[0])
			if err != nil {
				return argError(s, 0, err)
			}
			a1, err := c1.lift(s, &c.Args[1])
			if err != nil {
				return argError(s, 1, err)
			}
			a2, err := c2.lift(s, &c.Args[2])
			if err != nil {
				return argError(s, 2, err)
			}
			a3, err := c3.lift(s, &c.Args[3])
			if err != nil {
				return argError(s, 3, err)
			}
			a4, err := c4.lift(s, &c.Args[4])
			if err != nil {
				return argError(s, 4, err)
			}
			s.current = nil
			r, err := fn(s, a0, a1, a2, a3, a4)
			if err != nil {
				return err
			}
			return lowerResult(s, c, &result, r)
		}
		return hostBinding{call: call, resources: c0.resources || c1.resources || c2.resources || c3.resources || c4.resources, shape: funcShape(&result, c0.shape, c1.shape, c2.shape, c3.shape, c4.shape)}, nil
	}}
}

// F6 makes a host function of six parameters.
func F6[A, B, C, D, E, F, R any](fn func(*Store, A, B, C, D, E, F) (R, error)) HostFunc {
	return HostFunc{bind: func(b *binder) (hostBinding, error) {
		c0, err0 := payloadOf[A](b)
		c1, err1 := payloadOf[B](b)
		c2, err2 := payloadOf[C](b)
		c3, err3 := payloadOf[D](b)
		c4, err4 := payloadOf[E](b)
		c5, err5 := payloadOf[F](b)
		result, err := codecOf[R](b)
		if err := firstError(err0, err1, err2, err3, err4, err5, err); err != nil {
			return hostBinding{}, err
		}
		call := func(c *component.Call) error {
			s, err := enter(c, 6, result.unit)
			if err != nil {
				return err
			}
			a0, err := c0.lift(s, &c.Args[0])
			if err != nil {
				return argError(s, 0, err)
			}
			a1, err := c1.lift(s, &c.Args[1])
			if err != nil {
				return argError(s, 1, err)
			}
			a2, err := c2.lift(s, &c.Args[2])
			if err != nil {
				return argError(s, 2, err)
			}
			a3, err := c3.lift(s, &c.Args[3])
			if err != nil {
				return argError(s, 3, err)
			}
			a4, err := c4.lift(s, &c.Args[4])
			if err != nil {
				return argError(s, 4, err)
			}
			a5, err := c5.lift(s, &c.Args[5])
			if err != nil {
				return argError(s, 5, err)
			}
			s.current = nil
			r, err := fn(s, a0, a1, a2, a3, a4, a5)
			if err != nil {
				return err
			}
			return lowerResult(s, c, &result, r)
		}
		return hostBinding{call: call, resources: c0.resources || c1.resources || c2.resources || c3.resources || c4.resources || c5.resources, shape: funcShape(&result, c0.shape, c1.shape, c2.shape, c3.shape, c4.shape, c5.shape)}, nil
	}}
}
