package engine

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Linker provides what components import: native WASI, and instances of host
// functions and resources. It is filled first, then instantiates in any number
// of goroutines; the first instantiation ends the definitions.
type Linker struct {
	raw    *component.Linker
	engine *Engine
	root   *LinkerInstance
	wasi   bool

	mu      sync.Mutex // guards the definitions
	shadow  bool
	sealed  bool
	used    atomic.Bool // sealed, to be read without the lock
	sealErr error

	coreWASI    bool // preview 1 is to be defined
	coreDefined bool // something is
	coreUsed    atomic.Bool
	coreErr     error // of what coreUsed says is done

	provided     []provider
	providedCore []coreProvider
	replay       []func(*component.Linker) error // what was defined in raw at once
	coreNames    map[[2]string]bool              // of what was defined for core modules

	growing sync.Mutex // guards the next two
	grown   *grown
	closed  bool

	goTypes *goTypes
}

// goTypes are the Go types that a linker's functions have. Functions that are bound late
// hold these, and not the linker, which would never be freed.
type goTypes struct {
	resources  sync.Map // reflect.Type → *resourceType
	nResources atomic.Uint32
	nEnums     atomic.Uint32
	codecs     sync.Map // reflect.Type → codec or params of it
	bounds     sync.Map // reflect.Type → *bound, of values whose type a call shows
}

// NewLinker creates an empty linker.
func NewLinker(e *Engine) *Linker {
	l := &Linker{raw: component.NewLinker(orClosed(e.raw)), engine: e, goTypes: new(goTypes)}
	l.root = &LinkerInstance{linker: l}
	return l
}

// Engine returns the engine that the linker belongs to.
func (l *Linker) Engine() *Engine { return l.engine }

// AllowShadowing lets later definitions replace earlier ones; otherwise a
// second definition of a name is an error.
func (l *Linker) AllowShadowing(allow bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shadow = allow
	_ = orClosed(l.raw).AllowShadowing(allow)
}

// AddWASI defines wasmtime's own WASI: 0.2 for components, preview 1 for core
// modules. What a guest gets from it is the store's: SetWASI.
func (l *Linker) AddWASI() error {
	return l.define(func() error {
		l.wasi, l.coreWASI = true, true
		l.replay = append(l.replay, (*component.Linker).AddWASI)
		if l.coreDefined { // duplicates are this call's error
			return firstError(orClosed(l.raw).AddWASI(), l.addCoreWASI())
		}
		return orClosed(l.raw).AddWASI()
	})
}

// addCoreWASI defines preview 1 when something needs it, since that takes as long
// as instantiating a component.
func (l *Linker) addCoreWASI() error {
	if !l.coreWASI {
		return nil
	}
	l.coreWASI = false
	l.replay = append(l.replay, (*component.Linker).AddCoreWASI)
	return orClosed(l.raw).AddCoreWASI()
}

// defineCore defines something for core modules.
func (l *Linker) defineCore(fn func() error) error {
	return l.define(func() error {
		if err := l.addCoreWASI(); err != nil {
			return err
		}
		l.coreDefined = true
		return fn()
	})
}

// ErrSealed is returned for a definition that comes after instantiation.
var ErrSealed = errors.New("the linker has instantiated already: define everything first")

// define defines something in wasmtime's linker at once.
func (l *Linker) define(fn func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sealed {
		return ErrSealed
	}
	return linkError(fn())
}

// Root returns the outermost level of names, for functions and resources that
// a component imports by a plain name.
func (l *Linker) Root() *LinkerInstance {
	if l.root == nil {
		return &LinkerInstance{linker: l}
	}
	return l.root
}

// Instance returns the instance of a name, such as "acme:shop/cart@1.0.0",
// creating it if needed.
func (l *Linker) Instance(name string) *LinkerInstance { return l.Root().Instance(name) }

// Close frees the linker and its host functions. Instances go on working.
func (l *Linker) Close() {
	orClosed(l.raw).Close()
	l.growing.Lock()
	defer l.growing.Unlock()
	l.closed = true
	if l.grown != nil {
		l.grown.raw.Close()
	}
}

// Instantiate creates an instance in a store: it links the imports and runs
// start functions.
func (l *Linker) Instantiate(s *Store, c *Component) (*Instance, error) {
	if l.root == nil || s.raw == nil || c.raw == nil {
		return nil, component.ErrClosed
	}
	if s.engine != l.engine || c.engine != l.engine {
		return nil, errEngines("instantiate")
	}
	if err := l.seal(c.Kind()); err != nil {
		return nil, err
	}
	if l.wasi && !s.wasi { // wasmtime panics without a context
		if err := s.SetWASI(&WASIConfig{}); err != nil {
			return nil, err
		}
	}
	s.binder.types = l.goTypes
	s.hosts(c)
	linker, err := l.linkerFor(s.raw, c)
	if err != nil {
		return nil, err
	}
	defer linker.Release(s.raw)
	raw, err := linker.Instantiate(s.owner(), s.raw, c.raw)
	if err != nil {
		return nil, l.describe(s.runError("instantiate", err))
	}
	return &Instance{raw: raw, store: s, linker: l, component: c}, nil
}

// errEngines refuses to mix what different engines made: wasmtime 44 confuses
// their types (GHSA-hgjw-h833-99q9).
func errEngines(op string) error {
	return &Error{Op: op, Message: "linker, component and store belong to different engines"}
}

// resource is the host's resource type that stands for a Go type.
func (g *goTypes) resource(t reflect.Type) *resourceType {
	if known, ok := g.resources.Load(t); ok {
		return known.(*resourceType) //nolint:forcetypeassert // nothing else is stored
	}
	known, _ := g.resources.LoadOrStore(t, &resourceType{id: g.nResources.Add(1)})
	return known.(*resourceType) //nolint:forcetypeassert // nothing else is stored
}

// seal hands the definitions to wasmtime at the first instantiation, since its
// linker can't be left open.
func (l *Linker) seal(k Kind) error {
	if l.used.Load() && (k != KindModule || l.coreUsed.Load()) {
		return l.sealError(k)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.sealed {
		l.sealed = true
		l.sealErr = linkError(orClosed(l.raw).Define(l.root.define))
		l.used.Store(true)
	}
	if k == KindModule && !l.coreUsed.Load() {
		l.coreErr = linkError(l.addCoreWASI())
		l.coreUsed.Store(true)
	}
	return l.sealError(k)
}

func (l *Linker) sealError(k Kind) error {
	if k == KindModule && l.sealErr == nil {
		return l.coreErr
	}
	return l.sealErr
}

func linkError(err error) error {
	if raw, ok := err.(*component.Error); ok { //nolint:errorlint // as it comes from C
		return &Error{Op: "link", Message: raw.Message}
	}
	return err
}

// DuplicateError is a name that is defined twice in one instance.
type DuplicateError struct{ Name string }

func (e *DuplicateError) Error() string { return fmt.Sprintf("%q is defined twice", e.Name) }
