package engine

import (
	"github.com/qyvol/qyvol/engine/internal/component"
)

// The tuples differ in their length only; each is written out because Go's
// generics can't count.

func (Tuple1[A]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	if err := firstError(err0); err != nil {
		return nil, err
	}
	return params[Tuple1[A]]{
		count: 1, resources: c0.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple1[A]) error {
			return c0.lower(s, e, t.F0)
		},
	}, nil
}

func (Tuple2[A, B]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	c1, err1 := payloadOf[B](b)
	if err := firstError(err0, err1); err != nil {
		return nil, err
	}
	return params[Tuple2[A, B]]{
		count: 2, resources: c0.resources || c1.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple2[A, B]) error {
			if err := c0.lower(s, e, t.F0); err != nil {
				return err
			}
			return c1.lower(s, e, t.F1)
		},
	}, nil
}

func (Tuple3[A, B, C]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	c1, err1 := payloadOf[B](b)
	c2, err2 := payloadOf[C](b)
	if err := firstError(err0, err1, err2); err != nil {
		return nil, err
	}
	return params[Tuple3[A, B, C]]{
		count: 3, resources: c0.resources || c1.resources || c2.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple3[A, B, C]) error {
			if err := c0.lower(s, e, t.F0); err != nil {
				return err
			}
			if err := c1.lower(s, e, t.F1); err != nil {
				return err
			}
			return c2.lower(s, e, t.F2)
		},
	}, nil
}

func (Tuple4[A, B, C, D]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	c1, err1 := payloadOf[B](b)
	c2, err2 := payloadOf[C](b)
	c3, err3 := payloadOf[D](b)
	if err := firstError(err0, err1, err2, err3); err != nil {
		return nil, err
	}
	return params[Tuple4[A, B, C, D]]{
		count: 4, resources: c0.resources || c1.resources || c2.resources || c3.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple4[A, B, C, D]) error {
			if err := c0.lower(s, e, t.F0); err != nil {
				return err
			}
			if err := c1.lower(s, e, t.F1); err != nil {
				return err
			}
			if err := c2.lower(s, e, t.F2); err != nil {
				return err
			}
			return c3.lower(s, e, t.F3)
		},
	}, nil
}

func (Tuple5[A, B, C, D, E]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	c1, err1 := payloadOf[B](b)
	c2, err2 := payloadOf[C](b)
	c3, err3 := payloadOf[D](b)
	c4, err4 := payloadOf[E](b)
	if err := firstError(err0, err1, err2, err3, err4); err != nil {
		return nil, err
	}
	return params[Tuple5[A, B, C, D, E]]{
		count: 5, resources: c0.resources || c1.resources || c2.resources || c3.resources || c4.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple5[A, B, C, D, E]) error {
			if err := c0.lower(s, e, t.F0); err != nil {
				return err
			}
			if err := c1.lower(s, e, t.F1); err != nil {
				return err
			}
			if err := c2.lower(s, e, t.F2); err != nil {
				return err
			}
			if err := c3.lower(s, e, t.F3); err != nil {
				return err
			}
			return c4.lower(s, e, t.F4)
		},
	}, nil
}

func (Tuple6[A, B, C, D, E, F]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	c1, err1 := payloadOf[B](b)
	c2, err2 := payloadOf[C](b)
	c3, err3 := payloadOf[D](b)
	c4, err4 := payloadOf[E](b)
	c5, err5 := payloadOf[F](b)
	if err := firstError(err0, err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	return params[Tuple6[A, B, C, D, E, F]]{
		count: 6, resources: c0.resources || c1.resources || c2.resources || c3.resources || c4.resources || c5.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple6[A, B, C, D, E, F]) error {
			if err := c0.lower(s, e, t.F0); err != nil {
				return err
			}
			if err := c1.lower(s, e, t.F1); err != nil {
				return err
			}
			if err := c2.lower(s, e, t.F2); err != nil {
				return err
			}
			if err := c3.lower(s, e, t.F3); err != nil {
				return err
			}
			if err := c4.lower(s, e, t.F4); err != nil {
				return err
			}
			return c5.lower(s, e, t.F5)
		},
	}, nil
}

func (Tuple7[A, B, C, D, E, F, G]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	c1, err1 := payloadOf[B](b)
	c2, err2 := payloadOf[C](b)
	c3, err3 := payloadOf[D](b)
	c4, err4 := payloadOf[E](b)
	c5, err5 := payloadOf[F](b)
	c6, err6 := payloadOf[G](b)
	if err := firstError(err0, err1, err2, err3, err4, err5, err6); err != nil {
		return nil, err
	}
	return params[Tuple7[A, B, C, D, E, F, G]]{
		count:     7,
		resources: c0.resources || c1.resources || c2.resources || c3.resources || c4.resources || c5.resources || c6.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple7[A, B, C, D, E, F, G]) error {
			if err := c0.lower(s, e, t.F0); err != nil {
				return err
			}
			if err := c1.lower(s, e, t.F1); err != nil {
				return err
			}
			if err := c2.lower(s, e, t.F2); err != nil {
				return err
			}
			if err := c3.lower(s, e, t.F3); err != nil {
				return err
			}
			if err := c4.lower(s, e, t.F4); err != nil {
				return err
			}
			if err := c5.lower(s, e, t.F5); err != nil {
				return err
			}
			return c6.lower(s, e, t.F6)
		},
	}, nil
}

func (Tuple8[A, B, C, D, E, F, G, H]) params(b *binder) (any, error) {
	c0, err0 := payloadOf[A](b)
	c1, err1 := payloadOf[B](b)
	c2, err2 := payloadOf[C](b)
	c3, err3 := payloadOf[D](b)
	c4, err4 := payloadOf[E](b)
	c5, err5 := payloadOf[F](b)
	c6, err6 := payloadOf[G](b)
	c7, err7 := payloadOf[H](b)
	if err := firstError(err0, err1, err2, err3, err4, err5, err6, err7); err != nil {
		return nil, err
	}
	return params[Tuple8[A, B, C, D, E, F, G, H]]{
		count:     8,
		resources: c0.resources || c1.resources || c2.resources || c3.resources || c4.resources || c5.resources || c6.resources || c7.resources,
		lower: func(s *Store, e *component.Encoder, t Tuple8[A, B, C, D, E, F, G, H]) error {
			if err := c0.lower(s, e, t.F0); err != nil {
				return err
			}
			if err := c1.lower(s, e, t.F1); err != nil {
				return err
			}
			if err := c2.lower(s, e, t.F2); err != nil {
				return err
			}
			if err := c3.lower(s, e, t.F3); err != nil {
				return err
			}
			if err := c4.lower(s, e, t.F4); err != nil {
				return err
			}
			if err := c5.lower(s, e, t.F5); err != nil {
				return err
			}
			if err := c6.lower(s, e, t.F6); err != nil {
				return err
			}
			return c7.lower(s, e, t.F7)
		},
	}, nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
