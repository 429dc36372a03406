package main

import (
	"errors"
	"fmt"

	"github.com/qyvol/qyvol/engine"
)

// player runs the directives of one script, as wasmtime's `wast` command and
// the reference interpreter do.
type player struct {
	engine *engine.Engine
	host   *host
	// lazy leaves what a script defines uninstantiated until it is called: the
	// scripts of wasm-tools are about validity alone, and import what nobody has.
	lazy      bool
	codes     map[string]*compiled
	instances map[string]*running
	current   *running
	stores    []*engine.Store
}

// compiled is code that a script named, or why there is none.
type compiled struct {
	code *engine.Component
	err  error
}

// running is an instance, or why there is none.
type running struct {
	code     *engine.Component // still to be instantiated
	instance *engine.Instance
	err      error
}

func newPlayer(s settings) (*player, error) {
	e, err := engine.New(s.config)
	if err != nil {
		return nil, err
	}
	h, err := newHost(e)
	if err != nil {
		return nil, err
	}
	return &player{engine: e, host: h, lazy: s.lazy, codes: map[string]*compiled{}, instances: map[string]*running{}}, nil
}

// dependsError is a directive that fails since an earlier one did.
type dependsError struct {
	cause error
}

func (e *dependsError) Error() string { return "what it needs failed: " + e.cause.Error() }
func (e *dependsError) Unwrap() error { return e.cause }

func depends(cause error) error {
	var d *dependsError
	if errors.As(cause, &d) {
		return d
	}
	return &dependsError{cause}
}

// play runs a directive. The note is about one that passed.
func (p *player) play(c *command) (note string, err error) {
	switch c.kind {
	case "module", "component", "module definition", "component definition":
		return "", p.define(c.code)
	case "module instance", "component instance":
		r := p.start(c.instance)
		p.keep(c.instance.name, r)
		return "", r.err
	case "register":
		return "", errors.New("engine does not link core modules with each other")
	case "invoke", "get":
		_, err := p.act(c.action)
		return "", err
	case "assert_return":
		got, err := p.act(c.action)
		if err != nil {
			return "", err
		}
		return "", match(c.expect, got)
	case "assert_invalid", "assert_malformed", "assert_invalid_custom", "assert_malformed_custom":
		return p.refused(c)
	case "assert_unlinkable":
		return p.unlinkable(c)
	default:
		return "", p.stopped(c)
	}
}

// define compiles code, and instantiates it unless it is a definition.
func (p *player) define(c *code) error {
	component, err := p.engine.Compile(c.bytes)
	if c.name != "" {
		p.codes[c.name] = &compiled{component, err}
	}
	if c.definition {
		return err
	}
	r := &running{code: component, err: err}
	if err == nil && !p.lazy {
		p.instantiate(r)
	}
	p.keep(c.name, r)
	return r.err
}

// keep makes an instance the one that actions without a name are on.
func (p *player) keep(name string, r *running) {
	p.current = r
	if name != "" {
		p.instances[name] = r
	}
}

// start instantiates code that has a name.
func (p *player) start(i *instance) *running {
	c, ok := p.codes[i.of]
	switch {
	case !ok:
		return &running{err: fmt.Errorf("there is no code of the name %s", i.of)}
	case c.err != nil:
		return &running{err: depends(c.err)}
	}
	r := &running{code: c.code}
	if !p.lazy {
		p.instantiate(r)
	}
	return r
}

// close ends all instances. What their resources' destructors do then is nothing
// that a script sees.
func (p *player) close() {
	for _, s := range p.stores {
		s.Close()
	}
	p.engine.Close()
}

// instantiate gives each instance a store of its own, which lives as long as
// the player.
func (p *player) instantiate(r *running) {
	var linker *engine.Linker
	code := r.code
	r.code = nil
	if linker, r.err = p.host.linker(); r.err != nil {
		return
	}
	store := engine.NewStore(p.engine, nil)
	p.stores = append(p.stores, store)
	r.instance, r.err = linker.Instantiate(store, code)
}

// act runs an action on an instance.
func (p *player) act(a *action) (any, error) {
	r := p.current
	if a.of != "" {
		r = p.instances[a.of]
	}
	if r == nil {
		return nil, errors.New("there is no instance to act on")
	}
	if r.code != nil {
		p.instantiate(r)
	}
	switch {
	case r.err != nil:
		return nil, depends(r.err)
	case a.get:
		return nil, errors.New("engine does not read globals of core modules")
	}
	f, err := r.instance.Func(a.name)
	if err != nil {
		return nil, err
	}
	return f.Call(a.args...)
}
