package engine

import "context"

// CallContext is Call within a context: when that is done, the guest stops at its next
// loop or call, with an InterruptError whose cause is the context's. The engine must
// have EpochInterruption, unless the context can't be done. A store whose guest was
// stopped runs no other: see Store.Interrupt. Host functions get the context with
// Store.Context; one that waits has to heed it.
func (f *Func) CallContext(ctx context.Context, args ...any) (any, error) {
	if f.instance == nil {
		return f.Call(args...)
	}
	end, err := f.instance.store.within(ctx, "call")
	if err != nil {
		return nil, err
	}
	result, err := f.Call(args...)
	if err = end(err); err != nil {
		return nil, err
	}
	return result, nil
}

// CallContext is Call within a context, as that of Func is.
func (t *TypedFunc[P, R]) CallContext(ctx context.Context, p P) (R, error) {
	if t.f == nil {
		return t.Call(p)
	}
	var zero R
	end, err := t.f.instance.store.within(ctx, "call")
	if err != nil {
		return zero, err
	}
	result, err := t.Call(p)
	if err = end(err); err != nil {
		return zero, err
	}
	return result, nil
}

// InstantiateContext is Instantiate within a context, which ends start functions as
// CallContext ends calls.
func (l *Linker) InstantiateContext(ctx context.Context, s *Store, c *Component) (*Instance, error) {
	if l.root == nil || s.raw == nil {
		return l.Instantiate(s, c)
	}
	end, err := s.within(ctx, "instantiate")
	if err != nil {
		return nil, err
	}
	instance, err := l.Instantiate(s, c)
	if err = end(err); err != nil {
		return nil, err
	}
	return instance, nil
}

// Context is that of the call or the instantiation under way, for its host functions:
// context.Background unless CallContext or SetContext gave one.
func (s *Store) Context() context.Context {
	if s.context == nil {
		return context.Background()
	}
	return s.context
}

// SetContext gives the calls of host functions a context that interrupts nothing, until
// another is set.
func (s *Store) SetContext(ctx context.Context) { s.context = ctx }

// within interrupts the store when ctx is done, until end is called, which is given how
// the call ended: it was interrupted if the store was, even if it had ended by then. A
// store is not interrupted by a context that was done before.
func (s *Store) within(ctx context.Context, op string) (end func(error) error, err error) {
	before := s.context
	s.context = ctx
	leave := func(err error) error { s.context = before; return err }
	if ctx.Done() == nil || s.raw == nil {
		return leave, nil
	}
	if ctx.Err() != nil {
		s.context = before
		return nil, &InterruptError{Reason: Interrupted, Cause: context.Cause(ctx)}
	}
	if !s.engine.config.EpochInterruption {
		s.context = before
		return nil, &Error{Op: op, Message: "a context that can be done needs an engine with EpochInterruption"}
	}
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		s.Interrupt(context.Cause(ctx))
		close(interrupted)
	})
	return func(err error) error {
		if !stop() {
			<-interrupted
			if err == nil {
				err = &InterruptError{Reason: Interrupted, Cause: s.shared.why()}
			}
		}
		return leave(err)
	}, nil
}
