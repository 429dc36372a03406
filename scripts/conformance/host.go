package main

import (
	"fmt"

	"github.com/qyvol/qyvol/engine"
)

// host is what scripts for components may import: the functions and resources
// that wasmtime's own runner of scripts provides.
type host struct {
	engine *engine.Engine
	module *engine.Component
	drops  uint32 // of resources of type one
	last   uint32 // of these, which was dropped last
}

// one and two are the host's resource types. One is a number of the guest's
// choosing, and nothing makes a two.
type (
	one struct{ rep uint32 }
	two struct{}
)

const simpleModule = `(module
	(global (export "g") i32 (i32.const 100))
	(func (export "f") (result i32) (i32.const 101)))`

func newHost(e *engine.Engine) (*host, error) {
	m, err := e.Compile([]byte(simpleModule))
	return &host{engine: e, module: m}, err
}

// linker makes a new one, as the first instantiation ends the definitions of one.
func (h *host) linker() (*engine.Linker, error) {
	l := engine.NewLinker(h.engine)
	i := l.Instance("host")
	for _, define := range []func(root, i *engine.LinkerInstance) error{h.functions, h.resources, h.methods, h.statics} {
		if err := define(l.Root(), i); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (h *host) functions(root, i *engine.LinkerInstance) error {
	for _, f := range []struct {
		in   *engine.LinkerInstance
		name string
		fn   engine.HostFunc
	}{
		{root, "host-echo-u32", engine.F1(func(_ *engine.Store, n uint32) (uint32, error) { return n, nil })},
		{root, "host-return-two", constantly(uint32(2))},
		{i, "return-three", constantly(uint32(3))},
		{i.Instance("nested"), "return-four", constantly(uint32(4))},
		{i, "return-hi", constantly("hi")},
	} {
		if err := f.in.Func(f.name, f.fn); err != nil {
			return err
		}
	}
	return i.Module("simple-module", h.module)
}

func constantly[T any](value T) engine.HostFunc {
	return engine.F0(func(*engine.Store) (T, error) { return value, nil })
}

func (h *host) resources(_, i *engine.LinkerInstance) error {
	dropped := func(_ *engine.Store, r one) error {
		h.drops++
		h.last = r.rep
		return nil
	}
	if err := engine.DefineResource(i, "resource1", dropped); err != nil {
		return err
	}
	if err := engine.DefineResource[two](i, "resource2", nil); err != nil {
		return err
	}
	return engine.DefineResource[one](i, "resource1-again", nil)
}

func (h *host) methods(_, i *engine.LinkerInstance) error {
	for name, fn := range map[string]engine.HostFunc{
		"[constructor]resource1": engine.F1(func(_ *engine.Store, rep uint32) (engine.Own[one], error) {
			return engine.Own[one]{Value: one{rep}}, nil
		}),
		"[method]resource1.simple": engine.F2(func(_ *engine.Store, r engine.Borrow[one], rep uint32) (engine.Unit, error) {
			return engine.Unit{}, same(r.Value, rep)
		}),
		"[method]resource1.take-borrow": engine.F2(func(*engine.Store, engine.Borrow[one], engine.Borrow[one]) (engine.Unit, error) {
			return engine.Unit{}, nil
		}),
		"[method]resource1.take-own": engine.F2(func(*engine.Store, engine.Borrow[one], engine.Own[one]) (engine.Unit, error) {
			return engine.Unit{}, nil
		}),
	} {
		if err := i.Func(name, fn); err != nil {
			return err
		}
	}
	return nil
}

func (h *host) statics(_, i *engine.LinkerInstance) error {
	for name, fn := range map[string]engine.HostFunc{
		"[static]resource1.assert": engine.F2(func(_ *engine.Store, r engine.Own[one], rep uint32) (engine.Unit, error) {
			return engine.Unit{}, same(r.Value, rep)
		}),
		"[static]resource1.last-drop": engine.F0(func(*engine.Store) (uint32, error) { return h.last, nil }),
		"[static]resource1.drops":     engine.F0(func(*engine.Store) (uint32, error) { return h.drops, nil }),
	} {
		if err := i.Func(name, fn); err != nil {
			return err
		}
	}
	return nil
}

func same(r one, rep uint32) error {
	if r.rep != rep {
		return fmt.Errorf("the resource is %d, not %d", r.rep, rep)
	}
	return nil
}
