package engine

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/qyvol/qyvol/engine/internal/component"
)

// Linker provides what components import: native WASI, and instances of host
// functions and resources. It is filled first, then instantiates in any number
// of goroutines; the first instantiation ends the definitions.
type Linker struct {
	raw    *component.Linker
	engine *Engine
	root   *LinkerInstance
	shadow bool
	wasi   bool

	mu        sync.Mutex
	sealed    bool
	resources map[reflect.Type]uint32
	anonymous uint32
}

// NewLinker creates an empty linker.
func NewLinker(e *Engine) *Linker {
	l := &Linker{raw: component.NewLinker(e.raw), engine: e, resources: map[reflect.Type]uint32{}}
	l.root = &LinkerInstance{linker: l}
	return l
}

// Engine returns the engine that the linker belongs to.
func (l *Linker) Engine() *Engine { return l.engine }

// AllowShadowing lets later definitions replace earlier ones; otherwise a
// second definition of a name is an error.
func (l *Linker) AllowShadowing(allow bool) {
	l.shadow = allow
	l.raw.AllowShadowing(allow)
}

// AddWASI defines wasmtime's own WASI: 0.2 for components, preview 1 for core
// modules. What a guest gets from it is the store's: SetWASI.
func (l *Linker) AddWASI() error {
	if err := firstError(l.raw.AddWASI(), l.raw.AddCoreWASI()); err != nil {
		return linkError(err)
	}
	l.wasi = true
	return nil
}

// Root returns the outermost level of names, for functions and resources that
// a component imports by a plain name.
func (l *Linker) Root() *LinkerInstance { return l.root }

// Instance returns the instance of a name, such as "acme:shop/cart@1.0.0",
// creating it if needed.
func (l *Linker) Instance(name string) *LinkerInstance { return l.root.Instance(name) }

// Close frees the linker and its host functions. Instances go on working.
func (l *Linker) Close() { l.raw.Close() }

// Instantiate creates an instance in a store: it links the imports and runs
// start functions.
func (l *Linker) Instantiate(s *Store, c *Component) (*Instance, error) {
	if s.engine != l.engine || c.engine != l.engine {
		return nil, &Error{Op: "instantiate", Message: "store, linker and component belong to different engines"}
	}
	if err := l.seal(); err != nil {
		return nil, err
	}
	if l.wasi && !s.wasi { // wasmtime panics without a context
		if err := s.SetWASI(&WASIConfig{}); err != nil {
			return nil, err
		}
	}
	s.binder = &binder{linker: l}
	raw, err := l.raw.Instantiate(s.raw, c.raw)
	if err != nil {
		return nil, s.runError("instantiate", err)
	}
	return &Instance{raw: raw, store: s, linker: l, component: c}, nil
}

// resourceID numbers the host's resource types.
func (l *Linker) resourceID(t reflect.Type) uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	id, ok := l.resources[t]
	if !ok {
		id = uint32(len(l.resources) + 1) //nolint:gosec // a few types
		l.resources[t] = id
	}
	return id
}

// anonymousResource numbers a resource type that no Go type stands for.
func (l *Linker) anonymousResource() uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.anonymous++
	return firstAnonymous + l.anonymous
}

// firstAnonymous keeps those numbers apart from resourceID's.
const firstAnonymous = 1 << 31

// seal hands the definitions to wasmtime, whose linker can't be left open.
func (l *Linker) seal() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sealed {
		return nil
	}
	l.sealed = true
	scope := l.raw.Root()
	defer scope.Close()
	return linkError(l.root.define(scope))
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
